"""A student learns what its teachers say."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

pytest.importorskip("transformers")

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import RecipeError
from hadath.annotations.labels import Status
from hadath.cli.commands import app
from hadath.configs.distillation import Distillation, load_distillation
from hadath.training.distillation import RECORD, LessonCollator, distil, lesson_loss
from hadath.training.restoration import read_state
from hadath.training.teaching import Lesson

TEXTS = [sentence.text for sentence in load_corpus("dev")[:24]]
TINY = Distillation(
    name="tiny", min_cues=0, quiet_share=1.0, epochs=1, batch_size=8, precision="fp32"
)
N_TAGS, N_STATUSES = len(TAGS), len(Status)


def _lesson(n_words: int) -> Lesson:
    draw = np.random.default_rng(n_words)

    def shares(*shape: int) -> np.ndarray:
        raised: np.ndarray = draw.random(shape)
        return np.asarray(raised / raised.sum(axis=-1, keepdims=True))

    return Lesson(
        tuple(range(1, n_words + 3)),
        np.arange(1, n_words + 1),
        shares(n_words, N_TAGS),
        draw.random((n_words, n_words)),
        draw.random((n_words, n_words)),
        shares(n_words, N_STATUSES),
        draw.random(n_words),
    )


def test_lessons_are_laid_on_first_subwords() -> None:
    batch = LessonCollator(0)([_lesson(2), _lesson(4)])
    assert batch["input_ids"].tolist() == [[1, 2, 3, 4, 0, 0], [1, 2, 3, 4, 5, 6]]
    assert batch["attention_mask"].sum(dim=1).tolist() == [4, 6]
    assert batch["tags"].sum(dim=2)[0].tolist() == pytest.approx([0, 1, 1, 0, 0, 0])
    assert batch["pairs"][0].count_nonzero() == 4
    assert batch["pairs"][1, 1:5, 1:5].count_nonzero() == 16


def test_a_student_that_says_what_the_teachers_say_loses_least() -> None:
    batch = LessonCollator(0)([_lesson(3), _lesson(5)])
    right = {
        "logits": batch["tags"].clamp(min=1e-9).log(),
        "links": torch.logit(batch["links"], eps=1e-9),
        "statuses": batch["statuses"].clamp(min=1e-9).log(),
    }
    least = lesson_loss(right, batch)
    for name in right:
        noise = torch.randn_like(right[name])
        assert lesson_loss({**right, name: right[name] + noise}, batch) > least


def test_a_student_is_taught_and_kept(tiny_run: Path, tmp_path: Path) -> None:
    folder = distil(TINY, str(tiny_run), [str(tiny_run)], TEXTS, tmp_path / "student")
    record = json.loads((folder / RECORD).read_text())
    assert record["sentences"] == len(set(TEXTS))
    assert record["teachers"] == [str(tiny_run)]
    before, after = read_state(tiny_run), read_state(folder)
    assert before.keys() == after.keys()
    assert any((before[name] != after[name]).any() for name in before)


def test_the_command_names_what_it_wrote(tiny_run: Path, tmp_path: Path) -> None:
    news, recipe, out = tmp_path / "news.txt", tmp_path / "tiny.yaml", tmp_path / "student"
    news.write_text("\n".join(TEXTS), encoding="utf-8")
    recipe.write_text("name: t\nmin_cues: 0\nquiet_share: 1.0\nepochs: 1\nprecision: fp32\n")
    options = ["--teacher", str(tiny_run), "--from", str(tiny_run), "--out", str(out)]
    done = CliRunner().invoke(app, ["distil", str(recipe), str(news), *options])
    assert done.exit_code == 0, done.output
    assert (out / "model.safetensors").is_file()


def test_news_without_a_sentence_is_told(tiny_run: Path, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="no sentence to learn from"):
        distil(TINY, str(tiny_run), [str(tiny_run)], ["  "], tmp_path)


def test_the_shipped_recipe_is_typed() -> None:
    assert load_distillation("ensemble").epochs == 2
