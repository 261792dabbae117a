"""Which sentences a run is trained on, and which it looks at while it trains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hadath.annotations.corpus import load_corpus, without_heldout
from hadath.annotations.errors import RecipeError
from hadath.annotations.markup import format_block, read_corpus
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import DataConfig

_DEV_SHARE = 10
"""Of files without a split of their own, one sentence in this many is dev."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """The sentences of a run.

    Attributes:
        train: The weights are fitted to these.
        dev: Early stopping and the closing table look at these.
        n_left_out: Sentences kept out because they are held out, or repeat one that is.
    """

    train: tuple[AnnotatedSentence, ...]
    dev: tuple[AnnotatedSentence, ...]
    n_left_out: int = 0


def load_data(config: DataConfig, files: Sequence[Path] = ()) -> TrainingData:
    """Read the sentences that a recipe names.

    Args:
        config: The recipe's data.
        files: Further annotated files.

    Returns:
        Training and dev sentences. The corpus keeps its own split, and is then all there is of
        dev; without it every tenth sentence of the files, by its id's hash, is dev.

    Raises:
        AnnotationError: A file breaks a rule of the written form.
        RecipeError: There is nothing to train on.
    """
    paths = [*map(Path, config.files), *files]
    sentences = [sentence for path in paths for sentence in read_corpus(path)]
    fit = without_heldout(sentences)
    if config.corpus:
        train = [*load_corpus("train"), *fit]
        dev = load_corpus("dev")
    else:
        train = [sentence for sentence in fit if not _is_dev(sentence.id)]
        dev = [sentence for sentence in fit if _is_dev(sentence.id)]
    if not train or not dev:
        raise RecipeError("nothing to train on: name annotated files, or use the corpus")
    return TrainingData(tuple(train), tuple(dev), len(sentences) - len(fit))


def digest_of(sentences: Iterable[AnnotatedSentence]) -> str:
    """Return the SHA-256 of sentences in the written form, so that a run names its data."""
    digest = sha256()
    for sentence in sentences:
        digest.update(format_block(sentence).encode("utf-8"))
    return digest.hexdigest()


def _is_dev(sentence_id: str) -> bool:
    return int(sha256(sentence_id.encode("utf-8")).hexdigest(), 16) % _DEV_SHARE == 0
