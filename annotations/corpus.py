"""The corpus that ships, its split, and the held-out sentences of the real news."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

from hadath.annotations.markup import read_corpus
from hadath.annotations.overlap import RunIndex
from hadath.annotations.sentences import AnnotatedSentence

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = ("train", "dev", "test")

REGIONS: dict[str, str] = {
    "sy": "Syria",
    "iq": "Iraq",
    "ye": "Yemen",
    "ps": "Palestine",
    "lb": "Lebanon",
    "ly": "Libya",
    "sd": "Sudan",
    "so": "Somalia",
    "eg": "Egypt",
    "sl": "Algeria, Mali, Sahel",
    "af": "Afghanistan, Pakistan",
    "tr": "Turkey, Kurdish areas",
    "ua": "Ukraine",
    "mx": "mixed",
}
"""What the first two letters of a file's key stand for."""

_FOLDER = files("hadath.annotations")
_HELDOUT = ("heldout.txt", "heldout_second.txt")


def load_corpus(split: Split | None = None) -> list[AnnotatedSentence]:
    """Read the sentences written for this project.

    Args:
        split: One part of them; ``None`` for all.

    Returns:
        Sentences in the order of the files.

    Raises:
        AnnotationError: A file of the corpus breaks a rule.
    """
    folder = Path(str(_FOLDER))
    sentences = [s for path in sorted(folder.glob("corpus_*.txt")) for s in read_corpus(path)]
    if split is None:
        return sentences
    return [sentence for sentence in sentences if split_of(sentence.id) == split]


def split_of(sentence_id: str) -> Split:
    """Return the part of the corpus that a sentence is in.

    A document is never torn apart: of the documents of a file, every tenth is dev and every
    tenth after it test.

    Args:
        sentence_id: ``file-document-sentence``, such as ``sy1-07-2``.
    """
    document = int(sentence_id.split("-")[1])
    return {5: "dev", 0: "test"}.get(document % 10, "train")  # type: ignore[return-value]


def region_of(sentence_id: str) -> str:
    """Return the region that a sentence of the corpus is about.

    Args:
        sentence_id: ``file-document-sentence``; the file's first two letters tell.
    """
    return REGIONS[sentence_id[:2]]


def document_of(sentence_id: str) -> str:
    """Return the document of a sentence: its id without the last number."""
    return sentence_id.rpartition("-")[0]


def heldout_ids() -> frozenset[str]:
    """Return the ids of the real news sentences that no training run may see.

    They are of two lists: 240 of the news that was given annotated, and 240 of the news that was
    annotated for this project, which only a finished model is scored on.
    """
    lines = (line for name in _HELDOUT for line in (_FOLDER / name).read_text("utf-8").split("\n"))
    return frozenset(line for line in lines if line and not line.startswith("#"))


def without_heldout(sentences: list[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """Return the sentences that are fit for training.

    Left out are the held-out sentences and those that share eight words in a row with one of
    them (the same news told twice).
    """
    held = heldout_ids()
    index = RunIndex(sentence.text for sentence in sentences if sentence.id in held)
    return [s for s in sentences if s.id not in held and index.shared(s.text) is None]


def only_heldout(sentences: list[AnnotatedSentence]) -> list[AnnotatedSentence]:
    """Return the held-out sentences among these."""
    held = heldout_ids()
    return [sentence for sentence in sentences if sentence.id in held]
