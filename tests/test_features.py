import pytest
from transformers import PreTrainedTokenizerFast

from hadath.annotations.bio import TAGS
from hadath.annotations.corpus import load_corpus
from hadath.annotations.markup import parse_block
from hadath.configs.recipe import EncoderConfig
from hadath.training.encoder import RANDOM, load_encoder
from hadath.training.features import IGNORED, collate, make_features


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerFast:
    texts = [sentence.text for sentence in load_corpus("train")]
    return load_encoder(EncoderConfig(name=RANDOM), 0.1, texts)[0]


SENTENCE = parse_block(
    "# id: x\n[CASUALTIES#1 قُتل ثلاثة] في [LOCATION#1 بغداد]، ثم [ARREST#2 اعتقلت] [ATTACKER#2 الشرطة] [TARGET#2 شابين].\n"
    "= 1 killed=3\n= 2 status=negated"
)


def test_each_word_is_tagged_once(tokenizer: PreTrainedTokenizerFast) -> None:
    features = make_features(SENTENCE, tokenizer, 64)
    tags = [TAGS[label] for label in features.labels if label != IGNORED]
    assert tags == [
        "B-CASUALTIES",
        "I-CASUALTIES",
        "O",
        "B-LOCATION",
        "O",
        "O",
        "B-ARREST",
        "B-ATTACKER",
        "B-TARGET",
        "O",
    ]
    assert len(features.labels) == len(features.input_ids)


def test_links_name_pairs_of_an_event(tokenizer: PreTrainedTokenizerFast) -> None:
    features = make_features(SENTENCE, tokenizer, 64)
    places = [
        i for i, label in enumerate(features.labels) if label != IGNORED and TAGS[label][0] == "B"
    ]
    dead, place, arrest, police, men = places
    shared = {(anchor, member) for anchor, member, yes in features.links if yes}
    assert shared == {(dead, dead), (dead, place), (arrest, police), (arrest, men)}
    assert {(anchor, member) for anchor, member, yes in features.links if not yes} == {
        (dead, arrest),
        (dead, police),
        (dead, men),
        (arrest, dead),
        (arrest, place),
    }
    assert dict(features.statuses) == {dead: 0, arrest: 1}


def test_a_long_sentence_is_cut(tokenizer: PreTrainedTokenizerFast) -> None:
    features = make_features(SENTENCE, tokenizer, 8)
    assert len(features.input_ids) == 8


def test_a_batch_is_padded(tokenizer: PreTrainedTokenizerFast) -> None:
    short, long = make_features(SENTENCE, tokenizer, 8), make_features(SENTENCE, tokenizer, 64)
    batch = collate([{"features": short}, {"features": long}], tokenizer.pad_token_id)
    length = len(long.input_ids)
    assert batch["input_ids"].shape == batch["labels"].shape == (2, length)
    assert batch["links"].shape == (2, length, length)
    assert batch["attention_mask"].sum().item() == 8 + length
    assert (batch["labels"][0, 8:] == IGNORED).all()
