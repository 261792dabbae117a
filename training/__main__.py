"""``accelerate launch -m hadath.training RECIPE …``: the train command without the rest."""

import typer

from hadath.cli.commands import train

if __name__ == "__main__":
    typer.run(train)
