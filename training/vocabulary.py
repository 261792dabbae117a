"""Cut a multilingual vocabulary to the pieces that Arabic text uses.

A hundred languages' pieces are nine tenths of a small multilingual encoder (Abdaoui et al.
2020, "Load What You Need"): dropping those that Arabic news never meets leaves every tag as it
was and the model a quarter of its size.
"""

import copy

import regex
import torch
from torch import nn

from hadath.annotations.errors import ModelError

_KEPT = regex.compile(r"▁?(?:[ء-غف-ي\u064b-\u0652\u0670ـپچڤگ]+|[0-9٠-٩۰-۹]+|[A-Za-z]{1,2}|\W*)")
"""Arabic letters and marks, digits, one or two Latin letters, punctuation."""


def arabic_pieces(tokenizer: dict) -> list[int]:
    """Return the ids of the pieces to keep, ascending.

    Args:
        tokenizer: The content of a ``tokenizer.json`` whose model is Unigram.

    Raises:
        ModelError: The model is of another kind.
    """
    if tokenizer["model"]["type"] != "Unigram":
        raise ModelError(f"cannot cut a {tokenizer['model']['type']} vocabulary; only Unigram")
    special = {token["id"] for token in tokenizer["added_tokens"]}
    vocab = tokenizer["model"]["vocab"]
    return [index for index, (piece, _) in enumerate(vocab) if index in special or _is_kept(piece)]


def cut_tokenizer(tokenizer: dict, kept: list[int]) -> dict:
    """Return the tokenizer with only the kept pieces, renumbered in their order.

    Args:
        tokenizer: The content of a ``tokenizer.json`` whose model is Unigram.
        kept: Ids to keep, ascending, with every special token among them.
    """
    cut = copy.deepcopy(tokenizer)
    new_id = {old: new for new, old in enumerate(kept)}
    model = cut["model"]
    model["vocab"] = [model["vocab"][old] for old in kept]
    model["unk_id"] = new_id[model["unk_id"]]
    for token in cut["added_tokens"]:
        token["id"] = new_id[token["id"]]
    template = cut.get("post_processor") or {}
    for token in template.get("special_tokens", {}).values():
        token["ids"] = [new_id[old] for old in token["ids"]]
    return cut


def cut_embeddings(model: nn.Module, kept: list[int]) -> None:
    """Keep the kept pieces' rows of a model's input embeddings, in place.

    Args:
        model: A ``transformers`` model; its table shrinks to ``(len(kept), hidden)``.
        kept: Ids to keep, ascending.
    """
    old = model.get_input_embeddings()
    rows = old.weight.data[torch.tensor(kept)].clone()
    padding = model.config.pad_token_id
    new_padding = kept.index(padding) if padding in kept else None
    new = nn.Embedding(*rows.shape, padding_idx=new_padding)
    new.weight.data = rows
    model.set_input_embeddings(new)
    model.config.vocab_size = len(kept)
    model.config.pad_token_id = new_padding


def _is_kept(piece: str) -> bool:
    return _KEPT.fullmatch(piece) is not None
