"""What the options of ``hadath extract`` add up to: which documents, and which model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hadath.annotations.errors import DocumentError, HadathError
from hadath.inference.documents import COLUMNS, Columns, check_document
from hadath.inference.extractor import EventExtractor
from hadath.inference.readers import Item, read_documents
from hadath.inference.records import Document
from hadath.inference.sources import Found, Meter, find_sources


@dataclass(frozen=True, slots=True)
class Shard:
    """A share of the documents: every ``of``-th, the first of them the ``index``-th.

    Attributes:
        index: From 1.
        of: How many shares there are.
    """

    index: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Which documents are read.

    Attributes:
        files: Files, folders, patterns, ``-``.
        date: Day of publication of documents that carry none.
        columns: Names of the columns of tables.
        shard: The share of the documents.
    """

    files: tuple[str, ...]
    date: str | None = None
    columns: Columns = COLUMNS
    shard: Shard = Shard()


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model reads them.

    Attributes:
        name: Folder or Hub name; ``None`` for the model that ships.
        revision: On the Hub.
        engine: Name of the engine; ``None`` for the fastest.
        min_score: Mentions and events below it are left out.
        threads: How many cores to use; 0 for all.
    """

    name: str | None = None
    revision: str | None = None
    engine: str | None = None
    min_score: float = 0.0
    threads: int = 0

    def load(self, threads: int | None = None) -> EventExtractor:
        """Load the model.

        Args:
            threads: In place of those that were chosen.

        Raises:
            HadathError: It cannot be loaded.
        """
        threads = self.threads if threads is None else threads
        return EventExtractor.from_pretrained(
            self.name, self.revision, self.engine, threads, self.min_score
        )


@dataclass(frozen=True, slots=True)
class ClusterChoice:
    """Which machines code an archive: those of a Ray cluster.

    Attributes:
        n_workers: How many share its cores; 0 for a worker every few cores.
    """

    n_workers: int = 0


def parse_shard(text: str | None) -> Shard:
    """Read ``2/5``.

    Args:
        text: What stands on the command line; ``None`` for all documents.

    Raises:
        HadathError: It is no share.
    """
    if text is None:
        return Shard()
    index, _, of = text.partition("/")
    if not (index.isdecimal() and of.isdecimal() and 1 <= int(index) <= int(of)):
        raise HadathError(f"--shard {text}: no share (accepted: 1/4, 2/4, …)")
    return Shard(int(index), int(of))


def items_of(
    reading: Reading, found: Sequence[Found] | None = None, meter: Meter | None = None
) -> Iterator[Item]:
    """Read documents; those without a day of publication get that of the command line.

    Args:
        reading: Which documents.
        found: Its files, where they were looked for already.
        meter: Counts the bytes that are read.

    Raises:
        DocumentError: The day on the command line is none; told at once.
    """
    if reading.date is not None:
        check_document(Document("--date", "", reading.date))
    return _dated(reading, find_sources(reading.files) if found is None else found, meter)


def _dated(reading: Reading, found: Sequence[Found], meter: Meter | None) -> Iterator[Item]:
    shard = reading.shard
    for number, item in enumerate(read_documents(found, reading.columns, meter)):
        if number % shard.of != shard.index - 1:
            continue
        if isinstance(item, DocumentError) or item.date:
            yield item
        else:
            yield replace(item, date=reading.date)
