"""Adapt an encoder to the news by masked-language modelling, before it is fine-tuned.

Whole words are masked (Devlin et al. 2019, "whole word masking"): a hundred-language vocabulary
cuts an Arabic word into two pieces, and the second is too easily told from the first. Domain-
adaptive pretraining is that of Gururangan et al. (2020).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import regex
import torch
from torch.nn import functional
from torch.utils.data import Dataset
from transformers import (
    AutoModelForMaskedLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Trainer,
    TrainingArguments,
    set_seed,
)

from hadath.annotations.errors import RecipeError
from hadath.annotations.overlap import fold
from hadath.configs.adaptation import Adaptation
from hadath.training.encoder import load_encoder
from hadath.training.features import IGNORED
from hadath.training.finetune import CHECKPOINTS, device_arguments

RECORD = "adaptation.json"
"""What the adapted encoder was made of, beside it."""

_CONFLICT = regex.compile(
    r"قصف|غاره|غارات|هجوم|هجمات|هاجم|اشتباك|معارك|مقتل|قتلي|قتيل|جرح|اصيب|اصاب|اعتقل|اعتقال|خطف"
    r"|اختطاف|تفجير|انفجار|مسلح|اغتيال|استهدف|صاروخ|صواريخ|قذائف|شهيد|استشهد|القوات|ميليشيا"
)
"""Folded stems of news about armed conflict."""

_BATCH = 2000
"""Texts that are tokenised at once."""

_NO_WORD = -1
_REPLACED, _KEPT = 0.8, 0.9
"""Of masked words 80 % become the mask, 10 % other pieces, 10 % stay (Devlin et al. 2019)."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Texts packed into blocks of one length.

    Attributes:
        ids: Subword ids, special tokens at both ends: ``(n_blocks, block)``.
        words: A number for each word, ``-1`` at special tokens: ``(n_blocks, block)``.
    """

    ids: np.ndarray
    words: np.ndarray


def adapt(recipe: Adaptation, texts: Iterable[str], folder: Path, resume: bool = False) -> Path:
    """Train an encoder to tell masked words of the news.

    Args:
        recipe: Which encoder and how.
        texts: Paragraphs of news; those that tell too little of conflict are left out.
        folder: Gets the encoder, its tokenizer, checkpoints and ``adaptation.json``.
        resume: Go on from the last checkpoint in ``folder``.

    Returns:
        The folder; ``hadath train --encoder FOLDER`` starts from it.

    Raises:
        RecipeError: The texts do not fill one batch.
        ModelError: The encoder cannot be loaded.
    """
    set_seed(recipe.seed)
    kept = [text for text in map(str.strip, texts) if is_about_conflict(text, recipe.min_cues)]
    np.random.default_rng(recipe.seed).shuffle(kept)
    tokenizer, tagger = load_encoder(recipe.encoder, 0.0, kept)
    blocks = pack(kept, tokenizer, recipe.block)
    if len(blocks.ids) < recipe.batch_size:
        raise RecipeError(
            f"{len(blocks.ids)} blocks of text; accepted: {recipe.batch_size} or more"
        )
    model = _with_word_head(tagger)
    trainer = MaskedTrainer(
        model=model,
        args=_arguments(recipe, folder),
        train_dataset=_BlockDataset(blocks),
        data_collator=WordMasker(tokenizer, recipe.mask_share, recipe.seed),
        optimizers=(_optimizer(model, recipe), None),
    )
    trainer.train(resume_from_checkpoint=resume)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    digest = sha256("\n".join(kept).encode("utf-8")).hexdigest()
    losses = [entry for entry in trainer.state.log_history if "loss" in entry]
    record = {
        "recipe": recipe.model_dump(mode="json"),
        "texts": len(kept),
        "sha256": digest,
        "subwords": trainer.state.global_step * recipe.batch_size * recipe.block,
        "loss": [[entry["step"], round(entry["loss"], 3)] for entry in losses],
    }
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return folder


def is_about_conflict(text: str, min_cues: int) -> bool:
    """Tell whether a text has at least so many words of armed conflict."""
    return len(_CONFLICT.findall(fold(text))) >= min_cues


def pack(texts: Sequence[str], tokenizer: PreTrainedTokenizerFast, block: int) -> Blocks:
    """Cut texts, one behind the other, into blocks without padding.

    Args:
        texts: Any texts.
        tokenizer: A fast tokenizer.
        block: Subwords of a block, its two special tokens counted.
    """
    begin, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    ids: list[int] = []
    words: list[int] = []
    for start in range(0, len(texts), _BATCH):
        batch = list(texts[start : start + _BATCH])
        for encoding in tokenizer.backend_tokenizer.encode_batch(batch, add_special_tokens=False):
            first = words[-1] + 1 if words else 0
            ids += encoding.ids
            # a piece that is of no word is a word of its own
            words += [
                first + (_NO_WORD if word is None else word) + 1 for word in encoding.word_ids
            ]
    inner = block - 2
    n_blocks = len(ids) // inner
    body = np.array(ids[: n_blocks * inner], dtype=np.int64).reshape(n_blocks, inner)
    numbers = np.array(words[: n_blocks * inner], dtype=np.int64).reshape(n_blocks, inner)
    edges = ((0, 0), (1, 1))
    packed = np.pad(body, edges)
    packed[:, 0], packed[:, -1] = begin, end
    return Blocks(packed, np.pad(numbers, edges, constant_values=_NO_WORD))


class WordMasker:
    """Masks whole words of a batch of blocks.

    Args:
        tokenizer: Names the mask and the size of the vocabulary.
        share: Of the words of a block, 0 to 1.
        seed: Of the draw.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast, share: float, seed: int) -> None:
        self._mask_id, self._n_pieces = tokenizer.mask_token_id, len(tokenizer)
        self._n_special = len(tokenizer.all_special_ids)
        self._share = share
        self._random = np.random.default_rng(seed)

    def __call__(self, items: Sequence[tuple[np.ndarray, np.ndarray]]) -> dict[str, torch.Tensor]:
        """Return ``input_ids`` and ``labels``, each ``(batch, block)``."""
        ids = np.stack([item[0] for item in items])
        masked = np.stack([self._chosen(item[1]) for item in items])
        labels = np.where(masked, ids, IGNORED)
        draw = self._random.random(ids.shape)
        others = self._random.integers(self._n_special, self._n_pieces, ids.shape)
        ids = np.where(masked & (draw < _REPLACED), self._mask_id, ids)
        ids = np.where(masked & (draw >= _KEPT), others, ids)
        return {"input_ids": torch.from_numpy(ids), "labels": torch.from_numpy(labels)}

    def _chosen(self, words: np.ndarray) -> np.ndarray:
        numbers = np.unique(words[words != _NO_WORD])
        count = max(1, round(self._share * len(numbers)))
        return np.isin(words, self._random.choice(numbers, size=count, replace=False))


class MaskedTrainer(Trainer):
    """A Trainer that looks at masked positions alone: the others' logits would cost a quarter."""

    def compute_loss(
        self,
        model: PreTrainedModel,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        **_: object,
    ) -> torch.Tensor:
        """Return the loss over the masked positions of ``(batch, block)`` ids.

        Args:
            model: A masked-language model with a ``cls`` head.
            inputs: What ``WordMasker`` returns.
            return_outputs: Not used; the Trainer names it.
        """
        hidden = model.base_model(inputs["input_ids"]).last_hidden_state
        masked = inputs["labels"] != IGNORED
        logits = model.cls(hidden[masked])  # (n_masked, n_pieces)
        return functional.cross_entropy(logits.float(), inputs["labels"][masked])


class _BlockDataset(Dataset):
    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def __len__(self) -> int:
        return len(self._blocks.ids)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        return self._blocks.ids[index], self._blocks.words[index]


def _with_word_head(tagger: PreTrainedModel) -> PreTrainedModel:
    """Put a fresh word head, tied to the embeddings, on the encoder of a tagger."""
    model = AutoModelForMaskedLM.from_config(tagger.config)
    model.base_model.load_state_dict(tagger.base_model.state_dict())
    model.tie_weights()
    return model


def _optimizer(model: PreTrainedModel, recipe: Adaptation) -> torch.optim.Optimizer:
    """Build AdamW; the fresh head learns faster than the encoder."""
    head = [p for name, p in model.named_parameters() if name.startswith("cls.")]
    body = [p for name, p in model.named_parameters() if not name.startswith("cls.")]
    rate = recipe.learning_rate
    return torch.optim.AdamW(
        [
            {"params": body, "lr": rate, "weight_decay": 0.01},
            {"params": head, "lr": rate * recipe.head_multiplier, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
    )


def _arguments(recipe: Adaptation, folder: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder / CHECKPOINTS),
        max_steps=recipe.steps,
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        lr_scheduler_type="warmup_stable_decay",
        lr_scheduler_kwargs={"num_decay_steps": round(recipe.decay * recipe.steps)},
        warmup_steps=recipe.warmup,
        save_steps=recipe.save_steps,
        save_total_limit=2,
        logging_steps=min(50, recipe.steps),
        report_to="none",
        remove_unused_columns=False,
        seed=recipe.seed,
        **device_arguments(recipe.precision),
    )
