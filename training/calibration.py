"""Fit scores to truth, and measure how well they fit: reliability and calibration error."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from hadath.annotations.errors import AnnotationError
from hadath.annotations.sentences import AnnotatedSentence
from hadath.inference.calibration import EDGE, Calibration, logit_of
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument, Document
from hadath.training.metrics import align, annotated_events, extracted_events

BINS = 10

_TEMPERATURES = tuple(1 + step / 10 for step in range(31))
"""From 1 to 4 by tenths: a fine-tuned tagger is never too modest."""

MIN_ROLE_SCORE = 0.45
"""A role whose fitted score is below it is more often wrong than right. Chosen on sentences that
were neither trained on nor held out: 0.003 to 0.006 of span F1 and as much of argument F1. A floor
for triggers loses more events than it mends."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One score and whether what it was given to is right."""

    score: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the scores of one thing fit.

    Attributes:
        name: What was scored.
        mean_scores: Mean score in each bin; NaN in an empty one: ``(BINS,)``.
        shares: Share that is right in each bin.
        counts: How many each bin holds.
    """

    name: str
    mean_scores: tuple[float, ...]
    shares: tuple[float, ...]
    counts: tuple[int, ...]

    @property
    def error(self) -> float:
        """Expected calibration error (Naeini et al. 2015), 0 to 1."""
        total = sum(self.counts)
        rows = zip(self.mean_scores, self.shares, self.counts, strict=True)
        return sum(n * abs(mean - share) for mean, share, n in rows if n) / total if total else 0.0


def fit_calibration(
    extractor: EventExtractor, sentences: Sequence[AnnotatedSentence]
) -> Calibration:
    """Fit a model's scores to how often it is right.

    Args:
        extractor: The model; a calibration that it has is not used.
        sentences: Annotated, and not trained on.

    Returns:
        The temperature with the least log loss over mentions, the line through the logits of the
        events, and the floor for roles.

    Raises:
        AnnotationError: The model finds nothing in the sentences to fit to.
    """
    documents = [Document(sentence.id, sentence.text) for sentence in sentences]
    traces = [(d, [read for read, _ in extractor.trace(d)]) for d in documents]

    def coded_at(calibration: Calibration) -> list[CodedDocument]:
        scored = extractor.calibrated(calibration)
        return [scored.reread(document, read) for document, read in traces]

    losses = {
        temperature: _log_loss(judge_mentions(sentences, coded_at(Calibration(temperature))))
        for temperature in _TEMPERATURES
    }
    best = min(losses, key=lambda temperature: losses[temperature])
    softened = Calibration(best, min_role_score=MIN_ROLE_SCORE)
    events = judge_events(sentences, coded_at(softened))
    if len({event.is_right for event in events}) < 2:
        raise AnnotationError("too few sentences to fit the scores of events to")
    logits = np.array([[logit_of(event.score)] for event in events])
    line = LogisticRegression().fit(logits, [event.is_right for event in events])
    return replace(
        softened,
        event_scale=round(float(line.coef_[0, 0]), 4),
        event_shift=round(float(line.intercept_[0]), 4),
    )


def judge_mentions(
    sentences: Iterable[AnnotatedSentence], coded: Iterable[CodedDocument]
) -> list[Judgement]:
    """Return each extracted mention's score, and whether its characters and label are right."""
    judgements = []
    for sentence, document in zip(sentences, coded, strict=True):
        gold = {(span.start, span.end, span.label) for span in sentence.spans}
        judgements += [
            Judgement(m.score, (m.start, m.end, m.label) in gold) for m in document.mentions
        ]
    return judgements


def judge_events(
    sentences: Iterable[AnnotatedSentence], coded: Iterable[CodedDocument]
) -> list[Judgement]:
    """Return each extracted event's score, and whether there is one of its type there."""
    judgements = []
    for sentence, document in zip(sentences, coded, strict=True):
        gold, found = annotated_events(sentence), extracted_events(document)
        right = {j for i, j in align(gold, found) if gold[i].type is found[j].type}
        judgements += [
            Judgement(event.score, j in right) for j, event in enumerate(document.events)
        ]
    return judgements


def reliability(name: str, judgements: Sequence[Judgement]) -> Reliability:
    """Sort judgements into bins of equal width by their scores."""
    bins: list[list[Judgement]] = [[] for _ in range(BINS)]
    for judgement in judgements:
        bins[min(int(judgement.score * BINS), BINS - 1)].append(judgement)
    return Reliability(
        name,
        tuple(float(np.mean([j.score for j in entry])) if entry else math.nan for entry in bins),
        tuple(float(np.mean([j.is_right for j in entry])) if entry else math.nan for entry in bins),
        tuple(len(entry) for entry in bins),
    )


def confidence_table(reliabilities: Iterable[Reliability]) -> Table:
    """Return what the scores are worth as a table for a terminal."""
    table = Table("score", "of", "how many", "mean score", "share right", title="Confidence")
    for entry in reliabilities:
        for index, n in enumerate(entry.counts):
            if n:
                span = f"{index / BINS:.1f} to {(index + 1) / BINS:.1f}"
                mean, share = entry.mean_scores[index], entry.shares[index]
                table.add_row(span, entry.name, str(n), f"{mean:.3f}", f"{share:.3f}")
        total = str(sum(entry.counts))
        table.add_row("all", entry.name, total, f"calibration error {entry.error:.3f}")
        table.add_section()
    return table


def _log_loss(judgements: Sequence[Judgement]) -> float:
    chances = (j.score if j.is_right else 1 - j.score for j in judgements)
    return float(np.mean([-math.log(max(chance, EDGE)) for chance in chances] or [math.inf]))
