import pytest
from hypothesis import given
from hypothesis import strategies as st

from hadath.annotations.bio import TAGS, label_of_tag, may_follow, to_spans, to_tags
from hadath.annotations.errors import AnnotationError
from hadath.annotations.labels import LABELS, EventType, Role
from hadath.annotations.sentences import Span
from hadath.annotations.words import Word, cut_words

TEXT = "قصف الجيش، أمس، بلدتي سراقب"


def test_there_is_one_outside_tag_and_two_a_label() -> None:
    assert len(TAGS) == len(set(TAGS)) == 2 * len(LABELS) + 1
    assert label_of_tag(TAGS[0]) is None


def test_spans_become_tags() -> None:
    spans = [
        Span(0, 3, EventType.SHELLING),
        Span(4, 9, Role.ATTACKER),
        Span(11, 14, Role.TIME),
        Span(16, 27, Role.LOCATION),
    ]
    tags = to_tags(cut_words(TEXT), spans)
    begin = {role: f"B-{role}" for role in (*EventType, *Role)}
    assert tags == [
        begin[EventType.SHELLING],
        begin[Role.ATTACKER],
        "O",
        begin[Role.TIME],
        "O",
        begin[Role.LOCATION],
        f"I-{Role.LOCATION}",
    ]
    assert to_spans(cut_words(TEXT), tags) == spans


@pytest.mark.parametrize("span", [Span(0, 2, Role.TARGET), Span(1, 3, Role.TARGET)])
def test_a_span_that_cuts_a_word_is_refused(span: Span) -> None:
    with pytest.raises(AnnotationError, match="cuts a word"):
        to_tags(cut_words(TEXT), [span])


def test_overlapping_spans_are_refused() -> None:
    with pytest.raises(AnnotationError, match="overlaps"):
        to_tags(cut_words(TEXT), [Span(0, 9, Role.TARGET), Span(4, 9, Role.ATTACKER)])


@pytest.mark.parametrize("before", ["O", f"B-{Role.TIME}", f"I-{Role.TIME}"])
def test_an_inside_tag_without_its_begin_is_refused(before: str) -> None:
    inside = f"I-{Role.TARGET}"
    assert not may_follow(before, inside)
    with pytest.raises(AnnotationError, match="stands behind"):
        to_spans([Word(0, 1), Word(2, 3)], [before if before[0] != "I" else "O", inside])


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([None, *LABELS])), max_size=12))
def test_tags_and_spans_are_inverse(runs: list[tuple[int, object]]) -> None:
    words = [Word(2 * i, 2 * i + 1) for i in range(sum(length for length, _ in runs))]
    spans, first = [], 0
    for length, label in runs:
        if label is not None:
            spans.append(Span(words[first].start, words[first + length - 1].end, label))
        first += length
    assert to_spans(words, to_tags(words, spans)) == spans
