"""The folder for the Hub, read back as its users read it."""

from pathlib import Path

import datasets
import pytest

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import SPLITS, load_corpus
from hadath.training.dataset import write_dataset


def test_load_dataset_reads_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    corpus = load_corpus()
    sizes = write_dataset(corpus, tmp_path / "hadath")
    loaded = datasets.load_dataset(str(tmp_path / "hadath"), cache_dir=str(tmp_path / "cache"))
    assert {split: len(loaded[split]) for split in SPLITS} == sizes
    assert sum(sizes.values()) == len(corpus)
    tags = loaded["train"].features["ner_tags"].feature
    assert isinstance(tags, datasets.ClassLabel)
    assert tags.names == list(TAGS)
    first = loaded["dev"][0]
    sentence = next(s for s in corpus if s.id == first["id"])
    labels = datasets.ClassLabel(names=loaded["dev"].features["spans"].feature["label"].names)
    assert [labels.int2str(span["label"]) for span in first["spans"]] == [
        str(span.label) for span in sentence.spans
    ]
    for span in first["spans"]:
        assert first["text"][span["start"] : span["end"]] == span["text"]


def test_the_card_goes_with_the_data(tmp_path: Path) -> None:
    write_dataset(load_corpus(), tmp_path)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert card.startswith("---\n")
    assert "license: cc-by-4.0" in card
