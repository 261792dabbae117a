"""How fast hadath reads, beside its peers, and what share of the machine's peak that is.

One run, one machine, the same sentences for all, each in a process of its own, the best of several
passes (what disturbs a pass only ever slows it down)::

    python benchmarks/throughput.py [TEXT.jsonl] [--checkpoint RUN] [--sentences 512]

Without a file the sentences are those of the corpus. With ``--checkpoint``, the run folder that the
model was exported from, torch and ``transformers.pipeline`` are timed as well. A row whose package
is not installed is left out.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer

from hadath.annotations.corpus import load_corpus
from hadath.inference.engines import ENGINES, is_faster_in_bf16
from hadath.inference.extractor import EventExtractor
from hadath.inference.loading import EMBEDDED
from hadath.inference.records import Document

PASSES = 5
SIDE = 2048
"""Rows and columns of the matrices whose product is timed for the peak."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a process measured: seconds of its best pass, MiB that it held at most."""

    seconds: float
    mebibytes: float


def best_of(run: Callable[[], object]) -> Timing:
    """Time a run, after one that does not count."""
    run()
    times = []
    for _ in range(PASSES):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    return Timing(min(times), held / 2**20)


def time_extract(lines: list[str], engine: str, folder: Path) -> Timing:
    """Text in, events out."""
    extractor = EventExtractor.from_pretrained(folder, engine=engine)
    documents = [Document(str(n), line) for n, line in enumerate(lines)]
    return best_of(lambda: list(extractor.extract(documents)))


def time_pipeline(lines: list[str], size: int, folder: Path) -> Timing:
    """Text in, tags out: no linking, no numbers, no events."""
    from transformers import pipeline

    tagger = pipeline("token-classification", model=str(folder))
    return best_of(lambda: tagger(lines, batch_size=size))


def time_spacy(lines: list[str]) -> Timing:
    """Text in, words out: the floor."""
    import spacy

    blank = spacy.blank("ar")
    return best_of(lambda: list(blank.pipe(lines)))


def time_product(package: str) -> Timing:
    """The product of two large float matrices, in the precision that the package's engine takes."""
    if package == "torch":
        import torch

        kind = torch.bfloat16 if is_faster_in_bf16() else torch.float32
        left, right = torch.rand(2, SIDE, SIDE).to(kind)
        return best_of(lambda: left @ right)
    import openvino as ov
    from openvino import opset13 as ops

    parameter = ops.parameter([SIDE, SIDE], dtype=np.float32)
    weight = ops.constant(np.random.default_rng(0).random((SIDE, SIDE), dtype=np.float32))
    model = ov.Model([ops.matmul(parameter, weight, False, False)], [parameter])
    compiled = ov.Core().compile_model(model, "CPU")
    matrix = np.ones((SIDE, SIDE), dtype=np.float32)
    return best_of(lambda: compiled(matrix))


def encoder_operations(lengths: Iterable[int]) -> float:
    """Return the floating-point operations that an encoder spends on sentences.

    Two a multiply-add: the four projections and the two feed-forward matrices of each layer, and
    the two products of attention, which grow with the square of the length (Kaplan et al. 2020).

    Args:
        lengths: Subwords of each sentence.
    """
    config = json.loads((EMBEDDED / "config.json").read_text(encoding="utf-8"))
    width, inner = config["hidden_size"], config["intermediate_size"]
    weights = 4 * width**2 + 2 * width * inner
    return sum(
        2.0 * config["num_hidden_layers"] * length * (weights + 2 * length * width)
        for length in lengths
    )


def alone(task: Callable[..., Timing], *arguments: object) -> Timing:
    """Run a timing in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(task, *arguments).result()


def rows(lines: list[str], checkpoint: Path | None) -> Iterator[tuple[str, Timing]]:
    """Yield what is timed, and how long it took."""
    for name, (_, package, _) in ENGINES.items():
        folder = checkpoint if name == "torch" else EMBEDDED
        if folder is not None and find_spec(package) is not None:
            yield f"extract, {name}", alone(time_extract, lines, name, folder)
    if checkpoint is not None:
        for size in (1, 8, 32):
            timing = alone(time_pipeline, lines, size, checkpoint)
            yield f"transformers.pipeline, batch {size}", timing
    if find_spec("spacy") is not None:
        yield "spaCy, blank tokenizer", alone(time_spacy, lines)


def main(
    texts: Annotated[Path | None, typer.Argument()] = None,
    checkpoint: Annotated[Path | None, typer.Option()] = None,
    sentences: int = 512,
) -> None:
    """Time all, and print sentences and subwords a second, memory and the share of the peak."""
    if texts is None:
        lines = [sentence.text for sentence in load_corpus()][:sentences]
    else:
        with texts.open(encoding="utf-8") as stream:
            lines = [json.loads(line)["text"] for line in stream][:sentences]
    tokenizer = Tokenizer.from_file(str(EMBEDDED / "tokenizer.json"))
    lengths = [len(encoding.ids) for encoding in tokenizer.encode_batch(lines)]
    operations = encoder_operations(lengths)
    products = [p for p in ("openvino", "torch") if find_spec(p) is not None]
    peaks = {package: 2.0 * SIDE**3 / alone(time_product, package).seconds for package in products}
    package = max(peaks, key=lambda name: peaks[name])
    peak = peaks[package]
    console = Console(width=110)
    console.print(f"peak of a {SIDE} x {SIDE} product, by {package}: {peak / 1e9:,.0f} GFLOP/s")
    title = f"{len(lines)} sentences, {sum(lengths)} subwords"
    table = Table("what", "sentences/s", "subwords/s", "of the peak", "MiB", title=title)
    for name, timing in rows(lines, checkpoint):
        share = f"{operations / timing.seconds / peak:.0%}" if "spaCy" not in name else "-"
        speeds = (len(lines) / timing.seconds, sum(lengths) / timing.seconds)
        table.add_row(
            name, *(f"{speed:,.0f}" for speed in speeds), share, f"{timing.mebibytes:,.0f}"
        )
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
