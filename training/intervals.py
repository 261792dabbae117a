"""How sure an F1 is: bootstrap intervals over sentences (Efron 1979).

Sentences are drawn with replacement, as many as there are; the interval runs from the 2.5th to the
97.5th percentile of the F1 of the samples. It tells what other sentences of the same kind might
give, not what another kind would.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hadath.annotations.sentences import AnnotatedSentence
from hadath.inference.records import CodedDocument
from hadath.training.metrics import Measure, measure

SAMPLES = 1000
SEED = 17
_PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Interval:
    """A measure with its 95 % interval.

    Attributes:
        measure: Over all sentences.
        low: Lower end of its F1.
        high: Upper end.
    """

    measure: Measure
    low: float
    high: float


def intervals(
    sentences: Sequence[AnnotatedSentence], coded: Sequence[CodedDocument]
) -> tuple[Interval, ...]:
    """Score extracted documents with intervals; the same call gives the same ones.

    Args:
        sentences: The annotated sentences, at least one.
        coded: What was extracted from each.

    Returns:
        What ``measure`` returns, in its order.
    """
    pairs = list(zip(sentences, coded, strict=True))
    rows = [measure([pair]) for pair in pairs]
    counts = np.array([[(m.gold + m.found, m.right) for m in row] for row in rows])
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(SAMPLES, len(pairs)))
    # Counts of a sample are sums of rows, as often as each was drawn: (SAMPLES, n_measures, 2).
    times = np.stack([np.bincount(sample, minlength=len(pairs)) for sample in drawn])
    sums = np.tensordot(times, counts, axes=1)
    f1 = 2 * sums[..., 1] / np.maximum(sums[..., 0], 1)
    low, high = np.percentile(f1, _PERCENTILES, axis=0)
    return tuple(
        Interval(entry, float(low[index]), float(high[index]))
        for index, entry in enumerate(measure(pairs))
    )
