"""The learning curve: nested shares, points that are kept, and a plot."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from hadath.annotations.corpus import document_of, heldout_ids, load_corpus
from hadath.annotations.errors import AnnotationError
from hadath.annotations.markup import parse_block
from hadath.configs.recipe import load_recipe
from hadath.training import curve
from hadath.training.curve import Point, draw_curve, epochs_for, share_of


def test_a_smaller_share_lies_in_a_larger_one() -> None:
    train = load_corpus("train")
    quarter, half = share_of(train, 0.25), share_of(train, 0.5)
    assert set(quarter) < set(half) < set(train)
    assert share_of(train, 1.0) == train
    documents = {document_of(sentence.id) for sentence in train}
    assert len({document_of(s.id) for s in quarter}) == round(0.25 * len(documents))
    kept = {document_of(sentence.id) for sentence in quarter}
    assert all(sentence in quarter for sentence in train if document_of(sentence.id) in kept)


def test_points_in_the_folder_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a finished point was trained again")

    monkeypatch.setattr(curve, "train_and_export", refuse)
    held = sorted(heldout_ids())[0]
    news = [parse_block(f"# id: {held}\nخبر بلا حدث\n"), parse_block("# id: other\nخبر آخر\n")]
    written = []
    for share, has_news in [(0.25, 0), (0.5, 0), (1.0, 0), (0.0, 1), (0.25, 1), (0.5, 1), (1.0, 1)]:
        point = Point(share, bool(has_news), 100, 2, 0.5 + share / 5, 0.4 + share / 5)
        name = f"{round(100 * share):03d}-{'news' if has_news else 'alone'}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "point.json").write_text(json.dumps(asdict(point)))
        written.append(point)
    assert draw_curve(load_recipe("tiny"), news, tmp_path) == written
    assert (tmp_path / "curve.svg").stat().st_size > 5000
    assert len(json.loads((tmp_path / "curve.json").read_text())) == 7


def test_a_point_is_trained_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curve, "SHARES", (0.02,))
    monkeypatch.setattr(curve, "MIN_UPDATES", 4)
    news = [
        parse_block(f"# id: {id_}\n[SHELLING#1 قصف] [LOCATION#1 الرابية]\n")
        for id_ in (*sorted(heldout_ids())[:3], "free-1", "free-2")
    ]
    recipe = load_recipe("tiny").adapted(None, 1, None)
    alone, with_news = draw_curve(recipe, news, tmp_path)
    assert (alone.has_news, with_news.has_news) == (False, True)
    assert 0 <= alone.span <= 1
    # the two free sentences hold eight words in a row of no held-out one
    assert with_news.n_sentences == alone.n_sentences + 2
    assert not (tmp_path / "002-alone" / "checkpoints").exists()


@pytest.mark.parametrize(("n_sentences", "epochs"), [(16, 400), (320, 20), (1600, 5), (160_000, 5)])
def test_small_shares_are_trained_longer(n_sentences: int, epochs: int) -> None:
    recipe = load_recipe("compact").adapted(None, 5, None)
    assert epochs_for(n_sentences, recipe) == epochs


def test_without_held_out_news_there_is_nothing_to_score(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="none of the held-out sentences"):
        draw_curve(load_recipe("tiny"), [parse_block("# id: x\nخبر\n")], tmp_path)
