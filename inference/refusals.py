"""Why the Hub gives no model: the errors of its client, told in a line."""

from hadath.annotations.errors import first_line

_BUSY = (408, 429)
_LOG_IN = "for a private one: 'hf auth login', or HF_TOKEN"


def cause_of(error: Exception) -> Exception:
    """Return what made the Hub's client look for a copy, where it found none."""
    from huggingface_hub.errors import LocalEntryNotFoundError

    while isinstance(error, LocalEntryNotFoundError) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return error


def _status_of(error: Exception) -> int | None:
    """Return the HTTP status that the Hub answered with, ``None`` if it did not answer."""
    from huggingface_hub.errors import HfHubHTTPError

    return error.response.status_code if isinstance(error, HfHubHTTPError) else None


def is_passing(error: Exception) -> bool:
    """Tell an error that may be gone tomorrow from one that is about the repository."""
    status = _status_of(error)
    return status is None or status in _BUSY or status >= 500


def tell(error: Exception, revision: str | None, engine: str | None) -> str:
    """Say in a line why a repository cannot be had.

    Args:
        error: As ``cause_of`` returned it.
        revision: That was asked for.
        engine: That the weights were for, ``None`` for any.
    """
    from huggingface_hub import errors

    status = _status_of(error)
    copy = f"no copy in the Hub's cache{f' that {engine} runs' if engine else ''}"
    if isinstance(error, errors.RevisionNotFoundError):
        return f"no revision '{revision}' on the Hub (accepted: a branch, tag or commit of it)"
    if isinstance(error, errors.GatedRepoError):
        return f"gated; ask for access on its page, then 'hf auth login', or HF_TOKEN ({status})"
    if isinstance(error, errors.RepositoryNotFoundError):
        return f"neither a folder nor a repository on the Hub ({status}; {_LOG_IN})"
    if status in (401, 403):
        return f"no access ({status}; {_LOG_IN})"
    if status is not None and is_passing(error):
        return f"the Hub is busy or down ({status}), and {copy}; try again later"
    if isinstance(error, errors.OfflineModeIsEnabled):
        return f"HF_HUB_OFFLINE is set, and {copy}"
    if status is None and isinstance(error, ValueError):
        return f"what answers is no Hub, and {copy}"
    if _is_network(error):
        return f"no network, and {copy}"
    return f"not fetched: {first_line(error)}"


def _is_network(error: Exception) -> bool:
    """Tell a connection that could not be made or broke from a full disk or a short file."""
    return not isinstance(error, OSError) or isinstance(
        error, ConnectionError | TimeoutError | FileNotFoundError
    )
