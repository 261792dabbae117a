"""Training recipes: typed, read from one YAML file each, wrong keys refused by name."""

from importlib.resources import files
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hadath.annotations.errors import RecipeError


class Strict(BaseModel):
    """A model that refuses unknown keys and wrong types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EncoderConfig(Strict):
    """Which encoder is fine-tuned.

    Attributes:
        name: A Hub id, a local folder, or ``random-bert`` for a random two-layer BERT.
        revision: Branch, tag or commit on the Hub.
        max_vocabulary: A larger vocabulary is cut to the pieces that Arabic text uses.
        normalize: Put the Arabic normaliser (marks, tatweel, digits) into the tokenizer, or with
            ``arabert`` also what AraBERT's own preparation of text does beside that.
    """

    name: str
    revision: str | None = None
    max_vocabulary: int | None = Field(default=None, ge=1)
    normalize: Literal[True, False, "arabert"] = True


class DataConfig(Strict):
    """What the model is trained on.

    Attributes:
        corpus: Use the corpus that ships with the package.
        files: Further files in the written form.
        max_length: Subwords a training sentence is cut at.
    """

    corpus: bool = True
    # YAML has no tuples; strict mode would refuse its list.
    files: tuple[str, ...] = Field(default=(), strict=False)
    max_length: int = Field(default=256, ge=8, le=512)


class OptimizationConfig(Strict):
    """How the model is trained; names as in ``transformers.TrainingArguments``.

    Attributes:
        epochs: Passes over the training sentences.
        batch_size: Sentences a step and device.
        gradient_accumulation: Steps whose gradients are added before an update.
        gradient_checkpointing: Compute activations again for the gradients instead of keeping
            them: slower, and a large encoder fits into memory.
        learning_rate: Peak rate of the encoder.
        head_multiplier: The head's rate is this many times the encoder's.
        weight_decay: AdamW's decay; none on biases and layer norms.
        warmup: Share of the updates, from 0 to 1, over which the rate rises.
        link_weight: How much the linker's loss counts beside the tagger's.
        dropout: Of hidden states and attention in training.
        patience: Epochs without a better dev span F1 before training stops; 0 for never.
        average_epochs: The last this many epochs' weights are averaged; 0 keeps the best.
        precision: ``auto`` is bf16 where the machine is faster in it; ``fp16`` needs a GPU.
        logging_steps: Updates between two entries of the loss.
        seed: Of weights, order and dropout.
    """

    epochs: int = Field(default=16, ge=1)
    batch_size: int = Field(default=16, ge=1)
    gradient_accumulation: int = Field(default=1, ge=1)
    gradient_checkpointing: bool = False
    learning_rate: float = Field(default=3e-4, gt=0)
    head_multiplier: float = Field(default=10.0, gt=0)
    weight_decay: float = Field(default=0.01, ge=0)
    warmup: float = Field(default=0.1, ge=0, lt=1)
    link_weight: float = Field(default=0.5, ge=0)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    patience: int = Field(default=4, ge=0)
    average_epochs: int = Field(default=0, ge=0)
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"
    logging_steps: int = Field(default=20, ge=1)
    seed: int = Field(default=17, ge=0)


class Recipe(Strict):
    """One training run.

    Attributes:
        name: Of the recipe; the run folder is named for it.
        encoder: Which encoder is fine-tuned.
        heads: Folder of a trained model whose tag head and linker training starts from; ``None``
            for a fresh linker, and a fresh tag head where the encoder brings none.
        data: What it is trained on.
        optimization: How it is trained.
        report_to: Trackers that losses and scores go to while it is trained; the ``tracking``
            extra brings them.
    """

    name: str
    encoder: EncoderConfig
    heads: str | None = None
    data: DataConfig = DataConfig()
    optimization: OptimizationConfig = OptimizationConfig()
    report_to: tuple[Literal["tensorboard", "trackio"], ...] = Field(default=(), strict=False)

    def adapted(
        self,
        encoder: str | None,
        epochs: int | None,
        seed: int | None,
        start: str | None = None,
    ) -> "Recipe":
        """Return the recipe with what a command line gives in place of its own.

        Args:
            encoder: Hub id or folder; ``None`` keeps the recipe's, as with the others.
            epochs: Passes over the training sentences.
            seed: Of weights, order and dropout.
            start: Folder of a trained model that training goes on from; with an encoder given too,
                only its heads are taken.
        """
        changed = {"epochs": epochs, "seed": seed}
        given = {key: value for key, value in changed.items() if value is not None}
        name = encoder or start
        # A revision is one of the recipe's encoder, not of another.
        named = {} if name is None else {"name": name, "revision": None}
        return self.model_copy(
            update={
                "heads": start or self.heads,
                "encoder": self.encoder.model_copy(update=named),
                "optimization": self.optimization.model_copy(update=given),
            }
        )


def load_recipe(name_or_path: str | Path) -> Recipe:
    """Read a recipe.

    Args:
        name_or_path: A YAML file, or the name of a recipe that ships, such as ``compact``.

    Returns:
        The recipe, every value of the right type.

    Raises:
        RecipeError: No such recipe, no YAML mapping, or a key that is unknown or of a wrong
            type; the message names the key.
    """
    return read_config(Recipe, name_or_path)


Config = TypeVar("Config", bound=Strict)


def read_config(kind: type[Config], name_or_path: str | Path, ending: str = ".yaml") -> Config:
    """Read a typed configuration from YAML.

    Args:
        kind: Which one.
        name_or_path: A file, or the name of one that ships.
        ending: Of the names of those that ship.

    Raises:
        RecipeError: As ``load_recipe``.
    """
    path = Path(name_or_path)
    if not path.is_file():
        path = Path(str(files("hadath.configs") / f"{name_or_path}{ending}"))
    if not path.is_file():
        names = (entry.name.removesuffix(ending) for entry in path.parent.glob(f"*{ending}"))
        shipped = ", ".join(sorted(name for name in names if "." not in name))
        raise RecipeError(f"{name_or_path}: no such recipe (a YAML file, or one of: {shipped})")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    return parse_config(kind, content, str(path))


def parse_config(kind: type[Config], content: object, origin: str) -> Config:
    """Check the content of a configuration.

    Args:
        kind: Which one.
        content: What the YAML file holds.
        origin: The file it came from, for the error.

    Raises:
        RecipeError: As ``load_recipe``.
    """
    if not isinstance(content, dict):
        raise RecipeError(f"{origin}: the file must hold keys and values (name:, encoder:, …)")
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise RecipeError(f"{origin}: {key}: {first['msg']}") from error
