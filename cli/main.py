"""The command ``hadath``: one module a subcommand, each loaded only when it runs."""

from hadath.cli.commands import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
