"""How often two engines read the same in a sentence: the same spans, the same tuples.

::

    python benchmarks/agreement.py TEXT.jsonl [--checkpoint RUN] [--sentences 3000]

The first engine is compared with each other one that is installed; torch needs the run folder that
the model was exported from, and its weights are not rounded to 8 bits as the exported ones are.
With ``--checkpoint`` the words' tags are compared with those of ``transformers.pipeline`` too.
"""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hadath.annotations.alignment import first_pieces
from hadath.annotations.bio import OUTSIDE
from hadath.annotations.words import cut_words
from hadath.inference.engines import ENGINES
from hadath.inference.extractor import EventExtractor
from hadath.inference.loading import EMBEDDED, load_model
from hadath.inference.records import CodedDocument, Document
from hadath.inference.tagger import Tagger


def spans_of(coded: CodedDocument) -> list[tuple]:
    """Return the spans of a sentence, without their scores."""
    return [(mention.start, mention.end, mention.label) for mention in coded.mentions]


def tuples_of(coded: CodedDocument) -> list[tuple]:
    """Return the events of a sentence, without their scores."""
    return [
        (
            event.type,
            event.status,
            [(argument.mention.label, argument.name) for argument in event.arguments],
            [(toll.outcome, toll.count) for toll in event.tolls],
        )
        for event in coded.events
    ]


def own_tags(lines: list[str], folder: Path) -> list[list[str]]:
    """Return the likeliest tag of each word."""
    model = load_model(folder, engine="torch")
    tagged = Tagger.of(model).tag(lines)
    return [[model.tags[tag] for tag in each.log_probs.argmax(axis=1)] for each in tagged]


def plain_tags(lines: list[str], folder: Path) -> list[list[str]]:
    """Return the tag of each word's first subword, as plain ``transformers`` gives it."""
    from transformers import pipeline

    tagger = pipeline("token-classification", model=str(folder), ignore_labels=[])
    found = []
    for line, rows in zip(lines, tagger(lines), strict=True):
        pieces = first_pieces(cut_words(line), [(row["start"], row["end"]) for row in rows])
        found.append([OUTSIDE if piece is None else rows[piece]["entity"] for piece in pieces])
    return found


def main(
    texts: Path,
    checkpoint: Annotated[Path | None, typer.Option()] = None,
    sentences: int = 3000,
) -> None:
    """Extract with each engine and print the share of sentences that come out alike."""
    with texts.open(encoding="utf-8") as stream:
        lines = [json.loads(line)["text"] for line in stream][:sentences]
    documents = [Document(str(n), line) for n, line in enumerate(lines)]
    read = {}
    for name, (_, package, _) in ENGINES.items():
        folder = checkpoint if name == "torch" else EMBEDDED
        if folder is not None and find_spec(package) is not None:
            extractor = EventExtractor.from_pretrained(folder, engine=name)
            read[name] = list(extractor.extract(documents))
    first, *others = read
    table = Table("beside " + first, "spans alike", "tuples alike", title=f"{len(lines)} sentences")
    for name in others:
        pairs = list(zip(read[first], read[name], strict=True))
        shares = (
            sum(part(one) == part(other) for one, other in pairs) / len(pairs)
            for part in (spans_of, tuples_of)
        )
        table.add_row(name, *(f"{share:.4f}" for share in shares))
    console = Console(width=80)
    console.print(table)
    if checkpoint is not None:
        pairs_of_tags = zip(own_tags(lines, checkpoint), plain_tags(lines, checkpoint), strict=True)
        n_alike = sum(own == plain for own, plain in pairs_of_tags)
        console.print(f"tags alike in transformers.pipeline: {n_alike} of {len(lines)} sentences")


if __name__ == "__main__":
    typer.run(main)
