"""The corpus as a folder that ``datasets.load_dataset`` reads, labels typed as ``ClassLabel``."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from datasets import ClassLabel, Dataset, Features, List, Value, disable_progress_bars

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import SPLITS
from hadath.annotations.labels import EVENT_TYPES, LABELS, Outcome, Status
from hadath.annotations.rows import to_row
from hadath.annotations.sentences import AnnotatedSentence

FEATURES = Features(
    {
        "id": Value("string"),
        "region": Value("string"),
        "text": Value("string"),
        "tokens": List(Value("string")),
        "ner_tags": List(ClassLabel(names=list(TAGS))),
        "spans": List(
            {
                "start": Value("int32"),
                "end": Value("int32"),
                "label": ClassLabel(names=[str(label) for label in LABELS]),
                "text": Value("string"),
                "events": List(Value("int32")),
            }
        ),
        "events": List(
            {
                "id": Value("int32"),
                "type": ClassLabel(names=[str(kind) for kind in EVENT_TYPES]),
                "status": ClassLabel(names=[str(status) for status in Status]),
                "counts": List(
                    {
                        "outcome": ClassLabel(names=[str(outcome) for outcome in Outcome]),
                        "count": Value("int64"),
                    }
                ),
            }
        ),
    }
)
"""The columns; the names of a ``ClassLabel`` stand in the order of their ids."""


def write_dataset(sentences: Sequence[AnnotatedSentence], folder: Path) -> dict[str, int]:
    """Write sentences of the corpus as Parquet, a file a split, with the data card.

    Args:
        sentences: With ids of the corpus.
        folder: Made if missing; gets ``README.md`` and ``data/``.

    Returns:
        How many sentences each split has.
    """
    disable_progress_bars()  # three small files
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict]] = {split: [] for split in SPLITS}
    for row in map(to_row, sentences):
        rows[row.pop("split")].append(row)  # told by the file
    for split, own in rows.items():
        table = Dataset.from_list(own, features=FEATURES)
        table.to_parquet(data / f"{split}-00000-of-00001.parquet")
    card = files("hadath.annotations").joinpath("README.md").read_text(encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")
    return {split: len(own) for split, own in rows.items()}
