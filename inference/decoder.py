"""Tag probabilities to mentions: the best path that IOB2 allows.

Viterbi (1967) over words with hard constraints: an ``I-X`` stands only behind a ``B-X`` or an
``I-X``, so that no mention begins in the middle.
"""

from collections.abc import Sequence

import numpy as np

from hadath.annotations.bio import BEGIN, INSIDE, OUTSIDE, label_of_tag, may_follow
from hadath.annotations.overlap import fold
from hadath.annotations.words import Word, is_punctuation
from hadath.inference.people import word_set
from hadath.inference.records import Mention

_FORBIDDEN = -1e4

_OPENERS = word_set(
    "في من علي الي عن بين ضد مع بعد قبل خلال منذ عند داخل الذي التي الذين اللذين او"
)
"""Folded words that open something and end nothing."""


class Decoder:
    """Decodes the tags of one model.

    Args:
        tags: The model's tags in the order of their ids: ``(n_tags,)``.
    """

    def __init__(self, tags: Sequence[str]) -> None:
        """Work out which tag may follow which."""
        self.tags = tuple(tags)
        self._transitions = np.array(
            [[0.0 if may_follow(before, tag) else _FORBIDDEN for tag in tags] for before in tags],
            dtype=np.float32,
        )  # (n_tags, n_tags), from row to column
        self._starts = np.array(
            [0.0 if may_follow(OUTSIDE, tag) else _FORBIDDEN for tag in tags], dtype=np.float32
        )

    def decode(self, log_probs: np.ndarray) -> np.ndarray:
        """Find the best allowed path.

        Args:
            log_probs: Of the tags at each word: ``(n_words, n_tags)``.

        Returns:
            Tag ids: ``(n_words,)``.
        """
        n_words = len(log_probs)
        if n_words == 0:
            return np.zeros(0, dtype=np.int64)
        likeliest: np.ndarray = log_probs.argmax(axis=1)
        if self._is_allowed(likeliest):  # no path is better: transitions only forbid
            return likeliest
        best = log_probs[0] + self._starts
        back = np.zeros(log_probs.shape, dtype=np.int64)
        for word in range(1, n_words):
            scores = best[:, None] + self._transitions  # (n_tags before, n_tags)
            back[word] = scores.argmax(axis=0)
            best = scores.max(axis=0) + log_probs[word]
        path = np.zeros(n_words, dtype=np.int64)
        path[-1] = best.argmax()
        for word in range(n_words - 1, 0, -1):
            path[word - 1] = back[word, path[word]]
        return path

    def _is_allowed(self, path: np.ndarray) -> bool:
        steps = self._transitions[path[:-1], path[1:]]
        return bool(self._starts[path[0]] == 0.0 and not steps.any())

    def mentions(self, text: str, words: Sequence[Word], log_probs: np.ndarray) -> list[Mention]:
        """Decode the mentions of a sentence.

        Args:
            text: The raw text.
            words: The words of the sentence, in characters of ``text``.
            log_probs: Of the tags at each word: ``(n_words, n_tags)``.

        Returns:
            Mentions in order; none begins or ends with punctuation, nor ends with a word that only
            opens a phrase; a score is the mean probability of the words' tags.
        """
        path = self.decode(log_probs)
        mentions = []
        for first, last in self._runs(path):
            while first <= last and is_punctuation(text, words[first]):
                first += 1
            while last >= first and _may_not_end(text, words[last], last == first):
                last -= 1
            if first > last:
                continue
            label = label_of_tag(self.tags[path[first]])
            chosen = log_probs[np.arange(first, last + 1), path[first : last + 1]]
            score = float(np.exp(chosen).mean())
            if label is not None:
                mentions.append(Mention(words[first].start, words[last].end, label, score))
        return mentions

    def _runs(self, path: np.ndarray) -> list[tuple[int, int]]:
        """Return the first and last word of each tagged run."""
        runs: list[tuple[int, int]] = []
        for index, tag_id in enumerate(path):
            tag = self.tags[tag_id]
            if tag.startswith(BEGIN):
                runs.append((index, index))
            elif tag.startswith(INSIDE):
                runs[-1] = (runs[-1][0], index)
        return runs


def _may_not_end(text: str, word: Word, is_only: bool) -> bool:
    """Tell a word that no mention ends with (rule 1): punctuation, a preposition, a relative."""
    if is_punctuation(text, word):
        return True
    return not is_only and fold(text[word.start : word.end]) in _OPENERS


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return log probabilities over the last axis, in the shape of ``logits``."""
    shifted: np.ndarray = logits - logits.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted
