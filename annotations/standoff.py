"""Annotation kept apart from its text: for sentences whose text may not be handed on.

One JSON object a line holds the id, a digest of the text, spans as offsets and events as numbers.
Whoever has the texts puts the two together again. They are found by the digest, so that the texts
may lie in any file and order, and offsets never mark the words of another text.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import SOME, Outcome, Status, label_of
from hadath.annotations.markup import format_block, parse_block, read_text
from hadath.annotations.sentences import (
    AnnotatedEvent,
    AnnotatedSentence,
    Span,
    event_type_of,
)

NEWS = Path(str(files("hadath.annotations") / "news.jsonl"))
"""Annotations of real news sentences, made for this project; the sentences are not its to give."""

_STATUS = "status"
_LINE_END = re.compile(r"[\r\n]+")

_DIGEST = 16
"""Hexadecimal digits kept of a text's SHA-256."""

_FORM = '{"id": …, "sha256": …, "spans": [[start, end, label, [event, …]], …], "events": {…}}'


def markable(text: str) -> str:
    """Return a text as the written form holds it: on one line, square brackets round.

    Args:
        text: A raw sentence.
    """
    return _LINE_END.sub(" ", text.replace("[", "(").replace("]", ")")).strip()


def detach(sentence: AnnotatedSentence) -> str:
    """Return the annotation of a sentence as a line of JSON, without its words."""
    row = {
        "id": sentence.id,
        "sha256": _digest(sentence.text),
        "spans": [[s.start, s.end, str(s.label), list(s.events)] for s in sentence.spans],
        "events": {str(event.id): _facts(event) for event in sentence.events if _facts(event)},
    }
    return json.dumps(row) + "\n"


@dataclass(frozen=True, slots=True)
class Attached:
    """Annotations put together with their texts.

    Attributes:
        sentences: In the order of the annotations.
        missing: Ids of the annotations whose texts were not given.
    """

    sentences: tuple[AnnotatedSentence, ...]
    missing: tuple[str, ...]


def attach(path: str | Path, texts: Iterable[str]) -> Attached:
    """Put annotations and texts together.

    Args:
        path: Lines that ``detach`` wrote.
        texts: Raw sentences, read as a stream; those of no annotation are passed over.

    Raises:
        AnnotationError: A line has another form, or its annotation breaks a rule of the written
            form; the message names file and line.
    """
    rows = _read_rows(path)
    text_of = dict.fromkeys((row["sha256"] for _, row in rows), "")
    for raw in texts:
        text = markable(raw)
        digest = _digest(text)
        if digest in text_of:
            text_of[digest] = text
    sentences, missing = [], []
    for number, row in rows:
        text = text_of[row["sha256"]]
        if not text:
            missing.append(row["id"])
            continue
        try:
            sentences.append(_sentence(row, text))
        except AnnotationError as error:
            raise AnnotationError(error.reason, row["id"], path, number) from error
    return Attached(tuple(sentences), tuple(missing))


def _read_rows(path: str | Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a file with their line numbers, each of the right form."""
    rows = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            # building the values is the check of the form
            _events(_spans(row), _facts_by_event(row))
            rows.append((number, row | {"id": str(row["id"]), "sha256": str(row["sha256"])}))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = f"not an annotation ({error}); the form is {_FORM}"
            raise AnnotationError(reason, path=path, line=number) from error
    return rows


def _sentence(row: Mapping[str, Any], text: str) -> AnnotatedSentence:
    spans, facts = _spans(row), _facts_by_event(row)
    sentence = AnnotatedSentence(row["id"], text, spans, _events(spans, facts))
    # The written form has all the checks; going through it leaves them in one place.
    return parse_block(format_block(sentence))


def _spans(row: Mapping[str, Any]) -> tuple[Span, ...]:
    return tuple(
        Span(int(start), int(end), label_of(label), tuple(map(int, events)))
        for start, end, label, events in row["spans"]
    )


def _facts_by_event(row: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    return {int(event): dict(pairs) for event, pairs in row["events"].items()}


def _events(
    spans: tuple[Span, ...], facts: Mapping[int, Mapping[str, Any]]
) -> tuple[AnnotatedEvent, ...]:
    unknown = sorted(set(facts) - set(_ids(spans)))
    if unknown:
        raise ValueError(f"event {unknown[0]} has no span")
    return tuple(_event(event, spans, facts.get(event, {})) for event in _ids(spans))


def _ids(spans: Iterable[Span]) -> list[int]:
    return sorted({event for span in spans for event in span.events})


def _event(event: int, spans: tuple[Span, ...], facts: Mapping[str, Any]) -> AnnotatedEvent:
    kind = event_type_of(event, spans)
    if kind is None:
        raise ValueError(f"event {event} has no trigger and no casualties")
    unknown = sorted(set(facts) - {*Outcome, _STATUS})
    if unknown:
        raise ValueError(f"unknown key {unknown[0]}")
    counts = tuple(
        (outcome, None if facts[outcome] == SOME else int(facts[outcome]))
        for outcome in Outcome
        if outcome in facts
    )
    return AnnotatedEvent(event, kind, Status(facts.get(_STATUS, Status.ACTUAL)), counts)


def _facts(event: AnnotatedEvent) -> dict[str, Any]:
    """Return the counts of an event, and its status where it is not the usual one."""
    facts: dict[str, Any] = {
        str(outcome): SOME if count is None else count for outcome, count in event.counts
    }
    if event.status is not Status.ACTUAL:
        facts[_STATUS] = str(event.status)
    return facts


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
