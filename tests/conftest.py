"""Fixtures that are dear to make: the embedded model, and a tiny one trained once."""

from pathlib import Path

import pytest

from hadath.inference.extractor import EventExtractor


@pytest.fixture(scope="session")
def extractor() -> EventExtractor:
    """Return the model that ships."""
    return EventExtractor.from_pretrained()


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one run of the tiny recipe, from the corpus to the export."""
    from hadath.configs.recipe import load_recipe
    from hadath.training.runs import run_recipe

    folder = tmp_path_factory.mktemp("runs") / "tiny"
    run_recipe(load_recipe("tiny"), [], folder)
    return folder
