"""The whole way with sentences of one's own: ``python -m hadath.training.walkthrough MINE.txt``.

It goes on training from the model that ships, says what that gained on sentences kept back, and
leaves a folder that ``hadath extract --model`` reads. ``training/README.md`` tells the same story
with commands.
"""

from pathlib import Path
from typing import Annotated

import typer

from hadath.annotations.corpus import without_heldout
from hadath.annotations.errors import HadathError
from hadath.annotations.markup import read_corpus
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import Recipe, load_recipe
from hadath.inference.calibration import UNCALIBRATED
from hadath.inference.extractor import EventExtractor
from hadath.inference.loading import EMBEDDED
from hadath.training.data import TrainingData, load_data
from hadath.training.evaluate import evaluate, extract_all
from hadath.training.export import export_model
from hadath.training.runs import train_and_export

KEPT_BACK = 5
"""One sentence in this many is not trained on, so that the gain can be told."""


def walk(mine: Path, recipe: Recipe, folder: Path) -> Path:
    """Train on sentences of one's own, tell what it gained, and export.

    Args:
        mine: Sentences in the written form.
        recipe: How they are trained on, beside the corpus.
        folder: Of the run.

    Returns:
        The folder of the new model, for ``hadath extract --model``.

    Raises:
        HadathError: The sentences cannot be read, or are too few to keep any back.
    """
    # You annotated some sentences. Every fifth is put away: how good a model is can only be told
    # on what it has not seen.
    sentences = read_corpus(mine)
    kept_back = sentences[::KEPT_BACK]
    own = without_heldout([sentence for sentence in sentences if sentence not in kept_back])
    if not own:
        raise HadathError(f"{mine}: {len(sentences)} sentences are too few to keep one back")
    print(f"{len(own)} sentences to train on, {len(kept_back)} kept back")

    # First, what the model that ships makes of the sentences that were put away; without the
    # thresholds that were fitted to it, since the new model has none yet.
    shipped = EventExtractor.from_pretrained().calibrated(UNCALIBRATED)
    _print_scores("before", shipped, kept_back)

    # Yours are trained on together with the corpus that ships: a model that sees only the new
    # forgets the old. The corpus's dev sentences watch over the training.
    corpus = load_data(recipe.data)
    data = TrainingData((*corpus.train, *own), corpus.dev)
    trained = train_and_export(recipe, data, folder)
    if trained is None:  # the main process of several tells the rest
        return folder

    # The same sentences again. A gain on forty sentences is a hint, on two hundred a figure.
    _print_scores("after", trained, kept_back)

    # What was trained weighs a hundred megabytes; with 8-bit weights it is as small as what ships.
    exported = folder / "exported"
    export_model(folder, exported)

    # And that is what a user runs.
    coded = EventExtractor.from_pretrained(exported)(kept_back[0].text)
    print(f"{len(coded.events)} events in: {coded.document.text}")
    print(f"hadath extract article.txt --model {exported}")
    return exported


def _print_scores(when: str, extractor: EventExtractor, sentences: list[AnnotatedSentence]) -> None:
    report = evaluate(sentences, extract_all(extractor, sentences))
    scores = ", ".join(f"{entry.name} {entry.f1:.3f}" for entry in report.measures)
    print(f"{when}: F1 of {scores}")


def main(
    mine: Annotated[Path, typer.Argument(help="Annotated sentences, in the written form.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the run.")] = Path("runs/own"),
    epochs: Annotated[int | None, typer.Option(min=1, help="In place of the recipe's.")] = None,
) -> None:
    """Train from the model that ships on sentences of your own, evaluate and export."""
    recipe = load_recipe("further").adapted(None, epochs, None, start=str(EMBEDDED))
    try:
        walk(mine, recipe, out)
    except HadathError as error:
        raise SystemExit(f"error: {error}") from error


if __name__ == "__main__":
    typer.run(main)
