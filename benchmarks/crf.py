"""The baseline that the model must beat: a linear-chain CRF on word features.

Trains on the corpus and on NEWS, tags the held-out ones, links them by their
order in the sentence, and prints the tables of ``hadath evaluate``::

    python benchmarks/crf.py NEWS.txt [--out predictions.jsonl]

For a fair comparison NEWS holds what the model was trained on: the given annotated news and, beside
it, what ``hadath corpus attach`` puts together.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import sklearn_crfsuite
import typer
from rich.console import Console

from hadath.annotations.bio import to_spans, to_tags
from hadath.annotations.corpus import load_corpus, only_heldout, without_heldout
from hadath.annotations.markup import read_corpus
from hadath.annotations.overlap import fold
from hadath.annotations.sentences import AnnotatedSentence
from hadath.annotations.words import cut_words
from hadath.inference.coder import code_event
from hadath.inference.proximity import link_by_proximity
from hadath.inference.records import CodedDocument, Document, Mention, Sentence
from hadath.inference.serialization import to_json
from hadath.training.evaluate import evaluate, tables

AROUND = (-2, -1, 0, 1, 2)
"""Neighbours whose features a word sees."""

AFFIX = 4
"""Letters of the longest prefix and suffix that are features."""


def features_of(text: str) -> list[dict[str, bool]]:
    """Return the features of each word: spelling, affixes, shape, and those of its neighbours."""
    words = [fold(text[word.start : word.end]) for word in cut_words(text)]
    return [dict.fromkeys(_at(words, index), True) for index in range(len(words))]


def _at(words: list[str], index: int) -> Iterator[str]:
    for offset in AROUND:
        place = index + offset
        if not 0 <= place < len(words):
            yield f"{offset}:edge"
            continue
        word = words[place]
        yield f"{offset}:{word}"
        if abs(offset) <= 1:
            yield f"{offset}:digit={word.isdigit()}"
            for length in range(1, min(AFFIX, len(word)) + 1):
                yield f"{offset}:^{word[:length]}"
                yield f"{offset}:{word[-length:]}$"
    if index:
        yield f"pair:{words[index - 1]} {words[index]}"


def train(sentences: list[AnnotatedSentence]) -> sklearn_crfsuite.CRF:
    """Fit the CRF: L-BFGS, L1 and L2 0.05 each, 80 iterations."""
    crf = sklearn_crfsuite.CRF(algorithm="lbfgs", c1=0.05, c2=0.05, max_iterations=80)
    tags = [to_tags(cut_words(s.text), s.spans) for s in sentences]
    return crf.fit([features_of(s.text) for s in sentences], tags)


def extract(crf: sklearn_crfsuite.CRF, sentence: AnnotatedSentence) -> CodedDocument:
    """Tag, link and code one sentence."""
    words = cut_words(sentence.text)
    tags = list(crf.predict_single(features_of(sentence.text)))
    previous = "O"
    for index, tag in enumerate(tags):  # CRFsuite may begin a span in its middle
        if tag.startswith("I-") and previous[2:] != tag[2:]:
            tags[index] = "B-" + tag[2:]
        previous = tags[index]
    mentions = [Mention(s.start, s.end, s.label) for s in to_spans(words, tags)]
    whole = Sentence(0, len(sentence.text))
    linked = link_by_proximity(sentence.text, mentions)
    events = [
        code_event(sentence.text, event, f"{sentence.id}#{n}", whole, None, None)
        for n, event in enumerate(linked, start=1)
    ]
    document = Document(sentence.id, sentence.text)
    return CodedDocument(document, tuple(mentions if events else ()), tuple(events))


def main(news: Path, out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Train on NEWS and the corpus, score on the held-out sentences of NEWS."""
    sentences = read_corpus(news)
    crf = train([*without_heldout(sentences), *load_corpus("train")])
    held = only_heldout(sentences)
    coded = [extract(crf, sentence) for sentence in held]
    if out is not None:
        out.write_text("".join(to_json(c) + "\n" for c in coded), encoding="utf-8")
    for table in tables(evaluate(held, coded)):
        Console(width=100).print(table)


if __name__ == "__main__":
    typer.run(main)
