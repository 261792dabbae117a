"""What ``hadath push`` does."""

from pathlib import Path

import typer

from hadath.cli.consoles import results_console
from hadath.cli.extras import need
from hadath.cli.learning import EMBEDDED, located, read_sentences
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE
from hadath.training.facts import CardFacts, Evaluation, measured, read_evaluation, read_training
from hadath.training.publishing import (
    CARD,
    Upload,
    check_repository,
    collect_files,
    publish,
)

EMBEDDED_ENCODER = "intfloat/multilingual-e5-small"
"""What the model that ships was made from; it has no run that tells."""


def run_push(
    model: str,
    repository: str,
    is_private: bool,
    branch: str | None,
    is_dry: bool,
    data: str | None,
    is_heldout: bool,
) -> None:
    """Publish a model with a card, or show what would be sent.

    Args:
        model: Folder, or ``embedded``.
        repository: Organisation and name on the Hub.
        is_private: Make the repository private.
        branch: In place of the main one.
        is_dry: Send nothing.
        data: Annotated sentences for the card's figures; ``None`` for those of the run.
        is_heldout: Keep only the held-out ids.

    Raises:
        HadathError: Model or data cannot be read, or the Hub refuses.
    """
    check_repository(repository)
    uploads = collect_files(Path(located(model)))
    facts = _facts(model, repository, uploads, data, is_heldout)
    from hadath.training.card import make_card

    card = make_card(facts)
    uploads = (*uploads, Upload(CARD, card.encode("utf-8")))
    console = results_console()
    for upload in uploads:
        console.print(f"{upload.size:>12,}  {upload.name}", highlight=False)
    if is_dry:
        typer.echo(f"\n{card}")
        return
    url = publish(uploads, repository, is_private, branch)
    console.print(url, markup=False, highlight=False, soft_wrap=True)


def _facts(
    model: str, repository: str, uploads: tuple[Upload, ...], data: str | None, is_heldout: bool
) -> CardFacts:
    folder = Path(located(model))
    names = {upload.name for upload in uploads}
    return CardFacts(
        repository,
        is_plain=WEIGHTS_FILE in names,
        has_graph=ONNX_FILE in names,
        has_linker=bool(names & {LINKER_FILE, ONNX_FILE}),
        evaluation=_evaluate(folder, data, is_heldout) if data else read_evaluation(folder),
        training=read_training(folder),
        base=EMBEDDED_ENCODER if model == EMBEDDED else None,
    )


def _evaluate(folder: Path, data: str, is_heldout: bool) -> Evaluation:
    """Run the model over annotated sentences and score it."""
    need("evaluation", "seqeval", "nervaluate")
    from hadath.inference.extractor import EventExtractor
    from hadath.training.evaluate import extract_all

    sentences = read_sentences(data, is_heldout)
    coded = extract_all(EventExtractor.from_pretrained(folder), sentences)
    part = data.removeprefix("corpus:") if data.startswith("corpus:") else None
    kind = "held-out annotated sentences" if is_heldout else "annotated sentences"
    title = f"the {part} part of the hadath corpus" if part else f"{kind} ({Path(data).name})"
    return measured(sentences, coded, title, part)
