"""Sentences in, tagged words and pair scores out: tokenizer, windows, batches, engine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import Self

import numpy as np
from tokenizers import Encoding, Tokenizer

from hadath.annotations.alignment import first_pieces
from hadath.annotations.bio import OUTSIDE
from hadath.annotations.words import Word, cut_words
from hadath.inference.decoder import log_softmax
from hadath.inference.engines import Engine, Output
from hadath.inference.loading import LoadedModel
from hadath.inference.windows import Window, batches_by_length, make_windows

WINDOW = 192
"""Subwords that are encoded at once, special tokens counted: half as many again as the longest
sentence the model was trained on. The encoder could take 512, but tags worse what it never saw."""

OVERLAP = 64
"""Subwords that two windows over a long sentence share."""

LINKED = 1024
"""Words beyond which a sentence is linked by its order, since pairs grow with the square."""

UNSEEN = -9.0
"""The link logit of two words that no window holds together."""

BUDGET = 1024
"""Subwords a batch holds at most, padding counted: the fastest of 256 to 8,192, since the hidden
states of so many stay in a core's cache."""


LEAST = 128
"""Subwords under which the text of a batch is not shared out any further."""

SHARES = 8
"""Batches that little text is cut into, for as many cores."""


@dataclass(frozen=True, slots=True, eq=False)
class TaggedSentence:
    """What the model says of one sentence.

    Attributes:
        words: Its words, in characters of the sentence.
        log_probs: Of the tags at each word: ``(n_words, n_tags)``.
        links: Logits that the mentions which begin at two words share an event, anchor first:
            ``(n_words, n_words)``; ``None`` from a model without a linker and for a sentence of
            more than ``LINKED`` words.
        statuses: Logits of the event's status at each word: ``(n_words, n_statuses)``, or
            ``None``.
    """

    words: tuple[Word, ...]
    log_probs: np.ndarray
    links: np.ndarray | None = None
    statuses: np.ndarray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pending:
    """Sentences that are being tagged while the caller does something else.

    Attributes:
        jobs: A batch each, running or waiting to.
        join: Puts what the jobs return together.
    """

    jobs: tuple[Future[list[tuple[int, Output]]], ...]
    join: Callable[[dict[int, Output]], list[TaggedSentence]]

    def result(self) -> list[TaggedSentence]:
        """Wait for all and return one value a sentence, in their order."""
        return self.join(dict(row for job in self.jobs for row in job.result()))

    def cancel(self) -> None:
        """Drop the batches that have not begun."""
        for job in self.jobs:
            job.cancel()


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A window of a sentence, ready for the engine."""

    sentence: int
    window: Window
    input_ids: tuple[int, ...]


class Tagger:
    """Tags sentences.

    Args:
        engine: What runs the model.
        tokenizer: The model's; its own truncation and padding are not used.
        outside_id: The id of the tag that words without a subword get.
        n_tags: Number of tags.
        max_length: Positions of the encoder, special tokens counted.
        padding_id: The subword id of padding.
    """

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        outside_id: int,
        n_tags: int,
        max_length: int = 512,
        padding_id: int = 0,
    ) -> None:
        """Take the tokenizer's special tokens once, to put them round windows."""
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._engine = engine
        self._tokenizer = tokenizer
        self._outside_id, self._n_tags, self._padding_id = outside_id, n_tags, padding_id
        empty = tokenizer.encode("").ids
        self._prefix, self._suffix = empty[: len(empty) // 2], empty[len(empty) // 2 :]
        self._size = min(max_length, WINDOW) - len(empty)
        self._lanes = ThreadPoolExecutor(engine.lanes, "hadath")

    @classmethod
    def of(cls, model: LoadedModel) -> Self:
        """Return the tagger that a model's folder describes."""
        return cls(
            model.engine,
            model.tokenizer,
            outside_id=model.tags.index(OUTSIDE),
            n_tags=len(model.tags),
            max_length=model.max_length,
            padding_id=model.padding_id,
        )

    @property
    def engine(self) -> str:
        """The name of the engine."""
        return self._engine.name

    def tag(self, sentences: Sequence[str]) -> list[TaggedSentence]:
        """Tag sentences, in batches of like length.

        Args:
            sentences: Any texts, of any length.

        Returns:
            One value a sentence, in their order.
        """
        return self.submit(sentences).result()

    def submit(self, sentences: Sequence[str]) -> Pending:
        """Begin to tag sentences, beside the caller.

        Args:
            sentences: As for ``tag``.
        """
        encodings = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        pieces = [
            piece
            for index, encoding in enumerate(encodings)
            for piece in self._cut(index, encoding)
        ]

        def join(outputs: dict[int, Output]) -> list[TaggedSentence]:
            parts: list[list[tuple[_Piece, Output]]] = [[] for _ in sentences]
            for index, piece in enumerate(pieces):
                parts[piece.sentence].append((piece, outputs[index]))
            return [
                self._join(text, encoding, part)
                for text, encoding, part in zip(sentences, encodings, parts, strict=True)
            ]

        lengths = [len(piece.input_ids) for piece in pieces]
        # Of little text several cores get a share; how many there are must not change the batches.
        budget = min(BUDGET, max(LEAST, ceil(sum(lengths) / SHARES)))
        batches = batches_by_length(lengths, budget)
        jobs = [self._lanes.submit(self._run, batch, pieces) for batch in batches]
        return Pending(tuple(jobs), join)

    def _cut(self, index: int, encoding: Encoding) -> Iterator[_Piece]:
        ids = encoding.ids
        for window in make_windows(len(ids), self._size, min(OVERLAP, self._size // 3)):
            inner = ids[window.start : window.end]
            yield _Piece(index, window, (*self._prefix, *inner, *self._suffix))

    def _run(self, batch: Sequence[int], pieces: Sequence[_Piece]) -> list[tuple[int, Output]]:
        """Return what the engine says of each piece, special tokens and padding taken off."""
        lengths = [len(pieces[index].input_ids) for index in batch]
        input_ids = np.full((len(batch), max(lengths)), self._padding_id, dtype=np.int64)
        attention_mask = np.zeros((len(batch), max(lengths)), dtype=np.int64)
        for row, (index, length) in enumerate(zip(batch, lengths, strict=True)):
            input_ids[row, :length] = pieces[index].input_ids
            attention_mask[row, :length] = 1
        output = self._engine.run(input_ids, attention_mask)
        return [
            (index, self._row(output, row, length))
            for row, (index, length) in enumerate(zip(batch, lengths, strict=True))
        ]

    def _row(self, output: Output, row: int, length: int) -> Output:
        inner = slice(len(self._prefix), length - len(self._suffix))
        return Output(
            output.logits[row, inner],
            None if output.links is None else output.links[row, inner, inner],
            None if output.statuses is None else output.statuses[row, inner],
        )

    def _join(
        self, text: str, encoding: Encoding, parts: list[tuple[_Piece, Output]]
    ) -> TaggedSentence:
        """Put the windows of a sentence together and read them at the words' first subwords."""
        words = tuple(cut_words(text))
        found = first_pieces(words, encoding.offsets)
        logits = np.concatenate([output.logits[_own(piece)] for piece, output in parts])
        log_probs = self._at_words(log_softmax(logits), found)
        first = parts[0][1]
        if first.statuses is None or not words or len(words) > LINKED or not len(logits):
            return TaggedSentence(words, log_probs)
        index = np.array([piece or 0 for piece in found], dtype=np.int64)
        statuses = np.concatenate(
            [output.statuses[_own(piece)] for piece, output in parts if output.statuses is not None]
        )
        return TaggedSentence(words, log_probs, _pairs(parts, index), statuses[index])

    def _at_words(self, log_probs: np.ndarray, pieces: list[int | None]) -> np.ndarray:
        """Return the rows of the words' first subwords: ``(n_words, n_tags)``.

        A word without a subword of its own goes on with the word before it, or is outside.
        """
        rows = np.zeros((len(pieces), self._n_tags), dtype=np.float32)
        for index, piece in enumerate(pieces):
            if piece is not None:
                rows[index] = log_probs[piece]
            else:
                # No preference, so that the path around it decides; outside a little ahead.
                rows[index] = -np.log(self._n_tags)
                rows[index, self._outside_id] += 1e-3
        return rows


def _own(piece: _Piece) -> slice:
    """Return the rows of a window that are read from it."""
    window = piece.window
    return slice(window.first_own - window.start, window.last_own - window.start)


def _pairs(parts: list[tuple[_Piece, Output]], index: np.ndarray) -> np.ndarray:
    """Put the link logits of a sentence's windows together.

    Args:
        parts: The windows and what the engine said of each.
        index: The first subword of each word: ``(n_words,)``.

    Returns:
        ``(n_words, n_words)``; of two windows that hold a pair the later one speaks.
    """
    links = np.full((len(index), len(index)), UNSEEN, dtype=np.float32)
    for piece, output in parts:
        inside = np.flatnonzero((index >= piece.window.start) & (index < piece.window.end))
        local = index[inside] - piece.window.start
        if output.links is not None:
            links[np.ix_(inside, inside)] = output.links[np.ix_(local, local)]
    return links
