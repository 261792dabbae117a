"""The plots: of the corpus and what more of it gains, and of how a run went."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from hadath.annotations.labels import LABELS
from hadath.training.calibration import Reliability
from hadath.training.confusion import Confusion
from hadath.training.history import History


def plot_counts(counts: Mapping[tuple[str, str], int], regions: Sequence[str], path: Path) -> None:
    """Draw how often each label occurs in each region.

    Args:
        counts: Spans by region and label.
        regions: In the order of the rows.
        path: The file; its suffix tells the format.
    """
    names = [str(label) for label in LABELS]
    cells = np.array([[counts.get((region, name), 0) for name in names] for region in regions])
    figure = Figure(figsize=(10, 5.5))
    axis = figure.subplots()
    axis.imshow(cells, cmap="YlOrBr", aspect="auto")
    axis.set_xticks(range(len(names)), [name.lower() for name in names], rotation=40)
    axis.set_yticks(range(len(regions)), regions)
    for row, column in np.ndindex(*cells.shape):
        is_dark = cells[row, column] > 0.6 * cells.max()
        colour = "white" if is_dark else "black"
        axis.text(
            column, row, str(cells[row, column]), ha="center", va="center", color=colour, size=8
        )
    axis.set_title("Spans by region and label")
    _save(figure, path)


def plot_curve(
    lines: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]], path: Path
) -> None:
    """Draw learning curves, a panel a measure.

    Args:
        lines: By measure and by what was trained on: pairs of a share of the corpus, 0 to 1, and
            the F1 it led to.
        path: The file; its suffix tells the format.
    """
    figure = Figure(figsize=(9, 3.6))
    axes = figure.subplots(1, len(lines), sharey=True)
    for axis, (measure, by_data) in zip(axes, lines.items(), strict=True):
        for label, points in by_data.items():
            shares, scores = zip(*points, strict=True)
            axis.plot([100 * share for share in shares], scores, marker="o", label=label)
        axis.set(title=f"{measure} F1, held-out real news", xlabel="% of the corpus", ylim=(0, 1))
        axis.grid(alpha=0.3)
    axes[0].legend(loc="lower right")
    _save(figure, path)


def plot_reliability(reliabilities: Sequence[Reliability], path: Path) -> None:
    """Draw the share that is right against the score, a panel a thing scored.

    Args:
        reliabilities: Of mentions and of events; on the dashed line scores are what they say.
        path: The file; its suffix tells the format.
    """
    figure = Figure(figsize=(4.2 * len(reliabilities), 4))
    axes = np.atleast_1d(figure.subplots(1, len(reliabilities), sharey=True))
    for axis, entry in zip(axes, reliabilities, strict=True):
        sizes = [8 + 200 * count / max(*entry.counts, 1) for count in entry.counts]
        axis.plot([0, 1], [0, 1], linestyle="--", color="grey")
        axis.scatter(entry.mean_scores, entry.shares, s=sizes)
        title = f"{entry.name}: calibration error {entry.error:.3f}"
        axis.set(title=title, xlabel="score", xlim=(0, 1), ylim=(0, 1))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("share that is right")
    _save(figure, path)


def plot_history(history: History, path: Path) -> None:
    """Draw the course of a run: the loss by update, the dev span F1 by epoch.

    Args:
        history: Of the run.
        path: The file; its suffix tells the format.
    """
    figure = Figure(figsize=(9, 3.6))
    left, right = figure.subplots(1, 2)
    for axis, points, mark in ((left, history.losses, None), (right, history.scores, "o")):
        axis.plot([x for x, _ in points], [y for _, y in points], marker=mark)
        axis.grid(alpha=0.3)
    left.set(title="Training loss", xlabel="update", ylim=(0, None))
    right.set(title="Strict span F1, dev sentences", xlabel="epoch", ylim=(0, 1))
    _save(figure, path)


def plot_confusion(confusion: Confusion, path: Path) -> None:
    """Draw which labels words are given, as shares of those that carry a label.

    Args:
        confusion: Of annotated sentences; a row whose label no word carries stays empty.
        path: The file; its suffix tells the format.
    """
    names = [name if len(name) == 1 else name.lower() for name in confusion.names]
    counts = np.array(confusion.counts)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = Figure(figsize=(9, 7.5))
    axis = figure.subplots()
    axis.imshow(shares, cmap="YlOrBr", vmin=0, vmax=1)
    axis.set_xticks(range(len(names)), names, rotation=40, ha="right")
    axis.set_yticks(range(len(names)), names)
    for row, column in zip(*np.nonzero(counts), strict=True):
        colour = "white" if shares[row, column] > 0.6 else "black"
        number = f"{100 * shares[row, column]:.0f}"
        axis.text(column, row, number, ha="center", va="center", color=colour, size=8)
    axis.set(title="Words by label, % of a row", xlabel="extracted", ylabel="annotated")
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    # no date and no random names in the file, so that the same figures give the same bytes
    with rc_context({"svg.hashsalt": "hadath"}):
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
