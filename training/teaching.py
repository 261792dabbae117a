"""What several models say of sentences that nobody annotated, the lessons of a student.

The mean of the probabilities of models is right more often than each of them, and tells how sure it
is: Hinton et al. (2015), "Distilling the knowledge in a neural network".
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from transformers import PreTrainedTokenizerFast

from hadath.annotations.alignment import first_pieces
from hadath.annotations.bio import BEGIN, TAGS
from hadath.annotations.errors import ModelError
from hadath.annotations.labels import EVENT_TYPES, Role
from hadath.annotations.words import cut_words
from hadath.inference.loading import LoadedModel
from hadath.inference.tagger import TaggedSentence, Tagger

_TRIGGERS = [TAGS.index(BEGIN + label) for label in EVENT_TYPES]
_CASUALTIES = TAGS.index(BEGIN + Role.CASUALTIES)
_BEGINS = [index for index, tag in enumerate(TAGS) if tag.startswith(BEGIN)]

_CHUNK = 512
"""Sentences that are tagged at once."""

_QUIET = 0.03
"""Where no word is a trigger or begins casualties with this probability, there is no event."""

_RARE = 0.05
"""Pairs that count less teach nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One sentence, and the mean of what the teachers say of its words.

    Attributes:
        input_ids: Subword ids with the special tokens: ``(seq_len,)``.
        pieces: The first subword of each word that has one: ``(n_words,)``.
        tags: Probabilities: ``(n_words, n_tags)``.
        links: Probabilities that an anchor and a member share an event: ``(n_words, n_words)``.
        pairs: How much each of these counts, the chance that its first word is an anchor and its
            second begins a mention: ``(n_words, n_words)``.
        statuses: Probabilities: ``(n_words, n_statuses)``.
        anchors: How much each of these counts: ``(n_words,)``.
    """

    input_ids: tuple[int, ...]
    pieces: np.ndarray
    tags: np.ndarray
    links: np.ndarray
    pairs: np.ndarray
    statuses: np.ndarray
    anchors: np.ndarray

    @property
    def is_quiet(self) -> bool:
        """Whether the teachers see no event."""
        chances = self.tags[:, _TRIGGERS].sum(axis=1), self.tags[:, _CASUALTIES]
        return max(chance.max() for chance in chances) < _QUIET


def teach(
    teachers: Sequence[LoadedModel],
    texts: Sequence[str],
    tokenizer: PreTrainedTokenizerFast,
    max_length: int,
) -> Iterator[Lesson]:
    """Ask the teachers about sentences.

    Args:
        teachers: Models with a linker; each has its own tokenizer.
        texts: Sentences.
        tokenizer: The student's.
        max_length: Subwords of a sentence at most, special tokens counted.

    Yields:
        A lesson a sentence; none for one that is too long or has no word.

    Raises:
        ModelError: A teacher has no linker.
    """
    taggers = [(Tagger.of(model), _order_of(model)) for model in teachers]
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        told = [[_probabilities(one, order) for one in t.tag(chunk)] for t, order in taggers]
        for index, text in enumerate(chunk):
            lesson = _lesson(text, [answers[index] for answers in told], tokenizer, max_length)
            if lesson is not None:
                yield lesson


def thin_quiet(lessons: Sequence[Lesson], share: float, seed: int) -> list[Lesson]:
    """Keep all lessons with an event, and a share of those without.

    Args:
        lessons: What ``teach`` gave.
        share: 0 to 1.
        seed: Of the draw.
    """
    draw = random.Random(seed)
    return [lesson for lesson in lessons if not lesson.is_quiet or draw.random() < share]


_Answer = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Tag probabilities, link logits and status logits of the words of a sentence."""


def _order_of(model: LoadedModel) -> list[int]:
    """Return where a model has each of our tags."""
    return [model.tags.index(tag) for tag in TAGS]


def _probabilities(told: TaggedSentence, order: list[int]) -> _Answer:
    if told.links is None or told.statuses is None:
        raise ModelError("a teacher has no linker; accepted: models that 'hadath train' trained")
    return np.exp(told.log_probs[:, order]), told.links, told.statuses


def _lesson(
    text: str, answers: Sequence[_Answer], tokenizer: PreTrainedTokenizerFast, max_length: int
) -> Lesson | None:
    """Lay the teachers' mean on the first subwords of the student."""
    encoded = tokenizer(text, return_offsets_mapping=True)
    found = first_pieces(cut_words(text), encoded["offset_mapping"])
    kept = [index for index, piece in enumerate(found) if piece is not None]
    if not kept or len(encoded["input_ids"]) > max_length:
        return None
    tags, links, statuses = (np.mean(parts, axis=0) for parts in zip(*answers, strict=True))
    tags = tags[kept] / tags[kept].sum(axis=1, keepdims=True)
    links = _sigmoid(links[np.ix_(kept, kept)])
    # Casualties are an anchor only where they carry an event themselves, which they say at (i, i).
    anchors = tags[:, _TRIGGERS].sum(axis=1) + tags[:, _CASUALTIES] * links.diagonal()
    pairs = np.outer(anchors, tags[:, _BEGINS].sum(axis=1))
    np.fill_diagonal(pairs, tags[:, _CASUALTIES])
    pairs[pairs < _RARE] = 0.0
    return Lesson(
        input_ids=tuple(encoded["input_ids"]),
        pieces=np.array([found[index] for index in kept], dtype=np.int64),
        tags=tags.astype(np.float16),
        links=links.astype(np.float16),
        pairs=pairs.astype(np.float16),
        statuses=_softmax(statuses[kept]).astype(np.float16),
        anchors=anchors.astype(np.float16),
    )


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def _softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
