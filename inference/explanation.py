"""Why an event came out as it did: the steps of the extractor, told one by one."""

from collections.abc import Iterator, Sequence

import numpy as np

from hadath.annotations.labels import ACTOR_ROLES
from hadath.inference.casualties import read_event
from hadath.inference.extractor import ReadSentence
from hadath.inference.linker import CARRY, JOIN, MERGE, membership, sameness
from hadath.inference.names import name_of
from hadath.inference.records import CodedEvent, LinkedEvent, Mention
from hadath.inference.resolver import resolve_actor
from hadath.inference.table import isolate, number_of, parts_of, shown


def explain(text: str, read: ReadSentence, events: Sequence[CodedEvent]) -> Iterator[str]:
    """Tell how a sentence was read, a line a step.

    Args:
        text: The raw document.
        read: What the extractor did with the sentence.
        events: Its events, coded.

    Yields:
        Lines; Arabic stands between direction isolates.
    """
    sentence = read.sentence
    yield f"sentence {sentence.start}:{sentence.end}"
    yield f"  {isolate(text[sentence.start : sentence.end])}"
    yield "  spans" if read.found else "  spans: none"
    for mention in read.found:
        yield f"    {mention.score:.2f} {mention.label:<10} {_words(text, mention)}"
    if read.found and not read.events:
        yield "  events: none; nothing carries one, so the spans are dropped"
    for number, (linked, coded) in enumerate(zip(read.events, events, strict=True), start=1):
        yield f"  event {number}: {coded.type}, {coded.status}, score {coded.score:.2f}"
        yield from (f"    {line}" for line in _links(text, read, linked))
        yield from (f"    {line}" for line in _numbers(text, linked, coded))
        yield from (f"    {line}" for line in _actors(text, linked))


def _links(text: str, read: ReadSentence, event: LinkedEvent) -> Iterator[str]:
    """Tell why each mention belongs to an event."""
    anchors = [read.found.index(mention) for mention in event.triggers or (event.anchor,)]
    yield from _anchor_lines(text, read, anchors)
    for mention in event.arguments:
        index = read.found.index(mention)
        if index in anchors:
            continue
        if read.scores is None:
            reason = "by the order of the sentence"
        else:
            logit = membership(read.scores, anchors, index)
            reason = (
                f"linked at {_chance(logit):.2f} (above {_chance(JOIN):.2f})"
                if logit > JOIN
                else f"linked at {_chance(logit):.2f}: no event reached {_chance(JOIN):.2f}, "
                "this is the nearest"
            )
        yield f"{mention.label:<10} {_words(text, mention)}  {reason}"


def _anchor_lines(text: str, read: ReadSentence, anchors: Sequence[int]) -> Iterator[str]:
    """Tell what carries an event: a trigger, those that tell of it again, or casualties."""
    for position, index in enumerate(anchors):
        mention = read.found[index]
        line = f"{'trigger' if mention.is_trigger else mention.label:<10} {_words(text, mention)}"
        if not mention.is_trigger:
            line += "  no trigger: carries the event itself"
            if read.scores is not None:
                chance = _chance(read.scores[index, index])
                line += f" at {chance:.2f} (above {_chance(CARRY):.2f}, or nothing else can)"
        elif position:
            line += "  tells of the same event"
            if read.scores is not None:
                earlier = (sameness(read.scores, other, index) for other in anchors[:position])
                line += f" at {_chance(max(earlier)):.2f} (above {_chance(MERGE):.2f})"
        yield line


def _numbers(text: str, linked: LinkedEvent, coded: CodedEvent) -> Iterator[str]:
    """Tell how each number was read, and what they add up to."""
    for entry in read_event(text, linked):
        count = shown(entry.reading.count)
        yield f"{entry.outcome:<10} {_words(text, entry.mention)}  {count}, by {entry.reading.rule}"
    for toll in coded.tolls:
        named = "" if toll.mentions else ", the targets of a trigger that means killing"
        parts = f", of whom {parts_of(toll)}" if toll.parts else ""
        yield f"{'= ' + toll.outcome:<10} {number_of(toll)}{named}{parts}"


def _actors(text: str, linked: LinkedEvent) -> Iterator[str]:
    """Tell whom each mention names, and how sure that is."""
    for mention in linked.arguments:
        if mention.label not in ACTOR_ROLES:
            continue
        match = resolve_actor(name_of(text[mention.start : mention.end]))
        if match is not None:
            yield (
                f"{'actor':<10} {_words(text, mention)}  {match.actor.id}, {match.actor.name_en}, "
                f"at {match.score:.2f} by {isolate(match.matched)}"
            )


def _words(text: str, mention: Mention) -> str:
    return isolate(text[mention.start : mention.end])


def _chance(logit: float) -> float:
    """Return the probability that a logit stands for."""
    return float(1 / (1 + np.exp(-logit)))
