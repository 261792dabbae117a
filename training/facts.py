"""What is known of a model that is published: read from its run, or measured."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hadath.annotations.errors import ModelError
from hadath.annotations.sentences import AnnotatedSentence
from hadath.inference.records import CodedDocument
from hadath.training.data import digest_of
from hadath.training.intervals import intervals

_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")

RECORD_FILE = "run.json"
"""In the folder of a run: how the model was trained."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One F1.

    Attributes:
        name: As ``metrics.measure`` calls it.
        f1: From 0 to 1.
        interval: Its 95 % interval, where it was worked out.
    """

    name: str
    f1: float
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a model is on which sentences.

    Attributes:
        title: What the sentences are.
        n_sentences: How many.
        figures: The F1s.
        split: The part of the corpus; ``None`` for other sentences.
        sha256: Of the sentences in the written form, where it is known.
        was_watched: Whether training looked at them.
    """

    title: str
    n_sentences: int
    figures: tuple[Figure, ...]
    split: str | None = None
    sha256: str | None = None
    was_watched: bool = False


@dataclass(frozen=True, slots=True)
class DataFacts:
    """Sentences of a run: how many, and the SHA-256 of their written form."""

    n_sentences: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """How a model was trained.

    Attributes:
        recipe: Its name.
        epochs: At most.
        seed: Of the run.
        encoder: Its name on the Hub; ``None`` where it lay in a folder.
        is_continued: Whether the heads were trained before.
        train: What the weights were fitted to.
        dev: What training looked at.
        has_corpus: Whether the corpus is among them.
        n_left_out: Sentences kept out because they are held out.
        versions: Package and version.
    """

    recipe: str
    epochs: int
    seed: int
    encoder: str | None
    is_continued: bool
    train: DataFacts
    dev: DataFacts
    has_corpus: bool
    n_left_out: int
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """All that a card tells.

    Attributes:
        repository: Organisation and name on the Hub.
        is_plain: Whether plain ``transformers`` loads it.
        has_graph: Whether the exported graph is there.
        has_linker: Whether it scores which role belongs to which event.
        evaluation: How good it is.
        training: How it was trained.
        base: The encoder that it was made from, on the Hub, where no run tells it.
    """

    repository: str
    is_plain: bool
    has_graph: bool
    has_linker: bool
    evaluation: Evaluation | None = None
    training: TrainingFacts | None = None
    base: str | None = None

    @property
    def encoder(self) -> str | None:
        """The encoder's name on the Hub, where it is known."""
        return self.base or (self.training.encoder if self.training else None)

    @property
    def name(self) -> str:
        """The name without the organisation."""
        return self.repository.rpartition("/")[2]


def measured(
    sentences: Sequence[AnnotatedSentence],
    coded: Sequence[CodedDocument],
    title: str,
    split: str | None = None,
) -> Evaluation:
    """Score extracted documents, with intervals.

    Args:
        sentences: The annotated sentences.
        coded: What was extracted from each.
        title: What the sentences are.
        split: The part of the corpus that they are.
    """
    figures = tuple(
        Figure(entry.measure.name, entry.measure.f1, (entry.low, entry.high))
        for entry in intervals(sentences, coded)
    )
    watched = split in ("train", "dev")
    return Evaluation(title, len(sentences), figures, split, digest_of(sentences), watched)


def read_evaluation(folder: Path) -> Evaluation | None:
    """Read the figures that a run left, those of its dev sentences; ``None`` if there are none.

    Raises:
        ModelError: ``figures.json`` is not what a run writes.
    """
    path = folder / "figures.json"
    content = _read(path)
    if content is None:
        return None
    try:
        figures = tuple(
            Figure(str(name), float(entry["f1"])) for name, entry in content["measures"].items()
        )
        return Evaluation(
            "the dev sentences of the run", int(content["sentences"]), figures, was_watched=True
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_written_by_a_run(path) from error


def read_training(folder: Path) -> TrainingFacts | None:
    """Read how a model was trained from its run's folder; ``None`` if it does not say.

    Raises:
        ModelError: ``run.json`` is not what a run writes.
    """
    path = folder / RECORD_FILE
    content = _read(path)
    if content is None:
        return None
    try:
        recipe, data = content["recipe"], content["data"]
        return TrainingFacts(
            str(recipe["name"]),
            int(recipe["optimization"]["epochs"]),
            int(recipe["optimization"]["seed"]),
            _on_the_hub(str(recipe["encoder"]["name"]), folder),
            recipe.get("heads") is not None,
            _data_facts(data["train"]),
            _data_facts(data["dev"]),
            bool(recipe["data"]["corpus"]),
            int(content.get("left_out") or 0),
            tuple((str(n), str(v)) for n, v in content.get("versions", {}).items()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_written_by_a_run(path) from error


def _data_facts(entry: Mapping[str, Any]) -> DataFacts:
    return DataFacts(int(entry["sentences"]), str(entry["sha256"]))


def _on_the_hub(name: str, folder: Path) -> str | None:
    """Return an encoder's name unless it is a path: those are of no use to others, and private."""
    starts = [Path.cwd(), *folder.resolve().parents]
    if not _HUB_NAME.fullmatch(name) or any((start / name).exists() for start in starts):
        return None
    return name


def _read(path: Path) -> Any:
    """Return the JSON of a file, ``None`` where there is no such file."""
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _not_written_by_a_run(path) from error


def _not_written_by_a_run(path: Path) -> ModelError:
    return ModelError(f"{path}: not what 'hadath train' writes; mend it or take it away")
