"""Options that more than one subcommand takes."""

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option("--model", "-m", help="Folder or Hub name; default: the model that ships."),
]
Revision = Annotated[str | None, typer.Option(help="Branch, tag or commit on the Hub.")]
EngineName = Annotated[
    str | None,
    typer.Option("--engine", help="openvino, onnxruntime or torch; default: the fastest there is."),
]
Day = Annotated[
    str | None,
    typer.Option("--date", help="Day of publication (2017-04-10) of documents that carry none."),
]
Data = Annotated[
    list[Path] | None,
    typer.Option("--data", help="Further annotated files beside the corpus; may be repeated."),
]
OnlyHeldout = Annotated[
    bool, typer.Option("--only-heldout", help="Keep only the held-out ids of the file.")
]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        help="Folder or Hub name in place of the recipe's encoder; 'embedded' for what ships.",
    ),
]
Start = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="Trained model that training goes on from ('embedded' for what ships); with --encoder "
        "only its heads are taken.",
    ),
]
Epochs = Annotated[int | None, typer.Option("--epochs", min=1, help="In place of the recipe's.")]
Seed = Annotated[int | None, typer.Option("--seed", help="In place of the recipe's.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint.")]
