"""The errors that hadath raises on purpose, all under one base class."""

from pathlib import Path


def first_line(error: Exception) -> str:
    """Return the first line of what an error of a library says; its kind where it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


class HadathError(Exception):
    """Base of every error that hadath raises on purpose; its text is one line for a user."""


class DocumentError(HadathError):
    """An input document cannot be read.

    Args:
        path: The file, or ``<stdin>`` for standard input.
        reason: What is wrong with it.
        accepted: The form that would have been accepted.
        line: The line it stands in, counted from 1, or ``None`` for the whole file.
    """

    def __init__(
        self, path: str | Path, reason: str, accepted: str, line: int | None = None
    ) -> None:
        """Build the one-line message from its parts."""
        self.path, self.reason, self.accepted, self.line = str(path), reason, accepted, line
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {reason} (accepted: {accepted})")

    def __reduce__(self) -> tuple:
        """Let an error go from process to process, as its parts."""
        return type(self), (self.path, self.reason, self.accepted, self.line)


class AnnotationError(HadathError):
    """An annotated sentence breaks a rule of the written form.

    Args:
        reason: What is wrong, with the words it is wrong about.
        sentence: The id of the sentence, or ``None`` when it has none.
        path: The file, where it is known.
        line: The line in the file, counted from 1.
    """

    def __init__(
        self,
        reason: str,
        sentence: str | None = None,
        path: str | Path | None = None,
        line: int | None = None,
    ) -> None:
        """Build the one-line message from its parts."""
        self.reason, self.sentence, self.path, self.line = reason, sentence, path, line
        place = ":".join(str(part) for part in (path, line) if part is not None)
        parts = [part for part in (place, sentence, reason) if part]
        super().__init__(": ".join(parts))


class RecipeError(HadathError):
    """A training recipe has an unknown key, a wrong type or a value out of range."""


class ModelError(HadathError):
    """A model folder, file or Hub repository cannot be used."""


class MissingExtraError(HadathError):
    """A command needs packages of an extra that is not installed.

    Args:
        what: What was asked for.
        extra: The extra that brings it, such as ``train``.
    """

    def __init__(self, what: str, extra: str) -> None:
        """Name the command that installs the extra."""
        self.what, self.extra = what, extra
        super().__init__(f"{what} needs the [{extra}] extra: pip install 'hadath[{extra}]'")

    def __reduce__(self) -> tuple:
        """Let an error go from process to process, as its parts."""
        return type(self), (self.what, self.extra)
