"""Annotated sentences to what the Trainer eats: subword ids, tag ids, links and statuses."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.utils.data import Dataset
from transformers import PreTrainedTokenizerFast

from hadath.annotations.alignment import first_pieces
from hadath.annotations.bio import TAGS, to_tags
from hadath.annotations.labels import Role, Status
from hadath.annotations.sentences import AnnotatedSentence, Span
from hadath.annotations.words import cut_words

IGNORED = -100
"""The target of what carries none; ``torch`` leaves it out of the loss."""

_TAG_IDS = {tag: index for index, tag in enumerate(TAGS)}
_STATUS_IDS = {status: index for index, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Features:
    """One sentence for the model.

    Attributes:
        input_ids: Subword ids with the special tokens: ``(seq_len,)``.
        labels: Tag ids at the first subword of each word, else ``IGNORED``: ``(seq_len,)``.
        links: ``(anchor, member, shares an event)`` by subword.
        statuses: ``(anchor, status id)`` by subword.
    """

    input_ids: tuple[int, ...]
    labels: tuple[int, ...]
    links: tuple[tuple[int, int, int], ...] = ()
    statuses: tuple[tuple[int, int], ...] = ()


class SentenceDataset(Dataset):
    """Tokenised sentences.

    Args:
        sentences: Annotated sentences.
        tokenizer: A fast tokenizer.
        max_length: Subwords that a sentence is cut at, special tokens counted.
    """

    def __init__(
        self,
        sentences: Sequence[AnnotatedSentence],
        tokenizer: PreTrainedTokenizerFast,
        max_length: int,
    ) -> None:
        """Tokenise every sentence once."""
        self._features = [make_features(s, tokenizer, max_length) for s in sentences]

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self._features)

    def __getitem__(self, index: int) -> dict[str, object]:
        """Return one sentence, under the name that ``collate`` looks for."""
        return {"features": self._features[index]}

    @property
    def lengths(self) -> list[int]:
        """Subwords of each sentence, special tokens counted: ``(n,)``."""
        return [len(features.input_ids) for features in self._features]


def make_features(
    sentence: AnnotatedSentence, tokenizer: PreTrainedTokenizerFast, max_length: int
) -> Features:
    """Tokenise a sentence and lay its annotation on first subwords.

    Args:
        sentence: An annotated sentence.
        tokenizer: A fast tokenizer.
        max_length: Subwords that the sentence is cut at, special tokens counted.
    """
    encoded = tokenizer(
        sentence.text, truncation=True, max_length=max_length, return_offsets_mapping=True
    )
    words = cut_words(sentence.text)
    pieces = first_pieces(words, encoded["offset_mapping"])
    labels = [IGNORED] * len(encoded["input_ids"])
    for piece, tag in zip(pieces, to_tags(words, sentence.spans), strict=True):
        if piece is not None:
            labels[piece] = _TAG_IDS[tag]
    starts = {word.start: piece for word, piece in zip(words, pieces, strict=True)}
    placed = [(span, piece) for span in sentence.spans if (piece := starts[span.start]) is not None]
    return Features(
        tuple(encoded["input_ids"]),
        tuple(labels),
        tuple(_links(placed)),
        tuple(_statuses(sentence, placed)),
    )


def collate(items: Sequence[dict], padding_id: int) -> dict[str, torch.Tensor]:
    """Pad sentences to one length.

    Args:
        items: What ``SentenceDataset`` gives.
        padding_id: The subword id of padding.

    Returns:
        The arguments of ``EventModel.forward``.
    """
    batch = [item["features"] for item in items]
    size, longest = len(batch), max(len(features.input_ids) for features in batch)
    input_ids = torch.full((size, longest), padding_id)
    attention_mask = torch.zeros((size, longest), dtype=torch.long)
    labels = torch.full((size, longest), IGNORED)
    links = torch.full((size, longest, longest), IGNORED)
    statuses = torch.full((size, longest), IGNORED)
    for row, features in enumerate(batch):
        length = len(features.input_ids)
        input_ids[row, :length] = torch.tensor(features.input_ids)
        attention_mask[row, :length] = 1
        labels[row, :length] = torch.tensor(features.labels)
        for anchor, member, shares in features.links:
            links[row, anchor, member] = shares
        for anchor, status in features.statuses:
            statuses[row, anchor] = status
    return {
        "input_ids": input_ids,
        "attention_mask": attention_mask,
        "labels": labels,
        "links": links,
        "statuses": statuses,
    }


def _links(placed: list[tuple[Span, int]]) -> list[tuple[int, int, int]]:
    """Return the pairs that the linker learns from.

    A trigger is an anchor of every other span. Casualties are an anchor only of an event that
    has no trigger (rule 8), and say of themselves whether they are one.
    """
    links = []
    for span, piece in placed:
        carried = _carried_event(span, placed)
        if span.label is Role.CASUALTIES:
            links.append((piece, piece, int(carried is not None)))
        if span.is_trigger or carried is not None:
            own = set(span.events) if carried is None else {carried}
            links += [
                (piece, other, int(bool(own & set(member.events))))
                for member, other in placed
                if other != piece
            ]
    return links


def _carried_event(span: Span, placed: list[tuple[Span, int]]) -> int | None:
    """Return the event that casualties carry as its first mention, if any."""
    if span.label is not Role.CASUALTIES:
        return None
    for event in span.events:
        mentions = [other for other, _ in placed if event in other.events]
        casualties = [other for other in mentions if other.label is Role.CASUALTIES]
        if not any(other.is_trigger for other in mentions) and casualties[0] == span:
            return event
    return None


def _statuses(sentence: AnnotatedSentence, placed: list[tuple[Span, int]]) -> list[tuple[int, int]]:
    """Return the status of the event at every anchor."""
    status_of = {event.id: event.status for event in sentence.events}
    found = []
    for span, piece in placed:
        carried = _carried_event(span, placed)
        if span.is_trigger or carried is not None:
            event = span.events[0] if carried is None else carried
            found.append((piece, _STATUS_IDS[status_of[event]]))
    return found
