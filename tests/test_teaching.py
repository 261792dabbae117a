"""What teachers say of sentences becomes lessons on the student's subwords."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("transformers")

from transformers import PreTrainedTokenizerFast

from hadath.annotations.bio import BEGIN, OUTSIDE, TAGS
from hadath.annotations.errors import ModelError
from hadath.annotations.labels import EventType, Role, Status
from hadath.annotations.words import cut_words
from hadath.inference.engines import Engine, Output
from hadath.inference.loading import LoadedModel, load_model
from hadath.training.teaching import Lesson, teach, thin_quiet

TEXT = "قصف الطيران سوق البلدة أمس"


class _Fixed:
    """An engine that says one thing of every subword."""

    name, lanes = "fixed", 1

    def __init__(self, favoured: str, link: float, has_linker: bool = True) -> None:
        self._logits = np.where(np.array(TAGS) == favoured, 9.0, 0.0).astype(np.float32)
        self._link, self._has_linker = link, has_linker

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> Output:
        shape = input_ids.shape
        logits = np.broadcast_to(self._logits, (*shape, len(TAGS)))
        if not self._has_linker:
            return Output(logits)
        links = np.full((*shape, shape[1]), self._link, dtype=np.float32)
        return Output(logits, links, np.zeros((*shape, len(Status)), dtype=np.float32))


def _teacher(run: Path, engine: Engine) -> LoadedModel:
    return replace(load_model(run, engine="torch"), engine=engine)


def _lesson(run: Path, *engines: Engine, max_length: int = 64) -> list[Lesson]:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(run)
    return list(teach([_teacher(run, e) for e in engines], [TEXT], tokenizer, max_length))


def test_a_lesson_is_the_mean_of_the_teachers(tiny_run: Path) -> None:
    trigger, target = BEGIN + EventType.SHELLING, BEGIN + Role.TARGET
    (lesson,) = _lesson(tiny_run, _Fixed(trigger, 2.0), _Fixed(target, -2.0))
    n_words = len(cut_words(TEXT))
    assert lesson.tags.shape == (n_words, len(TAGS))
    assert lesson.links.shape == lesson.pairs.shape == (n_words, n_words)
    assert lesson.statuses.shape == (n_words, len(Status))
    assert len(lesson.pieces) == n_words < len(lesson.input_ids)
    assert lesson.tags[0, TAGS.index(trigger)] == pytest.approx(0.5, abs=0.01)
    assert lesson.tags[0, TAGS.index(target)] == pytest.approx(0.5, abs=0.01)
    assert lesson.links == pytest.approx(0.5)
    assert lesson.anchors == pytest.approx(0.5, abs=0.01)
    assert not lesson.is_quiet


def test_only_pairs_of_an_anchor_and_a_mention_count(tiny_run: Path) -> None:
    (quiet,) = _lesson(tiny_run, _Fixed(OUTSIDE, 3.0))
    assert quiet.is_quiet
    assert not quiet.pairs.any()
    (trigger,) = _lesson(tiny_run, _Fixed(BEGIN + EventType.CLASH, 3.0))
    others = ~np.eye(len(trigger.pieces), dtype=bool)
    assert (trigger.pairs[others] > 0.9).all()
    assert not trigger.pairs.diagonal().any()
    (casualties,) = _lesson(tiny_run, _Fixed(BEGIN + Role.CASUALTIES, -9.0))
    assert (casualties.pairs.diagonal() > 0.9).all()  # whether they carry an event is told there
    assert not casualties.pairs[others].any()


def test_long_sentences_are_left_out(tiny_run: Path) -> None:
    assert _lesson(tiny_run, _Fixed(OUTSIDE, 0.0), max_length=4) == []


def test_quiet_sentences_are_thinned(tiny_run: Path) -> None:
    (quiet,) = _lesson(tiny_run, _Fixed(OUTSIDE, 0.0))
    (loud,) = _lesson(tiny_run, _Fixed(BEGIN + EventType.ATTACK, 0.0))
    kept = thin_quiet([quiet, loud] * 50, 0.2, seed=3)
    assert sum(lesson is loud for lesson in kept) == 50
    assert 3 < sum(lesson is quiet for lesson in kept) < 20


def test_a_teacher_without_a_linker_is_refused(tiny_run: Path) -> None:
    with pytest.raises(ModelError, match="a teacher has no linker"):
        _lesson(tiny_run, _Fixed(OUTSIDE, 0.0, has_linker=False))
