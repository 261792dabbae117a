"""The corpus that ships: its size, its balance, its split."""

from collections import Counter

import pytest

from hadath.annotations.bio import to_spans, to_tags
from hadath.annotations.corpus import (
    SPLITS,
    heldout_ids,
    load_corpus,
    only_heldout,
    split_of,
    without_heldout,
)
from hadath.annotations.labels import EventType, Outcome, Role, Status
from hadath.annotations.overlap import runs_of
from hadath.annotations.sentences import AnnotatedSentence
from hadath.annotations.words import cut_words


@pytest.fixture(scope="module")
def corpus() -> list[AnnotatedSentence]:
    return load_corpus()


def test_it_is_large_enough_and_has_no_sentence_twice(corpus: list[AnnotatedSentence]) -> None:
    assert len(corpus) >= 150
    assert len({sentence.id for sentence in corpus}) == len(corpus)
    assert len({sentence.text for sentence in corpus}) == len(corpus)


def test_every_type_role_outcome_and_status_occurs(corpus: list[AnnotatedSentence]) -> None:
    types = Counter(event.type for sentence in corpus for event in sentence.events)
    roles = Counter(span.label for sentence in corpus for span in sentence.spans)
    outcomes = Counter(o for s in corpus for event in s.events for o, _ in event.counts)
    statuses = Counter(event.status for sentence in corpus for event in sentence.events)
    print(types, roles, outcomes, statuses, sep="\n")
    assert min(types[kind] for kind in EventType) >= 40
    assert min(roles[role] for role in Role) >= 40
    assert min(outcomes[outcome] for outcome in Outcome) >= 5
    assert min(statuses[status] for status in Status) >= 20


def test_sentences_without_and_with_several_events_occur(corpus: list[AnnotatedSentence]) -> None:
    counts = Counter(min(len(sentence.events), 3) for sentence in corpus)
    assert counts[0] >= 40
    assert counts[2] + counts[3] >= 0.35 * len(corpus)
    assert counts[3] >= 0.10 * len(corpus)
    assert all(sentence.events or not sentence.spans for sentence in corpus)


def test_spans_survive_tagging(corpus: list[AnnotatedSentence]) -> None:
    for sentence in corpus:
        words = cut_words(sentence.text)
        spans = to_spans(words, to_tags(words, sentence.spans))
        assert [(s.start, s.end, s.label) for s in spans] == [
            (s.start, s.end, s.label) for s in sentence.spans
        ]


def test_casualties_have_numbers(corpus: list[AnnotatedSentence]) -> None:
    for sentence in corpus:
        for event in sentence.events:
            labels = {span.label for span in sentence.spans_of(event)}
            assert event.counts or Role.CASUALTIES not in labels, sentence.id


def test_the_split_never_tears_a_document(corpus: list[AnnotatedSentence]) -> None:
    documents: dict[str, set[str]] = {}
    for sentence in corpus:
        documents.setdefault(sentence.id.rsplit("-", 1)[0], set()).add(split_of(sentence.id))
    assert all(len(splits) == 1 for splits in documents.values())
    assert sum(len(load_corpus(split)) for split in SPLITS) == len(corpus)
    assert all(len(load_corpus(split)) >= 0.04 * len(corpus) for split in SPLITS)


def test_no_run_of_eight_words_is_in_train_and_test() -> None:
    seen = {run for sentence in load_corpus("train") for run in runs_of(sentence.text)}
    assert not [s.id for s in load_corpus("test") if seen & runs_of(s.text)]


def test_held_out_sentences_and_their_repeats_are_kept_from_training() -> None:
    held = sorted(heldout_ids())[0]
    text = "قال شهود عيان إن ثلاثة أشخاص أصيبوا في انفجار وقع قرب السوق صباحاً"
    sentences = [
        AnnotatedSentence(held, text),
        AnnotatedSentence("repeat", "كما " + text),
        AnnotatedSentence("other", "لا علاقة لهذه الجملة بما سبق"),
    ]
    assert len(heldout_ids()) == 480
    assert [s.id for s in only_heldout(sentences)] == [held]
    assert [s.id for s in without_heldout(sentences)] == ["other"]
