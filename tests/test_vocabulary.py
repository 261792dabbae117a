import copy

import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertForTokenClassification

from hadath.annotations.errors import ModelError
from hadath.training.vocabulary import arabic_pieces, cut_embeddings, cut_tokenizer

PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁قصف",
    "▁the",
    "ال",
    "мир",
    "،",
    "٣",
    "5",
    "日本",
    "a",
    "مدينة",
    "ں",
]
KEPT = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁قصف", "ال", "،", "٣", "5", "a", "مدينة"]


def _tokenizer() -> dict:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "normalizer": None,
        "added_tokens": [
            {
                "id": i,
                "content": piece,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for i, piece in enumerate(PIECES[:4])
        ],
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 1}},
            ],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": 3,
            "vocab": [[piece, -float(i)] for i, piece in enumerate(PIECES)],
            "byte_fallback": False,
        },
    }


def test_arabic_pieces_digits_and_punctuation_stay() -> None:
    assert [PIECES[i] for i in arabic_pieces(_tokenizer())] == KEPT


def test_the_cut_tokenizer_cuts_arabic_as_before() -> None:
    import json

    content = _tokenizer()
    before = copy.deepcopy(content)
    cut = Tokenizer.from_str(json.dumps(cut_tokenizer(content, arabic_pieces(content))))
    whole = Tokenizer.from_str(json.dumps(content))
    text = "قصف المدينة، ٣ 5"
    assert cut.encode(text).tokens == whole.encode(text).tokens
    assert cut.get_vocab_size() == len(KEPT)
    assert content == before


def test_embeddings_follow_their_pieces() -> None:
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        pad_token_id=1,
    )
    model = BertForTokenClassification(config)
    old = model.get_input_embeddings().weight.detach().clone()
    kept = arabic_pieces(_tokenizer())
    cut_embeddings(model, kept)
    assert torch.equal(model.get_input_embeddings().weight, old[kept])
    assert (model.config.vocab_size, model.config.pad_token_id) == (len(KEPT), 1)


def test_another_kind_of_vocabulary_is_refused() -> None:
    with pytest.raises(ModelError, match="only Unigram"):
        arabic_pieces({"model": {"type": "WordPiece"}, "added_tokens": []})
