"""What ``hadath train``, ``evaluate`` and ``export`` do."""

from pathlib import Path

from hadath.annotations.corpus import SPLITS, load_corpus, only_heldout
from hadath.annotations.errors import AnnotationError
from hadath.annotations.markup import read_corpus
from hadath.annotations.overlap import RunIndex
from hadath.annotations.sentences import AnnotatedSentence
from hadath.cli.bodies import texts_of
from hadath.cli.consoles import results_console
from hadath.cli.extras import need
from hadath.configs.adaptation import load_adaptation
from hadath.configs.distillation import load_distillation
from hadath.configs.recipe import load_recipe

EMBEDDED = "embedded"
"""The name that stands for the model that ships."""

_CORPUS = "corpus:"


def run_training(
    name: str,
    out: Path | None,
    encoder: str | None,
    start: str | None,
    data: list[Path],
    epochs: int | None,
    seed: int | None,
    resume: bool,
) -> None:
    """Train a recipe and print its closing tables.

    Args:
        name: A recipe file, or the name of one that ships.
        out: Folder of the run; ``runs/NAME`` if ``None``.
        encoder: In place of the recipe's.
        start: Trained model that training goes on from.
        data: Annotated files beside the recipe's.
        epochs: In place of the recipe's.
        seed: In place of the recipe's.
        resume: Go on from the last checkpoint.

    Raises:
        HadathError: Recipe, data or encoder cannot be read, or the extra is missing.
    """
    need("training", "torch", "transformers", "accelerate", "seqeval", "nervaluate", "onnx")
    need("drawing", "matplotlib")
    recipe = load_recipe(name).adapted(
        encoder and located(encoder), epochs, seed, start and located(start)
    )
    from hadath.training.evaluate import tables
    from hadath.training.runs import run_recipe

    run = run_recipe(recipe, data, out or Path("runs") / recipe.name, resume)
    if run is None:
        return
    console = results_console()
    n_train, n_dev = len(run.data.train), len(run.data.dev)
    console.print(
        f"{n_train} training and {n_dev} dev sentences, {run.data.n_left_out} left out as held out"
    )
    for table in tables(run.report):
        console.print(table)
    console.print(f"model: {run.folder}")


def run_adaptation(
    name: str,
    news: list[Path],
    out: Path,
    encoder: str | None,
    steps: int | None,
    spare: Path | None,
    resume: bool,
) -> None:
    """Adapt an encoder to raw news and say where it lies.

    Args:
        name: A recipe file, or the name of one that ships.
        news: Files of raw news.
        out: Folder of the adapted encoder.
        encoder: In place of the recipe's.
        steps: In place of the recipe's.
        spare: Annotated news; paragraphs that share eight words in a row with one of its held-out
            sentences are left out.
        resume: Go on from the last checkpoint.

    Raises:
        HadathError: Recipe, news or encoder cannot be read, or the extra is missing.
    """
    need("adapting an encoder", "torch", "transformers", "accelerate")
    recipe = load_adaptation(name).adapted(encoder and located(encoder), steps)
    from hadath.training.adaptation import adapt

    texts = (text for path in news for text in texts_of(path))
    if spare is not None:
        index = RunIndex(sentence.text for sentence in only_heldout(read_corpus(spare)))
        texts = (text for text in texts if index.shared(text) is None)
    results_console().print(f"encoder: {adapt(recipe, texts, out, resume)}")


def run_distillation(
    name: str, news: list[Path], teachers: list[str], student: str, out: Path, resume: bool
) -> None:
    """Teach a student what several models say and say where it lies.

    Args:
        name: A recipe file, or the name of one that ships.
        news: Files of raw news.
        teachers: Folders or Hub names.
        student: Folder of the model that training goes on from.
        out: Folder of the student.
        resume: Go on from the last checkpoint.

    Raises:
        HadathError: Recipe, news or a model cannot be read, or the extra is missing.
    """
    need("distillation", "torch", "transformers", "accelerate", "onnx")
    recipe = load_distillation(name)
    from hadath.training.distillation import distil

    texts = (text for path in news for text in texts_of(path))
    folders = [located(teacher) for teacher in teachers]
    results_console().print(
        f"model: {distil(recipe, located(student), folders, texts, out, resume)}"
    )


def run_evaluation(
    model: str,
    data: str,
    engine: str | None,
    is_heldout: bool,
    gold_spans: bool,
    out: Path | None,
    plot: Path | None = None,
) -> None:
    """Score a model on annotated sentences and print the tables.

    Args:
        model: Folder or Hub name, or ``embedded``.
        data: An annotated file, or ``corpus:SPLIT``.
        engine: Name of the engine; ``None`` for the fastest.
        is_heldout: Keep only the held-out ids.
        gold_spans: Link the annotated spans.
        out: Where what was extracted is written as JSON lines.
        plot: File for the reliability plot.

    Raises:
        HadathError: Model or data cannot be read, or the extra is missing.
    """
    need("evaluation", "seqeval", "nervaluate")
    from hadath.inference.extractor import EventExtractor
    from hadath.inference.serialization import to_json
    from hadath.training.evaluate import evaluate, extract_all, tables

    sentences = read_sentences(data, is_heldout)
    name = None if model == EMBEDDED else model
    extractor = EventExtractor.from_pretrained(name, engine=engine)
    coded = extract_all(extractor, sentences, gold_spans)
    if out is not None:
        out.write_text("".join(to_json(document) + "\n" for document in coded), encoding="utf-8")
    report = evaluate(sentences, coded)
    for table in tables(report):
        results_console().print(table)
    if plot is not None:
        need("drawing", "matplotlib")
        from hadath.training.plots import plot_reliability

        plot_reliability(report.confidence, plot)


def run_calibration(model: Path, data: str, is_heldout: bool) -> None:
    """Fit the scores of a model and write them beside it.

    Args:
        model: Folder of a model.
        data: An annotated file, or ``corpus:SPLIT``.
        is_heldout: Keep only the held-out ids.

    Raises:
        HadathError: Model or data cannot be read, there is too little data, or the extra is
            missing.
    """
    need("calibration", "sklearn", "seqeval", "nervaluate")
    from hadath.inference.calibration import save_calibration
    from hadath.inference.extractor import EventExtractor
    from hadath.training.calibration import fit_calibration

    sentences = read_sentences(data, is_heldout)
    calibration = fit_calibration(EventExtractor.from_pretrained(model), sentences)
    path = save_calibration(calibration, model)
    results_console().print(f"{path}: temperature {calibration.temperature:.1f}")


def run_export(run: Path, out: Path, is_float: bool) -> None:
    """Export a trained model and say where it lies and how large it is.

    Args:
        run: Folder that training wrote.
        out: Folder to write.
        is_float: Keep full weights.

    Raises:
        HadathError: ``run`` holds no trained model, or the extra is missing.
    """
    need("export", "torch", "transformers", "onnx")
    from hadath.training.export import export_model

    path = export_model(run, out, quantize=not is_float)
    results_console().print(f"{path}: {path.stat().st_size / 2**20:.1f} MiB")


def run_average(models: list[str], out: Path) -> None:
    """Write the mean of models and say where it lies.

    Args:
        models: Folders, or the name of the model that ships.
        out: Folder to write.

    Raises:
        HadathError: A folder holds no trained model, or the extra is missing.
    """
    need("averaging", "torch", "transformers", "onnx")
    from hadath.training.soup import average_models

    folders = [Path(located(name)) for name in models]
    results_console().print(f"model: {average_models(folders, out)}")


def located(name: str) -> str:
    """Return the folder of the model that ships in place of the name that stands for it."""
    if name != EMBEDDED:
        return name
    from hadath.inference.loading import EMBEDDED as FOLDER

    return str(FOLDER)


def read_sentences(data: str, is_heldout: bool) -> list[AnnotatedSentence]:
    """Read the sentences that a command line names; at least one.

    Args:
        data: An annotated file, or ``corpus:SPLIT``.
        is_heldout: Keep only the held-out ids.

    Raises:
        AnnotationError: They cannot be read, or there are none.
    """
    if not data.startswith(_CORPUS):
        sentences = read_corpus(data)
    elif data.removeprefix(_CORPUS) in SPLITS:
        sentences = load_corpus(data.removeprefix(_CORPUS))  # type: ignore[arg-type]
    else:
        raise AnnotationError(
            f"no such part of the corpus; accepted: {', '.join(SPLITS)}", path=data
        )
    sentences = only_heldout(sentences) if is_heldout else sentences
    if not sentences:
        raise AnnotationError("no sentence to evaluate on", path=data)
    return sentences
