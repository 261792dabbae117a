"""Recipes for teaching one model what several say."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from hadath.configs.recipe import Strict, read_config


class Distillation(Strict):
    """One run of a student over sentences that nobody annotated.

    Attributes:
        name: Of the recipe.
        min_cues: Words of armed conflict that a sentence must have; 0 takes all.
        quiet_share: Of the sentences in which the teachers see no event, the share that is kept.
        max_length: Subwords of a sentence at most; longer ones are left out.
        epochs: Passes over the sentences.
        batch_size: Sentences an update.
        learning_rate: Peak rate of the encoder.
        head_multiplier: The tag head's rate is this many times the encoder's.
        weight_decay: AdamW's decay; none on biases and layer norms.
        warmup: Share of the updates over which the rate rises.
        dropout: Of the student's hidden states and attention.
        precision: ``auto`` is bf16 where the machine is faster in it.
        seed: Of order and dropout.
    """

    name: str
    min_cues: int = Field(default=1, ge=0)
    quiet_share: float = Field(default=0.2, ge=0, le=1)
    max_length: int = Field(default=192, ge=8, le=512)
    epochs: int = Field(default=2, ge=1)
    batch_size: int = Field(default=32, ge=1)
    learning_rate: float = Field(default=3e-4, gt=0)
    head_multiplier: float = Field(default=3.0, gt=0)
    weight_decay: float = Field(default=0.01, ge=0)
    warmup: float = Field(default=0.05, ge=0, lt=1)
    dropout: float = Field(default=0.1, ge=0, lt=1)
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"
    seed: int = Field(default=7, ge=0)


def load_distillation(name_or_path: str | Path) -> Distillation:
    """Read a recipe for teaching a student.

    Args:
        name_or_path: A YAML file, or the name of a recipe that ships, such as ``ensemble``.

    Raises:
        RecipeError: As ``load_recipe``.
    """
    return read_config(Distillation, name_or_path, ".distil.yaml")
