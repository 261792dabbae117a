"""What codes the parts of a corpus run: in this process, or on the machines of a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hadath.annotations.errors import DocumentError
from hadath.inference.extractor import EventExtractor
from hadath.inference.readers import Item
from hadath.inference.records import CodedDocument, Document
from hadath.inference.serialization import dump, to_json

Part = Sequence[Item]
"""Documents that are coded together, with the errors that stand between them."""


@dataclass(frozen=True, slots=True)
class CodedPart:
    """What a part came to, as it is written.

    Attributes:
        results: A line of JSON for each document that was coded, in their order.
        failures: A line of JSON for each that could not be read or coded.
    """

    results: tuple[str, ...]
    failures: tuple[str, ...]


class Runner(Protocol):
    """Anything that codes parts."""

    def code(self, parts: Iterable[Part]) -> Iterator[CodedPart]:
        """Code parts.

        Args:
            parts: Read as a stream, no further ahead than is being coded.

        Yields:
            What each came to, in their order.
        """


class LocalRunner:
    """Codes parts in this process.

    Args:
        extractor: Codes their documents.
    """

    def __init__(self, extractor: EventExtractor) -> None:
        """Take the extractor."""
        self._extractor = extractor

    def code(self, parts: Iterable[Part]) -> Iterator[CodedPart]:
        """Code parts; see ``Runner.code``."""
        for part in parts:
            yield code_part(part, self._extractor)


def code_part(part: Part, extractor: EventExtractor) -> CodedPart:
    """Code the documents of a part; one that cannot be coded becomes an error in its place.

    Args:
        part: What was read.
        extractor: Codes it.

    Raises:
        Exception: The extractor fails on every document, so that it is not they.
    """
    documents = [item for item in part if isinstance(item, Document)]
    try:
        coded: Iterator[CodedDocument | DocumentError] = iter(list(extractor.extract(documents)))
    except Exception:  # by one document; which one, and of what kind, is found one by one
        one_by_one = [_code_one(document, extractor) for document in documents]
        if len(documents) > 1 and all(isinstance(item, DocumentError) for item in one_by_one):
            raise  # it is not the documents
        coded = iter(one_by_one)
    items = [item if isinstance(item, DocumentError) else next(coded) for item in part]
    return CodedPart(
        tuple(to_json(item) for item in items if isinstance(item, CodedDocument)),
        tuple(dump(_failure(item)) for item in items if isinstance(item, DocumentError)),
    )


def _code_one(document: Document, extractor: EventExtractor) -> CodedDocument | DocumentError:
    try:
        return next(extractor.extract([document]))
    except Exception as error:  # whatever it is, it is written down and the others are coded
        reason = f"cannot be coded ({type(error).__name__}: {error})"
        return DocumentError(document.id, reason, "any text; please report this one")


def _failure(error: DocumentError) -> dict[str, Any]:
    return {
        "file": error.path,
        "line": error.line,
        "reason": error.reason,
        "accepted": error.accepted,
    }
