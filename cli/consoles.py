"""Where the commands print: results on standard output, everything else on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from hadath.annotations.errors import HadathError

FAILED = 1
"""Exit code where the command itself could not run, or what it checked did not pass."""

_WIDTH = 140
"""Columns of a table where the output is no terminal."""


def results_console() -> Console:
    """Return a console on standard output, wide enough for the tables in a pipe."""
    return Console() if sys.stdout.isatty() else Console(width=_WIDTH)


def errors_console() -> Console:
    """Return a console on standard error that neither cuts lines nor colours what it quotes."""
    return Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Turn hadath's own errors into one line on standard error and an exit code."""
    try:
        yield
    except HadathError as error:
        errors_console().print(f"hadath: {error}", markup=False)
        raise typer.Exit(FAILED) from error
