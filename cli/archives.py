"""What ``hadath extract --out`` does: a whole archive into one file, in parts, to be resumed."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from time import monotonic

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from hadath.annotations.errors import HadathError
from hadath.cli.choices import ClusterChoice, ModelChoice, Reading, items_of
from hadath.cli.consoles import errors_console
from hadath.inference.loading import model_folder
from hadath.inference.manifest import make_manifest
from hadath.inference.runners import LocalRunner, Runner
from hadath.inference.runs import PART, Totals, check_output, errors_path, parts_folder, run
from hadath.inference.sources import STDIN, Found, Meter, Source, find_sources, require_for
from hadath.inference.storage import is_uri


def run_archive(
    reading: Reading,
    model: ModelChoice,
    out: Path,
    resume: bool,
    part_size: int | None = None,
    cluster: ClusterChoice | None = None,
) -> int:
    """Extract the events of files into one file.

    Args:
        reading: Which documents.
        model: Which model, and from which score on.
        out: The file to write; its ending tells the form.
        resume: Go on where an earlier run stopped.
        part_size: Documents that are coded again at most after a stop; ``None`` for ``runs.PART``.
        cluster: Which machines code them; ``None`` for this process.

    Returns:
        How many documents could not be read; a file beside ``out`` names them.

    Raises:
        HadathError: The model cannot be loaded, the date is no date, the form is unknown, or as
            ``runs.run``.
    """
    if resume and STDIN in reading.files:
        raise HadathError("standard input cannot be read again: --resume needs files")
    check_output(out)
    part_size = part_size or PART
    found = _inputs(reading, out)
    meter = Meter()
    items = items_of(reading, found, meter)
    runner, engine = _runner(model, cluster)
    options = _options(reading, model, engine, part_size)
    folder = model_folder(model.name, model.revision, model.engine)
    manifest = make_manifest(found, folder, engine, options)
    with _stopped_kindly(reading, out), _progress(found, meter) as shown:
        totals = run(items, runner, manifest, out, resume, part_size, shown)
    console = errors_console()
    console.print(f"{out}: {totals.n_documents} documents", markup=False)
    if totals.n_errors:
        places = f"hadath: {totals.n_errors} could not be read: {errors_path(out)}"
        console.print(places, markup=False)
    return totals.n_errors


def _inputs(reading: Reading, out: Path) -> list[Found]:
    """Find the inputs, and check before any work is done that they can be read."""
    if out.resolve() in (Path(name).resolve() for name in reading.files):
        raise HadathError(f"{out}: an input; the output needs a name of its own")
    found = find_sources(reading.files, (out, errors_path(out), parts_folder(out)))
    for item in found:
        if isinstance(item, Source):
            require_for(item)
            is_local = item.path != STDIN and not is_uri(item.path)
            if is_local and not Path(item.path).is_file():
                raise HadathError(f"{item.name}: no file; with --out it is read twice: use -")
    return found


def _runner(model: ModelChoice, cluster: ClusterChoice | None) -> tuple[Runner, str]:
    """Return what codes the documents, and the name of the engine."""
    if cluster is None:
        extractor = model.load()
        return LocalRunner(extractor), extractor.engine
    from hadath.inference.cluster import RayRunner

    # The workers' processors decide; that they are alike is the user's to see to.
    return RayRunner(model.load, cluster.n_workers), model.engine or "workers"


def _options(reading: Reading, model: ModelChoice, engine: str, part_size: int) -> tuple[str, ...]:
    """Return all that changes the result beside inputs and model."""
    return (
        f"engine={engine}",
        f"min_score={model.min_score}",
        f"date={reading.date}",
        f"columns={','.join(astuple(reading.columns))}",
        f"shard={reading.shard.index}/{reading.shard.of}",
        f"part_size={part_size}",
    )


@contextmanager
def _stopped_kindly(reading: Reading, out: Path) -> Iterator[None]:
    """Turn SIGINT and SIGTERM into one line that says how to go on."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        if STDIN in reading.files:
            raise HadathError("stopped; standard input cannot be read again") from None
        raise HadathError(
            f"stopped; what is done is kept in {parts_folder(out)}: run the same command with "
            "--resume to go on"
        ) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(found: Sequence[Found], meter: Meter) -> Iterator[Callable[[Totals], None]]:
    """Show documents, their speed and the time left on standard error, where it is a terminal.

    How much is left is told by bytes: how many documents there are is known at the end only.
    """
    console = errors_console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        n_bytes = sum(item.size for item in found if isinstance(item, Source))
        task = bar.add_task("reading", total=n_bytes or None)
        begun, earlier = monotonic(), -1

        def shown(totals: Totals) -> None:
            nonlocal earlier
            done = totals.n_documents + totals.n_errors
            earlier = done if earlier < 0 else earlier  # what the run before this one coded
            speed = (done - earlier) / (monotonic() - begun)
            description = f"{done} documents, {speed:.1f} a second"
            bar.update(task, description=description, completed=meter.n_bytes)

        yield shown
