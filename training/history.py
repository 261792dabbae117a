"""What a run logged while it trained: a line of JSON for each entry of the Trainer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HISTORY = "history.jsonl"
"""The file of a run that its history is kept in."""


@dataclass(frozen=True, slots=True)
class History:
    """The course of a run.

    Attributes:
        losses: Update and the training loss logged at it, mean since the entry before.
        scores: Epoch and the strict span F1 on the dev sentences at its end.
    """

    losses: tuple[tuple[int, float], ...]
    scores: tuple[tuple[float, float], ...]


def write_history(entries: Sequence[dict], folder: Path) -> None:
    """Write the log of a Trainer.

    Args:
        entries: Its ``state.log_history``; a resumed run's holds that of the runs before.
        folder: Of the run.
    """
    lines = (json.dumps(entry) + "\n" for entry in entries)
    (folder / HISTORY).write_text("".join(lines), encoding="utf-8")


def read_history(folder: Path) -> History:
    """Read the history of a run.

    Args:
        folder: Of the run, after its training.
    """
    lines = (folder / HISTORY).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return History(
        tuple((entry["step"], entry["loss"]) for entry in entries if "loss" in entry),
        tuple((e["epoch"], e["eval_span_f1"]) for e in entries if "eval_span_f1" in e),
    )
