from pathlib import Path

import pytest

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import HadathError
from hadath.annotations.markup import write_corpus
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import DataConfig, load_recipe
from hadath.inference.extractor import EventExtractor
from hadath.training import walkthrough
from hadath.training.data import TrainingData


def test_the_whole_way_with_sentences_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = load_corpus("train")
    mine = tmp_path / "mine.txt"
    mine.write_text(write_corpus(corpus[:10]), encoding="utf-8")

    def few(config: DataConfig) -> TrainingData:
        return TrainingData(tuple(corpus[10:40]), tuple(corpus[40:48]))

    monkeypatch.setattr(walkthrough, "load_data", few)  # the corpus takes longer
    recipe = load_recipe("tiny").adapted(None, 1, None)
    exported = walkthrough.walk(mine, recipe, tmp_path / "run")
    said = capsys.readouterr().out
    assert "8 sentences to train on, 2 kept back" in said
    assert said.index("before: F1 of spans") < said.index("after: F1 of spans")
    assert EventExtractor.from_pretrained(exported)("قصف على بلدة النخيل.").document.text


@pytest.mark.parametrize("sentences", [[], load_corpus("train")[:1]])
def test_too_few_sentences_are_refused(sentences: list[AnnotatedSentence], tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text(write_corpus(sentences), encoding="utf-8")
    with pytest.raises(HadathError, match=r"mine\.txt"):
        walkthrough.walk(mine, load_recipe("tiny"), tmp_path / "run")
