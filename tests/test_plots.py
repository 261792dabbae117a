from pathlib import Path

from hadath.training.confusion import Confusion
from hadath.training.history import History
from hadath.training.plots import plot_confusion, plot_counts, plot_curve, plot_history


def test_counts_are_drawn_the_same_each_time(tmp_path: Path) -> None:
    counts = {("Syria", "AIRSTRIKE"): 3, ("Iraq", "TARGET"): 12}
    for name in ("a.svg", "b.svg"):
        plot_counts(counts, ["Syria", "Iraq"], tmp_path / name)
    first = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<svg" in first
    assert first == (tmp_path / "b.svg").read_text(encoding="utf-8")


def test_a_curve_is_drawn(tmp_path: Path) -> None:
    points = [(0.25, 0.5), (1.0, 0.7)]
    plot_curve({"span": {"a": points, "b": points}, "argument": {"a": points}}, tmp_path / "c.png")
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_the_course_of_a_run_is_drawn(tmp_path: Path) -> None:
    plot_history(History(((20, 3.0), (40, 2.0)), ((1.0, 0.3), (2.0, 0.5))), tmp_path / "h.svg")
    plot_history(History((), ()), tmp_path / "short.svg")  # fewer updates than between two entries
    assert "<svg" in (tmp_path / "h.svg").read_text(encoding="utf-8")
    assert "<svg" in (tmp_path / "short.svg").read_text(encoding="utf-8")


def test_confusion_is_drawn_also_where_no_word_has_a_label(tmp_path: Path) -> None:
    plot_confusion(Confusion(("O", "ATTACKER"), ((9, 1), (0, 0))), tmp_path / "c.svg")
    assert "<svg" in (tmp_path / "c.svg").read_text(encoding="utf-8")
