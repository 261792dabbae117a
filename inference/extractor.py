"""The extractor: raw text in, coded events out."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Self

import numpy as np

from hadath.annotations.errors import DocumentError
from hadath.annotations.labels import Role
from hadath.inference.calibration import UNCALIBRATED, Calibration, load_calibration
from hadath.inference.coder import code_event
from hadath.inference.decoder import Decoder
from hadath.inference.documents import check_document
from hadath.inference.gazetteer import default_gazetteer
from hadath.inference.linker import level_sides, link
from hadath.inference.loading import load_model
from hadath.inference.names import name_of
from hadath.inference.places import locate
from hadath.inference.records import (
    CodedDocument,
    CodedEvent,
    Document,
    LinkedEvent,
    Mention,
    Sentence,
)
from hadath.inference.resolver import default_table
from hadath.inference.segmenter import segment
from hadath.inference.tagger import Pending, TaggedSentence, Tagger


@dataclass(frozen=True, slots=True, eq=False)
class ReadSentence:
    """What each step made of one sentence.

    Attributes:
        sentence: Where it stands in the document.
        tags: What the model said of its words.
        found: Every mention that the tagger found, in characters of the document.
        scores: Link logits between them, anchor first: ``(n_mentions, n_mentions)``; ``None``
            where the sentence was linked by its order.
        events: What the mentions were linked into.
    """

    sentence: Sentence
    tags: TaggedSentence
    found: tuple[Mention, ...]
    scores: np.ndarray | None
    events: tuple[LinkedEvent, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions that stand: none in a sentence that tells of no event (rule 14)."""
        return self.found if self.events else ()


_Batch = list[tuple[Document, list[Sentence]]]

_CHUNK = 512
"""Sentences that are tagged at once when documents stream."""


class EventExtractor:
    """Reads Arabic news and returns coded events.

    Args:
        tagger: Tags words and scores pairs.
        decoder: Turns tag probabilities into mentions.
        calibration: Fits the scores to how often the model is right.
        min_score: Mentions and events below it are left out.
    """

    def __init__(
        self,
        tagger: Tagger,
        decoder: Decoder,
        calibration: Calibration = UNCALIBRATED,
        min_score: float = 0.0,
    ) -> None:
        """Put the parts together; ``from_pretrained`` makes them."""
        self._tagger = tagger
        self._decoder = decoder
        self._calibration = calibration
        self._min_score = min_score

    @classmethod
    def from_pretrained(
        cls,
        name_or_path: str | Path | None = None,
        revision: str | None = None,
        engine: str | None = None,
        threads: int = 0,
        min_score: float = 0.0,
    ) -> Self:
        """Load a model.

        Args:
            name_or_path: A folder, or a repository on the Hub; ``None`` for the model that
                ships with the package, which needs no network.
            revision: Branch, tag or commit on the Hub.
            engine: ``openvino``, ``onnxruntime`` or ``torch``; ``None`` for the fastest that is
                installed.
            threads: How many cores to use; 0 for all that the process may use.
            min_score: Mentions and events below it are left out, 0 to 1.

        Raises:
            ModelError: There is no such model, or its labels are not ours.
            MissingExtraError: The engine is not installed.
        """
        with ThreadPoolExecutor(1) as beside:
            # The tables are read while the engine compiles the model: a third of the start-up.
            loading = beside.submit(load_model, name_or_path, revision, engine, threads)
            default_table()
            default_gazetteer()
            model = loading.result()
        return cls(Tagger.of(model), Decoder(model.tags), load_calibration(model.folder), min_score)

    @property
    def engine(self) -> str:
        """The name of the engine that runs the model."""
        return self._tagger.engine

    def calibrated(self, calibration: Calibration) -> Self:
        """Return an extractor with the same model and other scores."""
        return type(self)(self._tagger, self._decoder, calibration, self._min_score)

    def __call__(self, text: str, date: str | None = None, id: str = "text") -> CodedDocument:
        """Extract the events of one text.

        Args:
            text: Raw Arabic text of any length.
            date: When it was published, ISO 8601; resolves words such as أمس.
            id: Names the document in the result.

        Raises:
            DocumentError: The text holds half of a surrogate pair, or the date is none.
        """
        return next(iter(self.extract([Document(id, text, date)])))

    def extract(self, documents: Iterable[Document]) -> Iterator[CodedDocument]:
        """Extract the events of many documents.

        Args:
            documents: Read as a stream; sentences are tagged some hundreds at a time.

        Yields:
            Coded documents in the order of the documents.

        Raises:
            DocumentError: As ``__call__``, after the documents before it.
        """
        # While the engine tags some sentences, those before them are coded.
        tagging: deque[tuple[_Batch, Pending]] = deque()
        try:
            for batch in _batches(documents):
                tagging.append((batch, self._tagger.submit(_texts_of(batch))))
                yield from self._drain(tagging, keep=1)
            yield from self._drain(tagging)
        except DocumentError:  # those before it are whole
            yield from self._drain(tagging)
            raise
        finally:
            for _, pending in tagging:
                pending.cancel()

    def link_mentions(self, document: Document, mentions: Sequence[Mention]) -> CodedDocument:
        """Link mentions that are already known, such as annotated ones.

        Args:
            document: A text of one sentence.
            mentions: Its mentions, each beginning with a word, in the order of the text.
        """
        sentence = Sentence(0, len(document.text))
        tags = self._tagger.tag([document.text])[0]
        return self._assemble(document, [_link(document.text, sentence, tags, mentions)])

    def trace(self, document: Document) -> list[tuple[ReadSentence, list[CodedEvent]]]:
        """Read a document and keep what each step made of its sentences.

        Args:
            document: What is read.

        Raises:
            DocumentError: As ``__call__``.
        """
        check_document(document)
        sentences = segment(document.text)
        texts = [document.text[sentence.start : sentence.end] for sentence in sentences]
        tagged = zip(sentences, self._tagger.tag(texts), strict=True)
        return self._coded(document, [self._read(document.text, *pair) for pair in tagged])

    def reread(self, document: Document, read: Sequence[ReadSentence]) -> CodedDocument:
        """Decode, link and code a document again, at the scores of this extractor.

        Args:
            document: What was read.
            read: Its sentences, as an extractor with the same model read them: the model, the
                dear step, is not run again.
        """
        again = [self._read(document.text, sentence.sentence, sentence.tags) for sentence in read]
        return self._assemble(document, again)

    def _drain(
        self, tagging: deque[tuple[_Batch, Pending]], keep: int = 0
    ) -> Iterator[CodedDocument]:
        """Code the batches that are tagged, all but the last ``keep``."""
        while len(tagging) > keep:
            yield from self._code(*tagging[0])
            tagging.popleft()  # only now: where the caller stops before, it is cancelled

    def _code(self, batch: _Batch, pending: Pending) -> Iterator[CodedDocument]:
        tagged = iter(pending.result())
        for document, sentences in batch:
            read = [self._read(document.text, s, next(tagged)) for s in sentences]
            yield self._assemble(document, read)

    def _read(self, text: str, sentence: Sentence, tags: TaggedSentence) -> ReadSentence:
        """Decode and link one sentence."""
        log_probs = self._calibration.soften(tags.log_probs)
        body = text[sentence.start : sentence.end]
        mentions = self._decoder.mentions(body, tags.words, log_probs)
        return _link(text, sentence, tags, [m for m in mentions if self._is_kept(m)])

    def _is_kept(self, mention: Mention) -> bool:
        floor = 0.0 if mention.is_trigger else self._calibration.min_role_score
        return mention.score >= max(floor, self._min_score)

    def _assemble(self, document: Document, read: Sequence[ReadSentence]) -> CodedDocument:
        """Code the events of a document's sentences and number them."""
        coded = [event for _, events in self._coded(document, read) for event in events]
        return CodedDocument(
            document,
            tuple(mention for sentence in read for mention in sentence.mentions),
            tuple(event for event in coded if event.score >= self._min_score),
        )

    def _coded(
        self, document: Document, read: Sequence[ReadSentence]
    ) -> list[tuple[ReadSentence, list[CodedEvent]]]:
        """Return each sentence with its events, numbered through the document."""
        published = date.fromisoformat(document.date) if document.date else None
        places = locate(_location_names(document.text, read))
        numbers = count(1)
        return [
            (
                sentence,
                [
                    code_event(
                        document.text,
                        event,
                        f"{document.id}#{next(numbers)}",
                        sentence.sentence,
                        _status_logits(event, sentence.sentence, sentence.tags),
                        published,
                        self._calibration,
                        places,
                    )
                    for event in sentence.events
                ],
            )
            for sentence in read
        ]


def _batches(documents: Iterable[Document]) -> Iterator[_Batch]:
    """Cut documents into sentences, and yield them when they come to enough to be tagged."""
    batch: _Batch = []
    n_sentences = 0
    for document in documents:
        try:
            check_document(document)
        except DocumentError:
            yield batch
            raise
        sentences = segment(document.text)
        batch.append((document, sentences))
        n_sentences += len(sentences)
        if n_sentences >= _CHUNK:
            yield batch
            batch, n_sentences = [], 0
    if batch:
        yield batch


def _texts_of(batch: _Batch) -> list[str]:
    return [
        document.text[sentence.start : sentence.end]
        for document, sentences in batch
        for sentence in sentences
    ]


def _link(
    text: str, sentence: Sentence, tags: TaggedSentence, local: Sequence[Mention]
) -> ReadSentence:
    """Link the mentions of a sentence, and count them in characters of the document."""
    body = text[sentence.start : sentence.end]
    scores = _pair_scores(local, tags)
    if scores is not None:
        scores = level_sides(body, local, scores)
    linked = link(body, local, scores)
    moved = {mention: _moved(mention, sentence.start) for mention in local}
    return ReadSentence(
        sentence,
        tags,
        tuple(moved.values()),
        scores,
        tuple(
            LinkedEvent(
                event.type,
                tuple(moved[mention] for mention in event.triggers),
                tuple(moved[mention] for mention in event.arguments),
                None if event.carrier is None else moved[event.carrier],
            )
            for event in linked
        ),
    )


def _location_names(text: str, read: Sequence[ReadSentence]) -> list[str]:
    """Return the names of all locations of a document, in the order of the text."""
    return [
        name_of(text[mention.start : mention.end])
        for sentence in read
        for mention in sentence.mentions
        if mention.label is Role.LOCATION
    ]


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def _word_indices(mentions: Sequence[Mention], tags: TaggedSentence) -> np.ndarray:
    """Return the index of the word that each mention begins with: ``(n_mentions,)``."""
    index_of = {word.start: index for index, word in enumerate(tags.words)}
    return np.array([index_of[mention.start] for mention in mentions], dtype=np.int64)


def _pair_scores(mentions: Sequence[Mention], tags: TaggedSentence) -> np.ndarray | None:
    """Return the link logits between mentions, ``(n_mentions, n_mentions)``, if there are any."""
    if tags.links is None:
        return None
    index = _word_indices(mentions, tags)
    scores: np.ndarray = tags.links[np.ix_(index, index)]
    return scores


def _status_logits(
    event: LinkedEvent, sentence: Sentence, tags: TaggedSentence
) -> np.ndarray | None:
    if tags.statuses is None:
        return None
    anchor = _moved(event.anchor, -sentence.start)
    logits: np.ndarray = tags.statuses[_word_indices([anchor], tags)[0]]
    return logits
