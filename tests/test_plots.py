from pathlib import Path

from hadath.training.plots import plot_counts, plot_curve


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
