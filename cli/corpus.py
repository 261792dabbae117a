"""What ``hadath corpus`` does: count, check, export the corpus and draw its learning curve."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rich.progress import track
from rich.table import Table

from hadath.annotations.conll import to_conll
from hadath.annotations.corpus import REGIONS, load_corpus, region_of
from hadath.annotations.labels import Outcome, Role
from hadath.annotations.lint import load_reviewed
from hadath.annotations.markup import read_corpus, write_corpus
from hadath.annotations.rows import to_jsonl
from hadath.annotations.sentences import AnnotatedEvent, AnnotatedSentence, Count
from hadath.annotations.standoff import NEWS, attach, detach
from hadath.annotations.statistics import count, rows_by_region, summary
from hadath.annotations.validation import Problem, check_frames, check_overlap, check_slips
from hadath.cli.bodies import bodies_in, texts_of
from hadath.cli.consoles import errors_console, results_console
from hadath.cli.extras import need
from hadath.configs.recipe import load_recipe
from hadath.inference.casualties import read_tolls
from hadath.inference.records import LinkedEvent, Mention
from hadath.inference.segmenter import segment


def run_stats(plot: Path | None) -> None:
    """Print what the corpus holds.

    Args:
        plot: File for a plot of spans by region and label.

    Raises:
        HadathError: The extra that draws is missing.
    """
    sentences = load_corpus()
    statistics = count(sentences)
    heading, *rows = rows_by_region(statistics)
    table = Table(*heading, title="Events by region and type")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows[:-1]:
        table.add_row(*row)
    table.add_section()
    table.add_row(*rows[-1])
    console = results_console()
    console.print(table)
    listed = Table(show_header=False, box=None)
    for name, figures in summary(statistics):
        listed.add_row(name, figures)
    console.print(listed)
    if plot is not None:
        need("drawing", "matplotlib")
        from hadath.training.plots import plot_counts

        labels = Counter((region_of(s.id), str(x.label)) for s in sentences for x in s.spans)
        plot_counts(labels, list(REGIONS.values()), plot)


def run_validation(paths: Sequence[Path], news: Path | None) -> int:
    """Check annotated sentences and print what is to be looked at.

    Args:
        paths: Annotated files; none for the corpus that ships.
        news: Folder of news that no sentence may be taken from.

    Returns:
        How many problems were found.

    Raises:
        HadathError: A file cannot be read; the message names file, line and sentence.
    """
    sentences = [s for path in paths for s in read_corpus(path)] if paths else load_corpus()
    reviewed = frozenset() if paths else load_reviewed()
    problems = [
        *_repeated_ids(sentences),
        *check_slips(sentences, read_counts, reviewed),
        *check_frames(sentences),
    ]
    if news is not None:
        problems += check_overlap(sentences, _watched(bodies_in(news)))
    console = results_console()
    for problem in problems:
        console.print(
            f"{problem.sentence_id}: {problem.check}: {problem.message}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    checked = "form, ids, slips, frames" + (", overlap with the news" if news else "")
    errors_console().print(f"{len(sentences)} sentences, {len(problems)} problems ({checked})")
    return len(problems)


def run_corpus_export(form: str, out: Path) -> None:
    """Write the corpus in another form.

    Args:
        form: ``conll``, ``jsonl`` or ``datasets``.
        out: A file, or for ``datasets`` a folder.

    Raises:
        HadathError: The extra that writes the data set is missing.
    """
    sentences = load_corpus()
    if form == "datasets":
        need("the data set", "datasets")
        from hadath.training.dataset import write_dataset

        sizes = write_dataset(sentences, out)
        shown = ", ".join(f"{split} {size}" for split, size in sizes.items())
        errors_console().print(f"{out}: {shown}")
        return
    text = to_conll(sentences) if form == "conll" else to_jsonl(sentences)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    errors_console().print(f"{out}: {len(sentences)} sentences")


def run_attach(texts: Sequence[Path], annotations: Path | None, out: Path) -> None:
    """Put annotations that are kept apart and their texts together.

    Args:
        texts: Files of raw news: JSON Lines with a ``text``, or a paragraph a line; the sentences
            of paragraphs are tried as well.
        annotations: What ``run_detach`` wrote; ``None`` for the annotations that ship.
        out: The annotated file to write.

    Raises:
        HadathError: A file cannot be read.
    """
    attached = attach(annotations or NEWS, _and_sentences(_watched(texts)))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(write_corpus(attached.sentences), encoding="utf-8")
    errors_console().print(f"{out}: {len(attached.sentences)} sentences")
    if attached.missing:
        errors_console().print(
            f"no text was given for {len(attached.missing)} more, the first {attached.missing[0]}"
        )


def _and_sentences(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts, each with its sentences where it has several."""
    for text in texts:
        yield text
        whole = text.strip()
        sentences = segment(whole)
        if len(sentences) > 1:
            yield from (whole[sentence.start : sentence.end].strip() for sentence in sentences)


def run_detach(annotated: Path, out: Path) -> None:
    """Write the annotations of a file without their texts.

    Args:
        annotated: A file in the written form.
        out: JSON Lines to write.

    Raises:
        HadathError: The file cannot be read.
    """
    sentences = read_corpus(annotated)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(map(detach, sentences)), encoding="utf-8")
    errors_console().print(f"{out}: {len(sentences)} sentences")


def run_curve(
    name: str, news: Path, out: Path, encoder: str | None, epochs: int | None, seed: int | None
) -> None:
    """Train the points of the learning curve and draw it.

    Args:
        name: A recipe file, or the name of one that ships.
        news: The annotated real news.
        out: Folder of the curve; points that lie in it are kept.
        encoder: In place of the recipe's.
        epochs: In place of the recipe's.
        seed: In place of the recipe's.

    Raises:
        HadathError: Recipe, news or encoder cannot be read, or the extra is missing.
    """
    need("a learning curve", "torch", "transformers", "accelerate", "matplotlib")
    from hadath.training.curve import draw_curve

    recipe = load_recipe(name).adapted(encoder, epochs, seed)
    table = Table("corpus", "real news", "sentences", "span F1", "argument F1")
    for point in draw_curve(recipe, read_corpus(news), out):
        table.add_row(
            f"{point.share:.0%}",
            "yes" if point.has_news else "no",
            str(point.n_sentences),
            f"{point.span:.3f}",
            f"{point.argument:.3f}",
        )
    results_console().print(table)
    errors_console().print(f"plot: {out / 'curve.svg'}")


def read_counts(sentence: AnnotatedSentence, event: AnnotatedEvent) -> Mapping[Outcome, Count]:
    """Read the numbers of an annotated event as the extractor would."""
    spans = [span for span in sentence.spans_of(event) if span.label is Role.CASUALTIES]
    mentions = tuple(Mention(span.start, span.end, span.label) for span in spans)
    tolls = read_tolls(sentence.text, LinkedEvent(event.type, (), mentions))
    return {toll.outcome: toll.count for toll in tolls}


def _repeated_ids(sentences: Iterable[AnnotatedSentence]) -> Iterator[Problem]:
    counts = Counter(sentence.id for sentence in sentences)
    for sentence_id, times in counts.items():
        if times > 1:
            yield Problem("id", sentence_id, f"used {times} times")


def _watched(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the texts of files behind a progress bar."""
    console = errors_console()
    for path in paths:
        texts = texts_of(path)
        yield from track(texts, path.name, console=console, disable=not console.is_terminal)
