"""Recipes for adapting an encoder to the news."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from hadath.configs.recipe import EncoderConfig, Strict, read_config


class Adaptation(Strict):
    """One run of masked-language modelling.

    Attributes:
        name: Of the recipe.
        encoder: What is adapted.
        min_cues: Words of armed conflict that a paragraph must have; 0 takes all.
        block: Subwords of a training text, special tokens counted.
        mask_share: Of the words of a block that are masked, 0 to 1.
        steps: Updates.
        batch_size: Blocks an update.
        learning_rate: Peak rate of the encoder.
        head_multiplier: The fresh word head's rate is this many times the encoder's.
        warmup: Share of the updates over which the rate rises.
        decay: Share of the updates, at the end, over which it falls to nothing.
        save_steps: Updates between two checkpoints.
        precision: ``auto`` is bf16 where the machine is faster in it.
        seed: Of order and masks.
    """

    name: str
    encoder: EncoderConfig
    min_cues: int = Field(default=2, ge=0)
    block: int = Field(default=192, ge=8, le=512)
    mask_share: float = Field(default=0.2, gt=0, lt=1)
    steps: int = Field(default=1645, ge=1)
    batch_size: int = Field(default=16, ge=1)
    learning_rate: float = Field(default=1.5e-4, gt=0)
    head_multiplier: float = Field(default=6.0, gt=0)
    warmup: float = Field(default=0.05, ge=0, lt=1)
    decay: float = Field(default=0.25, ge=0, le=1)
    save_steps: int = Field(default=400, ge=1)
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"
    seed: int = 17

    def adapted(self, encoder: str | None, steps: int | None) -> "Adaptation":
        """Return the recipe with what a command line gives in place of its own.

        Args:
            encoder: Hub id or folder; ``None`` keeps the recipe's, as with the other.
            steps: Updates.
        """
        named = {} if encoder is None else {"name": encoder}
        changed: dict[str, object] = {"encoder": self.encoder.model_copy(update=named)}
        if steps is not None:
            changed["steps"] = steps
        return self.model_copy(update=changed)


def load_adaptation(name_or_path: str | Path) -> Adaptation:
    """Read a recipe for adapting an encoder.

    Args:
        name_or_path: A YAML file, or the name of a recipe that ships, such as ``news``.

    Raises:
        RecipeError: As ``load_recipe``.
    """
    return read_config(Adaptation, name_or_path, ".adapt.yaml")
