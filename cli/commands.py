"""The subcommands of ``hadath`` and their options."""

import sys
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from hadath.annotations.errors import HadathError
from hadath.cli import corpus_commands
from hadath.cli.consoles import errors_shown
from hadath.cli.options import (
    Data,
    Day,
    Encoder,
    EngineName,
    Epochs,
    Model,
    OnlyHeldout,
    Resume,
    Revision,
    Seed,
    Start,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Arabic news about armed conflict in, coded events out.",
)
app.add_typer(corpus_commands.app, name="corpus")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hadath {metadata.version('hadath')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Arabic news about armed conflict in, coded events out."""


BAD_INPUT = 2
"""Exit code where an input could not be read."""


class RunnerName(StrEnum):
    """Where ``extract --out`` codes documents."""

    LOCAL = "local"
    RAY = "ray"


class Format(StrEnum):
    """How ``extract`` prints."""

    TABLE = "table"
    JSONL = "jsonl"


@app.command()
def extract(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Files (text, HTML, .jsonl, .csv, .parquet; also packed), folders, 'patterns*', "
            "or - for stdin."
        ),
    ],
    model: Model = None,
    revision: Revision = None,
    engine: EngineName = None,
    format: Annotated[
        Format | None,
        typer.Option(help="table for reading, jsonl for programs; default: jsonl when piped."),
    ] = None,
    date: Day = None,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Leave out mentions and events below this score.")
    ] = 0.0,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="Write one file: .jsonl, .csv, .tsv, .parquet, .geojson, .sqlite or .duckdb.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an --out that was stopped.")
    ] = False,
    part_size: Annotated[
        int | None, typer.Option(min=1, help="Documents of a part: what a stop of --out can cost.")
    ] = None,
    shard: Annotated[
        str | None, typer.Option(help="Read a share of the documents: 1/4, 2/4, …")
    ] = None,
    runner: Annotated[
        RunnerName, typer.Option(help="Code an --out in this process, or on a Ray cluster.")
    ] = RunnerName.LOCAL,
    workers: Annotated[
        int, typer.Option(min=0, help="Workers of --runner ray; 0: one every four cores.")
    ] = 0,
    threads: Annotated[int, typer.Option(min=0, help="Cores to use; 0: all.")] = 0,
    text_column: Annotated[str, typer.Option(help="Column or key of the text.")] = "text",
    id_column: Annotated[str, typer.Option(help="Column or key that names the document.")] = "id",
    date_column: Annotated[str, typer.Option(help="Column or key of its day.")] = "date",
) -> None:
    """Extract events from Arabic news.

    Prints one JSON object a document (--format jsonl), or a readable list (--format table).
    With --out it writes a file, in parts: a run that was stopped goes on with --resume.
    A document that cannot be read is named on standard error, or in OUT.errors.jsonl; the others
    are written all the same, and the exit code is 2.
    """
    from hadath.cli.choices import ClusterChoice, ModelChoice, Reading, parse_shard
    from hadath.inference.documents import Columns

    with errors_shown():
        if out is None and resume:
            raise HadathError("--resume goes on with a file: name it with --out")
        if out is None and runner is RunnerName.RAY:
            raise HadathError("--runner ray writes a file: name it with --out")
        if out is not None and format is not None:
            raise HadathError("--format is for standard output; the ending of --out tells its form")
        columns = Columns(text_column, id_column, date_column)
        reading = Reading(tuple(files), date, columns, parse_shard(shard))
        choice = ModelChoice(model, revision, engine, min_score, threads)
        cluster = ClusterChoice(workers) if runner is RunnerName.RAY else None
        if out is not None:
            from hadath.cli.archives import run_archive

            n_bad = run_archive(reading, choice, out, resume, part_size, cluster)
        else:
            from hadath.cli.extraction import run_extraction

            is_table = format is Format.TABLE or (format is None and sys.stdout.isatty())
            n_bad = run_extraction(reading, choice, is_table)
    if n_bad:
        raise typer.Exit(BAD_INPUT)


@app.command()
def explain(
    file: Annotated[
        str, typer.Argument(help="A file of any form that extract reads, or - for stdin.")
    ],
    model: Model = None,
    revision: Revision = None,
    engine: EngineName = None,
    date: Day = None,
) -> None:
    """Show step by step how a text is read: sentences, spans, links, numbers, actors.

    Each line says what was found, how sure it is, and by which rule.
    """
    from hadath.cli.choices import ModelChoice, Reading
    from hadath.cli.extraction import run_explanation

    with errors_shown():
        n_bad = run_explanation(Reading((file,), date), ModelChoice(model, revision, engine))
    if n_bad:
        raise typer.Exit(BAD_INPUT)


@app.command()
def train(
    recipe: Annotated[
        str,
        typer.Argument(
            help="A YAML file, or a recipe that ships: compact, further, arabertv02, tiny."
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder of the run.")] = None,
    encoder: Encoder = None,
    start: Start = None,
    data: Data = None,
    epochs: Epochs = None,
    seed: Seed = None,
    resume: Resume = False,
) -> None:
    """Fine-tune an encoder on the corpus, evaluate it and export it.

    The run folder gets the model (safetensors, config.json, tokenizer.json), model.onnx, the
    recipe as it was run, and the figures.
    """
    from hadath.cli.learning import run_training

    with errors_shown():
        run_training(recipe, out, encoder, start, data or [], epochs, seed, resume)


@app.command()
def adapt(
    recipe: Annotated[str, typer.Argument(help="A YAML file, or a recipe that ships: news.")],
    news: Annotated[
        list[Path], typer.Argument(help="Raw news, a paragraph a line (.txt, .jsonl; .xz, .gz).")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the adapted encoder.")] = Path(
        "runs/encoder"
    ),
    encoder: Encoder = None,
    steps: Annotated[int | None, typer.Option(min=1, help="In place of the recipe's.")] = None,
    spare: Annotated[
        Path | None,
        typer.Option(help="Annotated news; text that repeats its held-out sentences is left out."),
    ] = None,
    resume: Resume = False,
) -> None:
    """Adapt an encoder to the news, to be fine-tuned after: hadath train --encoder FOLDER."""
    from hadath.cli.learning import run_adaptation

    with errors_shown():
        run_adaptation(recipe, news, out, encoder, steps, spare, resume)


@app.command()
def distil(
    recipe: Annotated[str, typer.Argument(help="A YAML file, or a recipe that ships: ensemble.")],
    news: Annotated[
        list[Path], typer.Argument(help="Raw news, a paragraph a line (.txt, .jsonl; .xz, .gz).")
    ],
    teacher: Annotated[
        list[str], typer.Option("--teacher", help="Folder or Hub name; repeated, one a teacher.")
    ],
    start: Annotated[
        str, typer.Option("--from", help="The model that is taught; 'embedded' for what ships.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the student.")] = Path(
        "runs/student"
    ),
    resume: Resume = False,
) -> None:
    """Teach a model what several say of raw news, to be fine-tuned after: --from FOLDER."""
    from hadath.cli.learning import run_distillation

    with errors_shown():
        run_distillation(recipe, news, teacher, start, out, resume)


@app.command()
def evaluate(
    model: Annotated[str, typer.Argument(help="Folder or Hub name; 'embedded' for what ships.")],
    data: Annotated[
        str, typer.Argument(help="An annotated file, or corpus:dev, corpus:test for the corpus.")
    ],
    engine: EngineName = None,
    only_heldout: OnlyHeldout = False,
    gold_spans: Annotated[
        bool, typer.Option("--gold-spans", help="Link the annotated spans, not the tagged ones.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write what was extracted as JSON lines.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw how far the scores can be trusted (.svg, .png).")
    ] = None,
) -> None:
    """Score a model: spans, events, numbers, tuples, scores, and where tuples were lost."""
    from hadath.cli.learning import run_evaluation

    with errors_shown():
        run_evaluation(model, data, engine, only_heldout, gold_spans, out, plot)


@app.command()
def calibrate(
    model: Annotated[Path, typer.Argument(help="Folder of a model that 'hadath export' wrote.")],
    data: Annotated[
        str, typer.Argument(help="Annotated sentences that it was not trained on, or corpus:dev.")
    ],
    only_heldout: OnlyHeldout = False,
) -> None:
    """Fit a model's scores to how often it is right; writes postprocessor.json beside it."""
    from hadath.cli.learning import run_calibration

    with errors_shown():
        run_calibration(model, data, only_heldout)


@app.command()
def export(
    run: Annotated[Path, typer.Argument(help="Folder that 'hadath train' wrote.")],
    out: Annotated[Path, typer.Argument(help="Folder to write: model.onnx and its tokenizer.")],
    float32: Annotated[
        bool, typer.Option("--float32", help="Keep full weights in place of 8-bit ones.")
    ] = False,
) -> None:
    """Export a trained model to one ONNX file with 8-bit weights."""
    from hadath.cli.learning import run_export

    with errors_shown():
        run_export(run, out, float32)


@app.command()
def average(
    models: Annotated[
        list[str],
        typer.Argument(help="Folders that 'hadath train' or 'export' wrote, or 'embedded'."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write, to be exported.")],
) -> None:
    """Write the mean of models' weights; of one export, a checkpoint that torch runs.

    Its scores are to be fitted anew ('hadath calibrate').
    """
    from hadath.cli.learning import run_average

    with errors_shown():
        run_average(models, out)


@app.command()
def push(
    model: Annotated[
        str, typer.Argument(help="Folder that 'hadath train' or 'export' wrote, or 'embedded'.")
    ],
    repository: Annotated[str, typer.Argument(help="organisation/name on the Hugging Face Hub.")],
    private: Annotated[bool, typer.Option("--private", help="Make it private.")] = False,
    revision: Annotated[
        str | None, typer.Option(help="Branch to write to, made if missing.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the files and the card, and send nothing.")
    ] = False,
    data: Annotated[
        str | None,
        typer.Option(
            help="Annotated sentences for the card's figures: a file, or corpus:test; default: "
            "the figures of the run."
        ),
    ] = None,
    only_heldout: OnlyHeldout = False,
) -> None:
    """Publish a model on the Hugging Face Hub, with a model card.

    Sends the weights, the tokenizer, the configuration and the card in one commit, nothing else
    of the folder. Log in first: hf auth login, or HF_TOKEN.
    """
    from hadath.cli.publishing import run_push

    with errors_shown():
        run_push(model, repository, private, revision, dry_run, data, only_heldout)
