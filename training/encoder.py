"""Load the encoder that a recipe names, with its tokenizer made ready for Arabic."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    AutoConfig,
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertConfig,
    BertForTokenClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from hadath.annotations.bio import TAGS
from hadath.annotations.errors import ModelError, first_line
from hadath.configs.recipe import EncoderConfig
from hadath.training.arabert import with_arabert_reading
from hadath.training.normalizer import with_arabic_normalizer
from hadath.training.restoration import is_export, restore_tagger
from hadath.training.vocabulary import arabic_pieces, cut_embeddings, cut_tokenizer

RANDOM = "random-bert"
"""The name that stands for a random two-layer BERT with a vocabulary of the corpus."""

_RANDOM_PIECES = 2000
"""Of a random encoder's vocabulary, at most."""

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def load_encoder(
    config: EncoderConfig, dropout: float, texts: Iterable[str]
) -> tuple[PreTrainedTokenizerFast, PreTrainedModel]:
    """Load an encoder with a token classification head.

    The head is fresh, unless the encoder is that of a model which was trained on these tags.

    Args:
        config: Which encoder.
        dropout: Probability for hidden states, attention and head.
        texts: Sentences that a random encoder's vocabulary is made from.

    Returns:
        The tokenizer, and a model whose logits are ``(batch, seq_len, n_tags)``.

    Raises:
        ModelError: There is no such encoder, or it has no fast tokenizer.
    """
    if config.name == RANDOM:
        tokenizer, model = _random_bert(dropout, texts)
    else:
        tokenizer, model = _pretrained(config, dropout)
    content = json.loads(tokenizer.backend_tokenizer.to_str())
    if config.max_vocabulary is not None and len(tokenizer) > config.max_vocabulary:
        kept = arabic_pieces(content)
        content = cut_tokenizer(content, kept)
        cut_embeddings(model, kept)
    if config.normalize == "arabert":
        content = with_arabert_reading(content)
    elif config.normalize:
        content = with_arabic_normalizer(content)
    return _rebuilt(tokenizer, content), model


def _pretrained(
    config: EncoderConfig, dropout: float
) -> tuple[PreTrainedTokenizerFast, PreTrainedModel]:
    labels = dict(enumerate(TAGS))
    try:
        tokenizer = AutoTokenizer.from_pretrained(config.name, revision=config.revision)
        settings = AutoConfig.from_pretrained(
            config.name,
            revision=config.revision,
            id2label=labels,
            label2id={tag: index for index, tag in labels.items()},
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            classifier_dropout=dropout,
        )
        if is_export(Path(config.name)):
            return tokenizer, restore_tagger(Path(config.name), settings)
        model = AutoModelForTokenClassification.from_pretrained(
            config.name,
            revision=config.revision,
            config=settings,
            use_safetensors=True,
            dtype="float32",
            # A checkpoint with another head (masked words, other labels) lends its encoder.
            ignore_mismatched_sizes=True,
        )
    except (OSError, ValueError) as error:
        reason = first_line(error)
        raise ModelError(f"{config.name}: no encoder can be loaded: {reason}") from error
    if not tokenizer.is_fast:
        raise ModelError(f"{config.name}: no tokenizer.json, and offsets need one")
    return tokenizer, model


def _random_bert(
    dropout: float, texts: Iterable[str]
) -> tuple[PreTrainedTokenizerFast, PreTrainedModel]:
    """Make a two-layer BERT of random weights over a WordPiece vocabulary of the texts."""
    splitter = pre_tokenizers.BertPreTokenizer()
    vocabulary = _frequent_pieces(texts, splitter)
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = splitter
    begin, end = (_SPECIAL.index(token) for token in ("[CLS]", "[SEP]"))  # ids in their order
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", end), ("[CLS]", begin))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=512,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )
    config = BertConfig(
        vocab_size=len(fast),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=128,
        pad_token_id=fast.pad_token_id,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        id2label=dict(enumerate(TAGS)),
        label2id={tag: index for index, tag in enumerate(TAGS)},
    )
    return fast, BertForTokenClassification(config)


def _frequent_pieces(texts: Iterable[str], splitter: pre_tokenizers.PreTokenizer) -> dict[str, int]:
    """Return every letter and the most frequent words, with their ids.

    The trainer of ``tokenizers`` breaks ties as chance has it: each process, and each resumed run,
    would have a vocabulary of its own.
    """
    counts = Counter(word for text in texts for word, _ in splitter.pre_tokenize_str(text))
    letters = sorted({letter for word in counts for letter in word})
    words = sorted(counts, key=lambda word: (-counts[word], word))
    pieces = dict.fromkeys([*_SPECIAL, *letters, *(f"##{letter}" for letter in letters), *words])
    return {piece: index for index, piece in enumerate(list(pieces)[:_RANDOM_PIECES])}


def _rebuilt(tokenizer: PreTrainedTokenizerFast, content: dict) -> PreTrainedTokenizerFast:
    """Return the tokenizer with the content of another ``tokenizer.json``."""
    # A class of one model, such as BertTokenizer, makes its normaliser anew when it is loaded, and
    # ours would be gone; the general class takes tokenizer.json as it is.
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(content)),
        model_max_length=tokenizer.model_max_length,
        model_input_names=tokenizer.model_input_names,
        **tokenizer.special_tokens_map,
    )
