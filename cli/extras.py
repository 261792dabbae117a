"""Whether the packages of an extra are there."""

from importlib.util import find_spec

from hadath.annotations.errors import MissingExtraError


def need(what: str, *packages: str) -> None:
    """Raise unless packages of the ``train`` extra are installed.

    Args:
        what: What needs them, for the error.
        *packages: As they are imported.

    Raises:
        MissingExtraError: One is missing.
    """
    if any(find_spec(package) is None for package in packages):
        raise MissingExtraError(what, "train")
