"""What a corpus is checked for beyond what its reader refuses: slips, templates, copied news."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hadath.annotations.lint import RULES, ReadCounts, lint
from hadath.annotations.overlap import RUN, RunIndex
from hadath.annotations.sentences import AnnotatedSentence
from hadath.annotations.statistics import FRAME, frame_stretches

MAX_REPEATS = 3
"""Sentences that may share a stretch of a frame."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at.

    Attributes:
        check: Which check found it.
        sentence_id: In which sentence.
        message: What was found.
    """

    check: str
    sentence_id: str
    message: str


def check_slips(
    sentences: Sequence[AnnotatedSentence],
    read_counts: ReadCounts,
    reviewed: frozenset[tuple[str, str, str]] = frozenset(),
) -> Iterator[Problem]:
    """Yield what the lint finds.

    Args:
        sentences: Annotated sentences.
        read_counts: As for ``lint``.
        reviewed: Keys of findings that were found right.
    """
    for finding in lint(sentences, read_counts, reviewed):
        detail = f" ({finding.detail})" if finding.detail else ""
        message = f"«{finding.words}»: {RULES[finding.rule]}{detail}"
        yield Problem(finding.rule, finding.sentence_id, message)


def check_frames(sentences: Iterable[AnnotatedSentence]) -> Iterator[Problem]:
    """Yield the sentences beyond the third whose frames share a stretch."""
    seen: dict[tuple[str, ...], int] = {}
    for sentence in sentences:
        stretches = sorted(frame_stretches(sentence, FRAME))
        for stretch in stretches:
            seen[stretch] = seen.get(stretch, 0) + 1
        most = max(stretches, key=lambda stretch: seen[stretch])
        if seen[most] > MAX_REPEATS:
            message = f"a frame for the {seen[most]}th time: «{' '.join(most)}»"
            yield Problem("frame", sentence.id, message)


def check_overlap(
    sentences: Sequence[AnnotatedSentence], texts: Iterable[str]
) -> Iterator[Problem]:
    """Yield the sentences that share a run of words with other texts.

    Args:
        sentences: Annotated sentences.
        texts: What nothing may be taken from; a stream, since it may be long.
    """
    # The corpus is the smaller body: it is held, and the news goes by.
    index = RunIndex(sentence.text for sentence in sentences)
    shared = {run for text in texts for run in index.all_shared(text)}
    if not shared:
        return
    taken = RunIndex(shared)
    for sentence in sentences:
        run = taken.shared(sentence.text)
        if run is not None:
            yield Problem("overlap", sentence.id, f"{RUN} words in a row as in the news: «{run}»")
