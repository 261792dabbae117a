"""Scores: read from a file, applied, fitted, measured."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import AnnotationError, ModelError
from hadath.annotations.labels import EventType
from hadath.inference.calibration import FILE, Calibration, load_calibration, save_calibration
from hadath.inference.decoder import log_softmax
from hadath.inference.extractor import EventExtractor
from hadath.training.calibration import (
    BINS,
    Judgement,
    fit_calibration,
    judge_events,
    judge_mentions,
    reliability,
)
from hadath.training.evaluate import extract_all


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    calibration = Calibration(1.7, 0.9, -0.4)
    save_calibration(calibration, tmp_path)
    assert load_calibration(tmp_path) == calibration


def test_a_model_without_a_file_is_not_changed(tmp_path: Path) -> None:
    calibration = load_calibration(tmp_path)
    log_probs = log_softmax(np.array([[2.0, 0.5, -1.0]]))
    assert np.allclose(calibration.soften(log_probs), log_probs)
    assert calibration.event_score(0.8) == pytest.approx(0.8)


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"temperature": "hot"}', '{"heat": 2}', '{"temperature": 0}']
)
def test_a_bad_file_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(ModelError, match=r"postprocessor\.json: .*accepted"):
        load_calibration(tmp_path)


def test_a_temperature_softens_and_keeps_the_order() -> None:
    log_probs = log_softmax(np.array([[4.0, 1.0, 0.0], [0.0, 0.1, 0.2]]))
    softened = Calibration(temperature=2.0).soften(log_probs)
    assert np.allclose(np.exp(softened).sum(axis=1), 1)
    assert softened[0, 0] < log_probs[0, 0]
    assert (softened.argsort() == log_probs.argsort()).all()


@pytest.mark.parametrize("mean", [0.0, 0.3, 1.0])
def test_an_event_score_is_a_probability(mean: float) -> None:
    assert 0 < Calibration(1.0, 2.0, -1.0).event_score(mean) < 1


def test_calibration_error_is_the_mean_gap() -> None:
    judgements = [Judgement(0.95, True)] * 3 + [Judgement(0.95, False)] + [Judgement(0.25, False)]
    measured = reliability("x", judgements)
    assert measured.counts == (0, 0, 1, 0, 0, 0, 0, 0, 0, 4)
    assert measured.error == pytest.approx((4 * 0.2 + 1 * 0.25) / 5)
    assert math.isnan(measured.shares[0])
    assert reliability("none", []).error == 0
    assert len(measured.counts) == BINS


def test_fitting_lowers_the_error_and_finds_the_same(extractor: EventExtractor) -> None:
    sentences = load_corpus("dev")
    plain = extractor.calibrated(Calibration())
    fitted = extractor.calibrated(fit_calibration(extractor, sentences))
    before, after = extract_all(plain, sentences), extract_all(fitted, sentences)
    for judge in (judge_mentions, judge_events):
        errors = [reliability("x", judge(sentences, coded)).error for coded in (before, after)]
        print(judge.__name__, errors)
        assert errors[1] < errors[0]
    for one, other in zip(before, after, strict=True):
        found = {(m.start, m.end, m.label) for m in one.mentions}
        assert {(m.start, m.end, m.label) for m in other.mentions} <= found


def test_roles_below_the_floor_are_left_out(extractor: EventExtractor) -> None:
    text = "قصفت مدفعية الجيش بلدة اللطامنة في ريف حماة فقتلت ثلاثة مدنيين."
    high = extractor.calibrated(Calibration(2.0, min_role_score=0.999))(text)
    assert [m.label for m in high.mentions] == [EventType.SHELLING]


def test_nothing_found_cannot_be_fitted(extractor: EventExtractor) -> None:
    quiet = [sentence for sentence in load_corpus("dev") if not sentence.events][:3]
    with pytest.raises(AnnotationError, match="too few sentences"):
        fit_calibration(extractor, quiet)


def test_the_embedded_calibration_is_used(extractor: EventExtractor) -> None:
    from hadath.inference.loading import EMBEDDED

    assert json.loads((EMBEDDED / FILE).read_text())["temperature"] > 1
    text = "قصفت مدفعية الجيش بلدة اللطامنة في ريف حماة فقتلت ثلاثة مدنيين."
    softened = extractor(text).mentions
    plain = {m.start: m.score for m in extractor.calibrated(Calibration())(text).mentions}
    assert softened
    assert all(m.score < plain[m.start] for m in softened)
