from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hadath.annotations.bio import TAGS, may_follow
from hadath.annotations.labels import EventType, Role
from hadath.annotations.words import cut_words
from hadath.inference.decoder import Decoder, log_softmax
from offsets import assert_mentions

DECODER = Decoder(TAGS)


def _log_probs(tags: list[str], sure: float = 5.0) -> np.ndarray:
    logits = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for row, tag in enumerate(tags):
        logits[row, TAGS.index(tag)] = sure
    return log_softmax(logits)


def test_an_allowed_path_is_kept() -> None:
    tags = ["O", f"B-{Role.TARGET}", f"I-{Role.TARGET}", f"B-{Role.TARGET}", "O"]
    assert [TAGS[i] for i in DECODER.decode(_log_probs(tags))] == tags


@pytest.mark.parametrize("before", ["O", f"B-{Role.TIME}"])
def test_an_inside_tag_never_stands_without_its_begin(before: str) -> None:
    path = [TAGS[i] for i in DECODER.decode(_log_probs([before, f"I-{Role.TARGET}"]))]
    assert may_follow("O", path[0])
    assert may_follow(path[0], path[1])


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6), st.integers(0, 12))
def test_any_path_is_valid_iob2(seed: int, n_words: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(n_words, len(TAGS))).astype(np.float32) * 4
    path = ["O", *(TAGS[i] for i in DECODER.decode(log_softmax(logits)))]
    assert all(may_follow(before, tag) for before, tag in pairwise(path))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_no_allowed_path_of_two_words_is_better(seed: int) -> None:
    log_probs = log_softmax(
        np.random.default_rng(seed).normal(size=(2, len(TAGS))).astype(np.float32)
    )
    chosen = DECODER.decode(log_probs)
    best = max(
        log_probs[0, i] + log_probs[1, j]
        for i, first in enumerate(TAGS)
        for j, second in enumerate(TAGS)
        if may_follow("O", first) and may_follow(first, second)
    )
    assert log_probs[0, chosen[0]] + log_probs[1, chosen[1]] == pytest.approx(best, abs=1e-5)


def test_punctuation_is_trimmed_from_the_edges_of_a_mention() -> None:
    text = 'قصف "السوق"، أمس'
    tags = [
        f"B-{EventType.SHELLING}",
        f"B-{Role.TARGET}",
        *[f"I-{Role.TARGET}"] * 3,
        f"B-{Role.TIME}",
    ]
    mentions = DECODER.mentions(text, cut_words(text), _log_probs(tags))
    assert_mentions(text, mentions, ["قصف", "السوق", "أمس"])
    assert all(0 < mention.score <= 1 for mention in mentions)


def test_no_words_no_mentions() -> None:
    assert DECODER.mentions("", [], np.zeros((0, len(TAGS)), dtype=np.float32)) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("مجموعة متحصنة داخل", "مجموعة متحصنة"),
        ("خمسة من الذين", "خمسة"),
        ("وقف القتال عَلى", "وقف القتال"),
        ("قاعدة إلى،", "قاعدة"),
        ("عن", "عن"),
        ("شارع بعدن", "شارع بعدن"),
    ],
)
def test_no_mention_ends_with_what_only_opens_a_phrase(text: str, kept: str) -> None:
    words = cut_words(text)
    tags = [f"B-{Role.TARGET}"] + [f"I-{Role.TARGET}"] * (len(words) - 1)
    assert_mentions(text, DECODER.mentions(text, words, _log_probs(tags)), [kept])
