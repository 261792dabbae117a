"""The written form: annotated sentences that a person can read and mend in an editor.

A block of lines, blank lines between blocks::

    # id: example-1
    قُتل [CASUALTIES#1 خمسة مدنيين] في [AIRSTRIKE#1 غارة] على [LOCATION#1 بلدة سرمين].
    = 1 killed=5

``[LABEL#n words]`` marks a span of event *n* (``#1,2`` of two, no ``#`` of none); ``= n
key=value …`` gives the casualties and the status of an event that has any. Lines that begin
with ``#`` and name no id are comments. Reading what was written gives it back unchanged.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import (
    BOUND_ROLES,
    SOME,
    Label,
    Outcome,
    Status,
    label_of,
)
from hadath.annotations.sentences import (
    AnnotatedEvent,
    AnnotatedSentence,
    Count,
    Span,
    event_type_of,
)
from hadath.annotations.words import is_word_character

_ID = "# id:"
_STATUS = "status"
_SPAN = re.compile(r"\[([A-Za-z_]+)(?:#([0-9,]*))?[ \t]+([^\[\]]*?)[ \t]*\]")


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one sentence and the line that the first of them stands in."""

    lines: tuple[str, ...]
    first_line: int


def read_corpus(path: str | Path) -> list[AnnotatedSentence]:
    """Read a file of annotated sentences.

    Args:
        path: A UTF-8 file in the written form.

    Returns:
        The sentences in the order of the file.

    Raises:
        AnnotationError: The first breach of the rules, with file, line and sentence.
    """
    sentences = []
    seen: set[str] = set()
    for block in _blocks(read_text(path)):
        try:
            sentence = parse_block("\n".join(block.lines))
            if sentence.id in seen:
                raise AnnotationError("the id is used twice", sentence.id)
        except AnnotationError as error:
            raise AnnotationError(error.reason, error.sentence, path, block.first_line) from error
        seen.add(sentence.id)
        sentences.append(sentence)
    return sentences


def read_text(path: str | Path) -> str:
    """Read a file that a person writes.

    Args:
        path: A UTF-8 file.

    Raises:
        AnnotationError: It cannot be read, or is not UTF-8; the message names it.
    """
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise AnnotationError(f"cannot be read: {error.strerror}", path=path) from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"not UTF-8 (byte {error.start})", path=path) from error


def write_corpus(sentences: Iterable[AnnotatedSentence]) -> str:
    """Return the written form of sentences, a blank line between two."""
    return "\n".join(format_block(sentence) for sentence in sentences)


def parse_block(block: str) -> AnnotatedSentence:
    """Read one sentence from its lines.

    Args:
        block: An id line, the sentence and its ``=`` lines.

    Raises:
        AnnotationError: A rule of the written form is broken.
    """
    ident, body, fact_lines = _sort_lines(block)
    if "\0" in body:
        raise AnnotationError("the sentence holds a NUL character", ident)
    text, spans = _parse_spans(body, ident)
    for span in spans:
        _check_borders(span, text, ident)
        _check_binding(span, text, ident)
    facts = dict(_parse_facts(line, ident) for line in fact_lines)
    if len(facts) < len(fact_lines):
        raise AnnotationError("two '=' lines for one event", ident)
    events = tuple(_build_events(spans, facts, ident))
    return AnnotatedSentence(ident, text, spans, events)


def format_block(sentence: AnnotatedSentence) -> str:
    """Write one sentence; the inverse of ``parse_block``, with a line end behind it."""
    lines = [f"{_ID} {sentence.id}", _format_spans(sentence)]
    lines += [line for event in sentence.events if (line := _format_facts(event))]
    return "\n".join(lines) + "\n"


def _blocks(text: str) -> Iterator[_Block]:
    """Yield runs of non-blank lines that hold more than comments."""
    lines: list[str] = []
    # "\n" alone ends a line: a sentence may hold U+2028 and its like, where splitlines cuts.
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        line = line.rstrip("\r")
        if line.strip():
            lines.append(line)
            continue
        if any(not entry.startswith("#") for entry in lines):
            yield _Block(tuple(lines), number - len(lines))
        lines = []


def _sort_lines(block: str) -> tuple[str, str, list[str]]:
    """Return the id, the sentence line and the ``=`` lines of a block."""
    ident = ""
    bodies: list[str] = []
    facts: list[str] = []
    for line in block.split("\n"):
        if line.startswith(_ID):
            ident = line[len(_ID) :].strip()
        elif line.startswith("="):
            facts.append(line)
        elif line.strip() and not line.startswith("#"):
            bodies.append(line.strip())
    if not ident:
        raise AnnotationError(f"no '{_ID}' line before «{(bodies or [block])[0][:40]}»")
    if len(bodies) != 1:
        raise AnnotationError(f"{len(bodies)} sentence lines; one is accepted", ident)
    return ident, bodies[0], facts


def _parse_spans(body: str, ident: str) -> tuple[str, tuple[Span, ...]]:
    """Take the brackets out of a sentence line; return the bare text and its spans."""
    parts: list[str] = []
    spans: list[Span] = []
    length = position = 0
    for match in _SPAN.finditer(body):
        before = body[position : match.start()]
        name, ids, words = match.groups()
        length += len(before)
        spans.append(
            Span(length, length + len(words), _parse_label(name, ident), _parse_ids(ids, ident))
        )
        parts += [before, words]
        length += len(words)
        position = match.end()
    text = "".join([*parts, body[position:]])
    stray = re.search(r"[\[\]]", text)
    if stray:
        place = text[max(0, stray.start() - 20) : stray.start() + 20]
        raise AnnotationError(
            f"a bracket that is no [LABEL#n words] at character {stray.start()}: «{place}»", ident
        )
    return text, tuple(spans)


def _parse_label(name: str, ident: str) -> Label:
    try:
        return label_of(name)
    except KeyError:
        raise AnnotationError(f"unknown label {name}", ident) from None


def _parse_ids(ids: str | None, ident: str) -> tuple[int, ...]:
    if ids is None:
        return ()
    if not re.fullmatch(r"[0-9]+(,[0-9]+)*", ids):
        raise AnnotationError(f"event numbers '#{ids}'; the form is #1 or #1,2", ident)
    return tuple(sorted({int(number) for number in ids.split(",")}))


def _check_borders(span: Span, text: str, ident: str) -> None:
    """Raise unless a span covers whole words and no punctuation at either edge (rule 1)."""
    words = text[span.start : span.end]
    if not words:
        raise AnnotationError(f"an empty {span.label} at character {span.start}", ident)
    if not is_word_character(words[0]) or not is_word_character(words[-1]):
        raise AnnotationError(f"punctuation at the edge of «{words}»", ident)
    before = text[span.start - 1 : span.start]
    behind = text[span.end : span.end + 1]
    if (before and is_word_character(before)) or (behind and is_word_character(behind)):
        raise AnnotationError(f"«{words}» cuts a word", ident)


def _check_binding(span: Span, text: str, ident: str) -> None:
    """Raise where a span that must belong to an event belongs to none."""
    if not span.events and (span.is_trigger or span.label in BOUND_ROLES):
        words = text[span.start : span.end]
        raise AnnotationError(f"the {span.label} «{words}» belongs to no event", ident)


def _parse_facts(line: str, ident: str) -> tuple[int, dict[str, str]]:
    """Read ``= n key=value …`` into the number and its pairs."""
    words = line[1:].split()
    if not words or not words[0].isascii() or not words[0].isdigit():
        raise AnnotationError(f"«{line}» names no event; the form is '= 1 killed=5'", ident)
    pairs: dict[str, str] = {}
    for word in words[1:]:
        key, equals, value = word.partition("=")
        if not equals or key in pairs:
            raise AnnotationError(f"'{word}' in «{line}»; the form is key=value, once a key", ident)
        pairs[key] = value
    return int(words[0]), pairs


def _build_events(
    spans: tuple[Span, ...], facts: dict[int, dict[str, str]], ident: str
) -> Iterator[AnnotatedEvent]:
    """Yield the events that the spans name, with their facts, in the order of their ids."""
    ids = sorted({event for span in spans for event in span.events})
    for event_id in facts:
        if event_id not in ids:
            raise AnnotationError(f"'= {event_id}' names an event that no span has", ident)
    for event_id in ids:
        event_type = event_type_of(event_id, spans)
        if event_type is None:
            raise AnnotationError(f"event {event_id} has no trigger and no casualties", ident)
        types = {span.label for span in spans if span.is_trigger and event_id in span.events}
        if len(types) > 1:
            raise AnnotationError(
                f"event {event_id} has two types: {', '.join(sorted(types))}", ident
            )
        pairs = dict(facts.get(event_id, {}))
        status = _parse_status(pairs.pop(_STATUS, Status.ACTUAL), ident)
        counts = tuple(_parse_counts(pairs, ident))
        yield AnnotatedEvent(event_id, event_type, status, counts)


def _parse_status(value: str, ident: str) -> Status:
    try:
        return Status(value)
    except ValueError:
        accepted = ", ".join(Status)
        raise AnnotationError(f"status={value}; accepted: {accepted}", ident) from None


def _parse_counts(pairs: dict[str, str], ident: str) -> Iterator[tuple[Outcome, Count]]:
    """Yield the counts of an event in the order of ``Outcome``."""
    unknown = sorted(set(pairs) - set(Outcome))
    if unknown:
        accepted = ", ".join([*Outcome, _STATUS])
        raise AnnotationError(f"unknown key {unknown[0]}; accepted: {accepted}", ident)
    for outcome in Outcome:
        value = pairs.get(outcome)
        if value is None:
            continue
        if value != SOME and not (value.isascii() and value.isdigit()):
            raise AnnotationError(f"{outcome}={value}; accepted: a number or {SOME}", ident)
        yield outcome, None if value == SOME else int(value)


def _format_spans(sentence: AnnotatedSentence) -> str:
    parts: list[str] = []
    position = 0
    for span in sentence.spans:
        ids = "#" + ",".join(map(str, span.events)) if span.events else ""
        parts.append(sentence.text[position : span.start])
        parts.append(f"[{span.label}{ids} {sentence.words_of(span)}]")
        position = span.end
    return "".join([*parts, sentence.text[position:]])


def _format_facts(event: AnnotatedEvent) -> str:
    """Return the ``=`` line of an event, empty where it has nothing to say."""
    pairs = [f"{outcome}={SOME if count is None else count}" for outcome, count in event.counts]
    if event.status is not Status.ACTUAL:
        pairs.append(f"{_STATUS}={event.status}")
    return f"= {event.id} {' '.join(pairs)}" if pairs else ""
