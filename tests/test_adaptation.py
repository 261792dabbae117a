"""Adapting an encoder: what is masked, how texts are packed, and one tiny run."""

import json
from pathlib import Path

import numpy as np
import pytest
from transformers import AutoModelForMaskedLM, AutoTokenizer

from hadath.annotations.corpus import heldout_ids, load_corpus
from hadath.annotations.errors import RecipeError
from hadath.cli.learning import run_adaptation
from hadath.configs.adaptation import Adaptation, load_adaptation
from hadath.configs.recipe import EncoderConfig
from hadath.training.adaptation import RECORD, WordMasker, adapt, is_about_conflict, pack
from hadath.training.encoder import RANDOM, load_encoder
from hadath.training.features import IGNORED

TEXTS = [sentence.text for sentence in load_corpus("dev")]
TINY = Adaptation(
    name="tiny",
    encoder=EncoderConfig(name=RANDOM),
    min_cues=0,
    block=32,
    steps=6,
    batch_size=8,
    learning_rate=1e-3,
    save_steps=3,
    precision="fp32",
)


def test_texts_are_packed_without_padding_or_loss() -> None:
    tokenizer, _ = load_encoder(TINY.encoder, 0.0, TEXTS)
    blocks = pack(TEXTS, tokenizer, 32)
    assert blocks.ids.shape == blocks.words.shape
    assert blocks.ids.shape[1] == 32
    assert (blocks.ids[:, 0] == tokenizer.cls_token_id).all()
    assert (blocks.ids[:, -1] == tokenizer.sep_token_id).all()
    inner = blocks.ids[:, 1:-1].ravel()
    whole = [i for text in TEXTS for i in tokenizer(text, add_special_tokens=False)["input_ids"]]
    assert inner.tolist() == whole[: len(inner)]
    assert (np.diff(blocks.words[:, 1:-1].ravel()) >= 0).all()


def test_whole_words_are_masked() -> None:
    tokenizer, _ = load_encoder(TINY.encoder, 0.0, TEXTS)
    blocks = pack(TEXTS, tokenizer, 64)
    batch = WordMasker(tokenizer, 0.3, 5)(list(zip(blocks.ids, blocks.words, strict=True)))
    masked = batch["labels"].numpy() != IGNORED
    assert 0.2 < masked[:, 1:-1].mean() < 0.4
    assert not masked[:, [0, -1]].any()
    assert (batch["labels"].numpy()[masked] == blocks.ids[masked]).all()
    for row, words in zip(masked, blocks.words, strict=True):
        for word in np.unique(words[words >= 0]):
            assert len(set(row[words == word])) == 1
    replaced = batch["input_ids"].numpy()[masked] == tokenizer.mask_token_id
    assert 0.7 < replaced.mean() < 0.9


def test_an_encoder_is_adapted_and_kept(tmp_path: Path) -> None:
    folder = adapt(TINY, TEXTS, tmp_path)
    record = json.loads((folder / RECORD).read_text())
    assert record["subwords"] == 6 * 8 * 32
    assert record["texts"] == len(TEXTS)
    assert AutoModelForMaskedLM.from_pretrained(folder).config.vocab_size == len(
        AutoTokenizer.from_pretrained(folder)
    )
    tokenizer, tagger = load_encoder(EncoderConfig(name=str(folder)), 0.1, [])
    assert tagger.config.vocab_size == len(tokenizer)
    further = adapt(TINY.adapted(None, 9), TEXTS, tmp_path, resume=True)
    assert json.loads((further / RECORD).read_text())["subwords"] == 9 * 8 * 32


def test_held_out_text_is_spared(tmp_path: Path) -> None:
    held = sorted(heldout_ids())[0]
    repeated = "قال شاهد إن القذائف سقطت على السوق قبل أن يفتح الباعة دكاكينهم"
    (tmp_path / "news.txt").write_text(f"# id: {held}\n{repeated}\n", encoding="utf-8")
    lines = [*(text for text in TEXTS if len(text) > 40), f"أمس {repeated} ثم هدأت"]
    (tmp_path / "raw.txt").write_text("\n".join(lines), encoding="utf-8")
    recipe = tmp_path / "tiny.yaml"
    recipe.write_text(
        "name: t\nencoder: {name: random-bert}\nmin_cues: 0\nblock: 32\nsteps: 2\n"
        "batch_size: 4\nprecision: fp32\n"
    )
    out = tmp_path / "encoder"
    raw = [tmp_path / "raw.txt"]
    run_adaptation(str(recipe), raw, out, None, None, tmp_path / "news.txt", False)
    assert json.loads((out / RECORD).read_text())["texts"] == len(lines) - 1


def test_too_little_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="blocks of text; accepted: 8 or more"):
        adapt(TINY, TEXTS[:1], tmp_path)


@pytest.mark.parametrize(
    ("text", "cues", "expected"),
    [
        ("مقتل جندي في هجوم على حاجز", 2, True),
        ("أُصيبَ لاعب في المباراة", 2, False),
        ("ارتفعت أسعار النفط", 1, False),
        ("ارتفعت أسعار النفط", 0, True),
    ],
)
def test_news_about_conflict(text: str, cues: int, expected: bool) -> None:
    assert is_about_conflict(text, cues) is expected


def test_the_shipped_recipe_is_typed() -> None:
    assert load_adaptation("news").adapted("here", 5).encoder.name == "here"
