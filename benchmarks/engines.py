"""How fast each engine runs the embedded model, beside ``transformers.pipeline``.

One run, one machine, the same sentences for all, the median of several passes::

    python benchmarks/engines.py [TEXT.jsonl] [--checkpoint RUN] [--sentences 512]

Without a file the sentences are those of the corpus. With ``--checkpoint`` the run folder of the
model is timed in torch and in the pipeline as well.
"""

import json
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer

from hadath.annotations.corpus import load_corpus
from hadath.inference.engines import ENGINES
from hadath.inference.extractor import EMBEDDED, EventExtractor
from hadath.inference.records import Document

PASSES = 3


def seconds(run: Callable[[], object]) -> float:
    """Return the median seconds of a run, after one that does not count."""
    run()
    times = []
    for _ in range(PASSES):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main(
    texts: Annotated[Path | None, typer.Argument()] = None,
    checkpoint: Annotated[Path | None, typer.Option()] = None,
    sentences: int = 512,
) -> None:
    """Time the engines over sentences and print sentences and subwords a second."""
    if texts is None:
        lines = [sentence.text for sentence in load_corpus()]
    else:
        lines = [json.loads(line)["text"] for line in texts.open(encoding="utf-8")]
    lines = lines[:sentences]
    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    n_subwords = sum(len(encoding.ids) for encoding in tokenizer.encode_batch(lines))
    documents = [Document(str(n), line) for n, line in enumerate(lines)]
    table = Table("what", "sentences/s", "subwords/s", title=f"{len(lines)} sentences")

    def add(name: str, run: Callable[[], object]) -> None:
        taken = seconds(run)
        table.add_row(name, f"{len(lines) / taken:,.0f}", f"{n_subwords / taken:,.0f}")

    for name, (_, package, _) in ENGINES.items():
        folder = checkpoint if name == "torch" else EMBEDDED
        if folder is None or find_spec(package) is None:
            continue
        start = time.perf_counter()
        extractor = EventExtractor.from_pretrained(folder, engine=name)
        loaded = time.perf_counter() - start
        add(
            f"extract, {name} (loads in {loaded:.2f} s)",
            lambda e=extractor: list(e.extract(documents)),
        )
    if checkpoint is not None:
        from transformers import pipeline

        tagger = pipeline("token-classification", model=str(checkpoint))
        for size in (1, 8, 32):
            add(f"transformers.pipeline, batch {size}", lambda s=size: tagger(lines, batch_size=s))
    Console(width=100).print(table)


if __name__ == "__main__":
    typer.run(main)
