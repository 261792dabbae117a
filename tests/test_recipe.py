from pathlib import Path

import pytest

from hadath.annotations.errors import HadathError, RecipeError
from hadath.configs.recipe import Recipe, load_recipe, parse_config

ENCODER = {"name": "some/encoder"}


@pytest.mark.parametrize(
    "name", ["compact", "arabertv02", "arabertv02-large", "camelbert-msa", "tiny"]
)
def test_shipped_recipes_load_by_name(name: str) -> None:
    assert load_recipe(name).name == name


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ({"name": "x", "encoder": ENCODER, "optimizer": {}}, "optimizer"),
        ({"name": "x", "encoder": {"name": "a", "nmae": 1}}, "encoder.nmae"),
        ({"name": "x", "encoder": {"name": "a", "normalize": "arab"}}, "encoder.normalize"),
        ({"name": "x", "encoder": ENCODER, "optimization": {"epochs": "3"}}, "optimization.epochs"),
        ({"name": "x", "encoder": ENCODER, "optimization": {"epochs": 0}}, "optimization.epochs"),
        (
            {"name": "x", "encoder": ENCODER, "optimization": {"learning_rate": "1e-5"}},
            "optimization.learning_rate",
        ),
        ({"name": "x", "encoder": ENCODER, "data": {"max_length": 1024}}, "data.max_length"),
        ({"name": "x"}, "encoder"),
        ({"encoder": ENCODER}, "name"),
    ],
)
def test_a_wrong_key_is_named(content: dict, key: str) -> None:
    with pytest.raises(RecipeError, match=f"^f.yaml: {key}: "):
        parse_config(Recipe, content, "f.yaml")


def test_a_small_number_in_yaml_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text("name: r\nencoder: {name: a}\noptimization: {learning_rate: 1.0e-5}\n")
    assert load_recipe(path).optimization.learning_rate == 1e-5


@pytest.mark.parametrize("content", ["[1, 2]", "just text", ": :\n-", ""])
def test_what_is_no_recipe_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(content)
    with pytest.raises(HadathError):
        load_recipe(path)


def test_an_unknown_recipe_lists_those_that_ship() -> None:
    with pytest.raises(RecipeError, match="arabertv02, arabertv02-large, camelbert-msa, compact"):
        load_recipe("nonesuch")


def test_another_encoder_brings_no_revision_along() -> None:
    recipe = load_recipe("camelbert-msa")
    assert recipe.encoder.revision is not None
    assert recipe.adapted("some/encoder", None, None).encoder.revision is None
    assert recipe.adapted(None, 3, None).encoder == recipe.encoder
