"""A model's folder, read: its engine, its tokenizer, its tags."""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from tokenizers import Tokenizer

from hadath.annotations.bio import TAGS
from hadath.annotations.errors import ModelError
from hadath.inference.engines import Engine, load_engine
from hadath.inference.hub import resolve_model

EMBEDDED = Path(str(files("hadath.inference") / "embedded"))
"""The model that ships with the package."""


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """What a model's folder holds.

    Attributes:
        folder: Where it lies.
        engine: Runs it.
        tokenizer: Cuts words into its subwords.
        tags: In the order of its outputs.
        max_length: Positions of the encoder, special tokens counted.
        padding_id: The subword id of padding.
    """

    folder: Path
    engine: Engine
    tokenizer: Tokenizer
    tags: tuple[str, ...]
    max_length: int
    padding_id: int


def load_model(
    name_or_path: str | Path | None = None,
    revision: str | None = None,
    engine: str | None = None,
    threads: int = 0,
) -> LoadedModel:
    """Load a model; the arguments are those of ``EventExtractor.from_pretrained``.

    Raises:
        ModelError: There is no such model, or its labels are not ours.
        MissingExtraError: The engine is not installed.
    """
    folder = model_folder(name_or_path, revision, engine)
    config = _read_config(folder)
    tags = _tags_of(config, folder)
    return LoadedModel(
        folder,
        load_engine(folder, engine, threads),
        _read_tokenizer(folder),
        tuple(tags),
        max_length=int(config.get("max_position_embeddings", 512)),
        padding_id=int(config.get("pad_token_id") or 0),
    )


def model_folder(
    name_or_path: str | Path | None = None,
    revision: str | None = None,
    engine: str | None = None,
) -> Path:
    """Return the folder of a model; the arguments are those of ``load_model``."""
    return EMBEDDED if name_or_path is None else resolve_model(name_or_path, revision, engine)


def _read_config(folder: Path) -> dict:
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no readable model configuration") from error
    if not isinstance(config, dict):
        raise ModelError(f"{path}: no model configuration")
    return config


def _tags_of(config: dict, folder: Path) -> list[str]:
    """Return a model's tags in the order of their ids; they must be ours."""
    labels = config.get("id2label") or {}
    tags = [str(labels[key]) for key in sorted(labels, key=int)]
    if set(tags) != set(TAGS):
        foreign = sorted(set(tags) - set(TAGS))[:3]
        raise ModelError(
            f"{folder}: its labels are not hadath's "
            f"(found: {', '.join(foreign) or 'too few'}; accepted: {', '.join(TAGS[:4])}, …)"
        )
    return tags


def _read_tokenizer(folder: Path) -> Tokenizer:
    path = folder / "tokenizer.json"
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the tokenizers library raises bare Exception
        raise ModelError(f"{path}: no readable tokenizer") from error
