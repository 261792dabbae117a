"""The subcommands of ``hadath corpus`` and their options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hadath.cli.consoles import FAILED, errors_shown
from hadath.cli.options import Encoder, Epochs, Seed

app = typer.Typer(no_args_is_help=True, help="Count, check and export the annotated corpus.")


class Form(StrEnum):
    """What the corpus is exported as."""

    CONLL = "conll"
    JSONL = "jsonl"
    DATASETS = "datasets"


@app.command()
def stats(
    plot: Annotated[
        Path | None, typer.Option(help="Draw spans by region and label (.svg, .png, .pdf).")
    ] = None,
) -> None:
    """Print what the corpus holds, by region, type, label and status."""
    from hadath.cli.corpus import run_stats

    with errors_shown():
        run_stats(plot)


@app.command()
def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Annotated files; default: the corpus that ships.")
    ] = None,
    news: Annotated[
        Path | None, typer.Option(help="Folder of news that no sentence may be taken from.")
    ] = None,
) -> None:
    """Check form, ids, annotators' slips, repeated frames, and words copied from the news.

    Exits with 1 where something is found.
    """
    from hadath.cli.corpus import run_validation

    with errors_shown():
        if run_validation(files or [], news):
            raise typer.Exit(FAILED)


@app.command()
def export(
    form: Annotated[
        Form, typer.Argument(help="conll (IOB2), jsonl, or datasets for a Hugging Face folder.")
    ],
    out: Annotated[Path, typer.Argument(help="File to write; for datasets a folder.")],
) -> None:
    """Write the corpus in another form."""
    from hadath.cli.corpus import run_corpus_export

    with errors_shown():
        run_corpus_export(form, out)


@app.command()
def attach(
    texts: Annotated[
        list[Path],
        typer.Argument(
            help="Raw news: .jsonl with a text, or .txt with a sentence a line; .xz, .gz."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Annotated file to write.")],
    annotations: Annotated[
        Path | None,
        typer.Option(help="What detach wrote; default: the annotated real news that ships."),
    ] = None,
) -> None:
    """Put annotations that are kept without their texts together with the texts."""
    from hadath.cli.corpus import run_attach

    with errors_shown():
        run_attach(texts, annotations, out)


@app.command()
def detach(
    annotated: Annotated[Path, typer.Argument(help="A file in the written form.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="JSON Lines to write.")],
) -> None:
    """Write annotations without their texts, to hand on where the texts may not be."""
    from hadath.cli.corpus import run_detach

    with errors_shown():
        run_detach(annotated, out)


@app.command()
def curve(
    recipe: Annotated[str, typer.Argument(help="A recipe file, or the name of one that ships.")],
    news: Annotated[Path, typer.Argument(help="The annotated real news.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the curve.")] = Path(
        "runs/curve"
    ),
    encoder: Encoder = None,
    epochs: Epochs = None,
    seed: Seed = None,
) -> None:
    """Train on 25, 50 and 100 % of the corpus, with and without real news, and draw the curve.

    Points that lie in the folder already are kept: run the command again to go on.
    """
    from hadath.cli.corpus import run_curve

    with errors_shown():
        run_curve(recipe, news, out, encoder, epochs, seed)
