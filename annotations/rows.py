"""Annotated sentences as plain rows: the form of the JSON Lines and of the data set on the Hub."""

import json
from collections.abc import Iterable
from typing import Any

from hadath.annotations.bio import to_tags
from hadath.annotations.corpus import region_of, split_of
from hadath.annotations.sentences import AnnotatedEvent, AnnotatedSentence
from hadath.annotations.words import cut_words


def to_row(sentence: AnnotatedSentence) -> dict[str, Any]:
    """Return a sentence of the corpus as a row.

    Args:
        sentence: With an id of the corpus.

    Returns:
        ``id``, ``split``, ``region``, ``text``; ``tokens`` and ``ner_tags``, one a word; ``spans``
        with offsets in characters of ``text``; ``events``, whose ``count`` is ``None`` where
        people were hurt and not counted.
    """
    words = cut_words(sentence.text)
    return {
        "id": sentence.id,
        "split": split_of(sentence.id),
        "region": region_of(sentence.id),
        "text": sentence.text,
        "tokens": [sentence.text[word.start : word.end] for word in words],
        "ner_tags": to_tags(words, sentence.spans),
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "label": str(span.label),
                "text": sentence.words_of(span),
                "events": list(span.events),
            }
            for span in sentence.spans
        ],
        "events": [_event(event) for event in sentence.events],
    }


def to_jsonl(sentences: Iterable[AnnotatedSentence]) -> str:
    """Write sentences of the corpus as JSON Lines, Arabic as it is."""
    return "".join(json.dumps(to_row(s), ensure_ascii=False) + "\n" for s in sentences)


def _event(event: AnnotatedEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": str(event.type),
        "status": str(event.status),
        "counts": [{"outcome": str(outcome), "count": count} for outcome, count in event.counts],
    }
