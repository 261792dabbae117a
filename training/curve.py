"""The learning curve: what more of the corpus gains on real news, and what it gains beside it.

Each point is a training run of its own, scored on the held-out real news. Points already in the
folder are kept, so that a curve of many hours can be stopped and gone on with.
"""

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from hadath.annotations.corpus import document_of, load_corpus, only_heldout, without_heldout
from hadath.annotations.errors import AnnotationError, RecipeError
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import Recipe
from hadath.training.data import TrainingData
from hadath.training.evaluate import evaluate, extract_all
from hadath.training.finetune import CHECKPOINTS
from hadath.training.plots import plot_curve
from hadath.training.runs import train_and_export

SHARES = (0.0, 0.25, 0.5, 1.0)
"""Of the corpus's training documents."""

MEASURES = {"span": "spans (strict)", "argument": "arguments"}
"""The measures that are drawn, by field of a point, as the evaluation names them."""

MIN_UPDATES = 400
"""A small share is trained for more epochs, up to so many updates: with the recipe's own it would
show too little training, not too little data."""

_POINT = "point.json"


@dataclass(frozen=True, slots=True)
class Point:
    """One run of the curve.

    Attributes:
        share: Of the corpus's training documents, 0 to 1.
        has_news: Whether the real news was trained on as well.
        n_sentences: How many sentences it was trained on.
        epochs: Passes over them.
        span: Strict span F1 on the held-out real news.
        argument: Argument F1 there.
    """

    share: float
    has_news: bool
    n_sentences: int
    epochs: int
    span: float
    argument: float


def draw_curve(recipe: Recipe, news: Sequence[AnnotatedSentence], folder: Path) -> list[Point]:
    """Train and score every point of the curve.

    Args:
        recipe: How each point is trained.
        news: The annotated real news, held-out sentences included.
        folder: Gets a folder a point, ``curve.json`` and ``curve.svg``.

    Returns:
        The points, those without news first.

    Raises:
        AnnotationError: The news holds none of the held-out sentences.
    """
    held = only_heldout(list(news))
    if not held:
        raise AnnotationError("none of the held-out sentences is in the file of real news")
    fit = without_heldout(list(news))
    points = [
        _point(recipe, share, fit if has_news else [], held, folder)
        for has_news in (False, True)
        for share in SHARES
        if share or has_news
    ]
    rows = [asdict(point) for point in points]
    (folder / "curve.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    plot_curve(_lines(points), folder / "curve.svg")
    return points


def share_of(sentences: Sequence[AnnotatedSentence], share: float) -> list[AnnotatedSentence]:
    """Return the sentences of a share of the documents; a smaller share lies in a larger one.

    Args:
        sentences: Sentences of the corpus.
        share: Of their documents, 0 to 1; which ones is told by their ids' hashes.
    """
    documents = sorted(
        {document_of(sentence.id) for sentence in sentences},
        key=lambda document: sha256(document.encode("utf-8")).hexdigest(),
    )
    kept = set(documents[: round(share * len(documents))])
    return [sentence for sentence in sentences if document_of(sentence.id) in kept]


def epochs_for(n_sentences: int, recipe: Recipe) -> int:
    """Return the epochs of a point: the recipe's, or what ``MIN_UPDATES`` take if that is more."""
    batch = recipe.optimization.batch_size * recipe.optimization.gradient_accumulation
    updates = math.ceil(n_sentences / batch)
    return max(recipe.optimization.epochs, math.ceil(MIN_UPDATES / updates))


def _lines(points: Sequence[Point]) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Return the curves by measure and by what was trained on."""
    labels = {True: "with real news", False: "corpus alone"}
    return {
        field: {
            label: [(p.share, getattr(p, field)) for p in points if p.has_news is has_news]
            for has_news, label in labels.items()
        }
        for field in MEASURES
    }


def _point(
    recipe: Recipe,
    share: float,
    news: Sequence[AnnotatedSentence],
    held: Sequence[AnnotatedSentence],
    folder: Path,
) -> Point:
    """Return one point, trained unless it lies in the folder."""
    run = folder / f"{round(100 * share):03d}-{'news' if news else 'alone'}"
    if (run / _POINT).is_file():
        return Point(**json.loads((run / _POINT).read_text(encoding="utf-8")))
    train = [*share_of(load_corpus("train"), share), *news]
    data = TrainingData(tuple(train), tuple(load_corpus("dev")))
    epochs = epochs_for(len(train), recipe)
    extractor = train_and_export(recipe.adapted(None, epochs, None), data, run)
    if extractor is None:
        raise RecipeError("a learning curve is drawn by one process, not by several")
    shutil.rmtree(run / CHECKPOINTS)  # a third of a gigabyte each
    scores = {m.name: m.f1 for m in evaluate(held, extract_all(extractor, held)).measures}
    point = Point(
        share,
        bool(news),
        len(train),
        epochs,
        **{field: scores[name] for field, name in MEASURES.items()},
    )
    (run / _POINT).write_text(json.dumps(asdict(point)) + "\n", encoding="utf-8")
    return point
