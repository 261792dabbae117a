"""Run the extractor over annotated sentences and report how good it is.

With ``calibration`` the module that runs inference to score it: what is scored is what users run.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nervaluate.evaluator import Evaluator
from rich.table import Table
from seqeval.metrics import classification_report
from seqeval.scheme import IOB2

from hadath.annotations.bio import to_tags
from hadath.annotations.labels import LABELS
from hadath.annotations.sentences import AnnotatedSentence, Span
from hadath.annotations.words import cut_words
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument, Document, Mention
from hadath.training.calibration import (
    Reliability,
    confidence_table,
    judge_events,
    judge_mentions,
    reliability,
)
from hadath.training.lost import Cause, lost_table, lost_tuples
from hadath.training.metrics import Measure, measure

_PARTIAL = ("strict", "exact", "partial", "ent_type")


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found.

    Attributes:
        n_sentences: How many were scored.
        measures: Spans, events, arguments, numbers, tuples, status.
        labels: Strict IOB2 scores by label, as seqeval counts them.
        partial: Scores under nervaluate's four ways to match.
        lost: Lost tuples by what lost them.
        confidence: What the scores of mentions and of events are worth.
    """

    n_sentences: int
    measures: tuple[Measure, ...]
    labels: tuple[Measure, ...]
    partial: tuple[tuple[str, float, float, float], ...]
    lost: Counter[Cause]
    confidence: tuple[Reliability, ...]


def extract_all(
    extractor: EventExtractor, sentences: Sequence[AnnotatedSentence], gold_spans: bool = False
) -> list[CodedDocument]:
    """Extract the events of annotated sentences, a document each.

    Args:
        extractor: What is evaluated.
        sentences: Annotated sentences; their annotation is not looked at but for
        gold_spans: Link the annotated spans in place of the tagged ones.
    """
    if not gold_spans:
        return list(extractor.extract(Document(s.id, s.text) for s in sentences))
    return [
        extractor.link_mentions(
            Document(s.id, s.text), [Mention(x.start, x.end, x.label) for x in s.spans]
        )
        for s in sentences
    ]


def evaluate(sentences: Sequence[AnnotatedSentence], coded: Sequence[CodedDocument]) -> Report:
    """Score extracted documents.

    Args:
        sentences: The annotated sentences.
        coded: What was extracted from each.
    """
    gold, found = [], []
    for sentence, document in zip(sentences, coded, strict=True):
        words = cut_words(sentence.text)
        gold.append(to_tags(words, sentence.spans))
        spans = [Span(m.start, m.end, m.label) for m in document.mentions]
        found.append(to_tags(words, spans))
    return Report(
        len(sentences),
        tuple(measure(zip(sentences, coded, strict=True))),
        _by_label(gold, found),
        _partial(gold, found),
        lost_tuples(sentences, coded),
        (
            reliability("spans", judge_mentions(sentences, coded)),
            reliability("events", judge_events(sentences, coded)),
        ),
    )


def tables(report: Report) -> list[Table]:
    """Return a report as tables for a terminal."""
    events = _table(f"Events, {report.n_sentences} sentences")
    for entry in report.measures:
        _add(events, entry)
    labels = _table("Spans by label (seqeval, strict IOB2)")
    for entry in report.labels:
        _add(labels, entry)
    partial = Table("matching", "precision", "recall", "F1", title="Spans (nervaluate)")
    for name, *values in report.partial:
        partial.add_row(name, *(f"{value:.3f}" for value in values))
    n_events = next(entry.gold for entry in report.measures if entry.name == "events")
    return [
        events,
        labels,
        partial,
        confidence_table(report.confidence),
        lost_table(report.lost, n_events),
    ]


def to_dict(report: Report) -> dict[str, object]:
    """Return a report as a JSON object."""
    return {
        "sentences": report.n_sentences,
        "measures": {m.name: _figures(m) for m in report.measures},
        "labels": {m.name: _figures(m) for m in report.labels},
        "partial": {
            name: {"precision": p, "recall": r, "f1": f1} for name, p, r, f1 in report.partial
        },
        "lost": {str(cause): n for cause, n in report.lost.items()},
        "calibration_error": {entry.name: entry.error for entry in report.confidence},
    }


def _figures(entry: Measure) -> dict[str, float]:
    return {
        "precision": entry.precision,
        "recall": entry.recall,
        "f1": entry.f1,
        "gold": entry.gold,
    }


def _table(title: str) -> Table:
    table = Table("", "annotated", "extracted", "precision", "recall", "F1", title=title)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _add(table: Table, entry: Measure) -> None:
    rates = (f"{value:.3f}" for value in (entry.precision, entry.recall, entry.f1))
    table.add_row(entry.name, str(entry.gold), str(entry.found), *rates)


def _by_label(gold: list[list[str]], found: list[list[str]]) -> tuple[Measure, ...]:
    report = classification_report(
        gold, found, mode="strict", scheme=IOB2, output_dict=True, zero_division=0
    )
    measures = []
    for label in LABELS:
        row = report.get(str(label))
        if row is None:
            continue
        right = round(row["recall"] * row["support"])
        n_found = round(right / row["precision"]) if row["precision"] else _count(found, str(label))
        measures.append(Measure(str(label), int(row["support"]), n_found, right))
    return tuple(measures)


def _count(tags: list[list[str]], label: str) -> int:
    return sum(tag == f"B-{label}" for sentence in tags for tag in sentence)


def _partial(
    gold: list[list[str]], found: list[list[str]]
) -> tuple[tuple[str, float, float, float], ...]:
    if not any(tag != "O" for sentence in gold for tag in sentence):
        return ()
    results = Evaluator(
        gold, found, tags=[str(label) for label in LABELS], loader="list"
    ).evaluate()
    overall = results["overall"]
    return tuple(
        (name, overall[name].precision, overall[name].recall, overall[name].f1) for name in _PARTIAL
    )
