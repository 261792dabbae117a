"""Fine-tune an encoder into a tagger with the Hugging Face Trainer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2
from torch import nn
from transformers import (
    EarlyStoppingCallback,
    EvalPrediction,
    PreTrainedTokenizerFast,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)

from hadath.annotations.bio import TAGS
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import OptimizationConfig, Recipe
from hadath.training.averaging import average_checkpoints
from hadath.training.encoder import load_encoder
from hadath.training.features import IGNORED, SentenceDataset, collate
from hadath.training.model import LINKER, EventModel
from hadath.training.restoration import load_heads

CHECKPOINTS = "checkpoints"
"""The sub-folder of a run that the Trainer keeps its checkpoints in."""

_LINKER_MULTIPLIER = 3.0
"""The linker's rate is this many times the encoder's."""

_NO_DECAY = ("bias", "LayerNorm.weight")


def finetune(
    recipe: Recipe,
    train: Sequence[AnnotatedSentence],
    dev: Sequence[AnnotatedSentence],
    run: Path,
    resume: bool = False,
) -> Path:
    """Train a tagger and save it.

    Args:
        recipe: What to train and how.
        train: Sentences that the weights are fitted to.
        dev: Sentences that early stopping looks at.
        run: The folder of the run; checkpoints and the model go into it.
        resume: Go on from the last checkpoint in ``run``.

    Returns:
        The folder of the trained model: safetensors, ``config.json``, ``tokenizer.json``.

    Raises:
        ModelError: The encoder or the heads cannot be loaded.
    """
    optimization = recipe.optimization
    set_seed(optimization.seed)
    tokenizer, tagger = load_encoder(
        recipe.encoder, optimization.dropout, [sentence.text for sentence in train]
    )
    model = EventModel(tagger, optimization.dropout, optimization.link_weight)
    if recipe.heads is not None:
        load_heads(model, Path(recipe.heads))
    max_length = recipe.data.max_length
    trainer = EventTrainer(
        model=model,
        args=training_arguments(optimization, run),
        train_dataset=SentenceDataset(train, tokenizer, max_length),
        eval_dataset=SentenceDataset(dev, tokenizer, max_length),
        data_collator=partial(collate, padding_id=tokenizer.pad_token_id),
        compute_metrics=span_f1,
        callbacks=_callbacks(optimization),
    )
    trainer.head_multiplier = optimization.head_multiplier
    trainer.train(resume_from_checkpoint=resume)
    if trainer.is_world_process_zero():
        if optimization.average_epochs > 1:
            average_checkpoints(run / CHECKPOINTS, optimization.average_epochs, model)
        save_model(model, tokenizer, run)
    return run


def save_model(model: EventModel, tokenizer: PreTrainedTokenizerFast, folder: Path) -> None:
    """Save a trained model so that plain ``transformers`` loads its tagger.

    Args:
        model: What was trained.
        tokenizer: Its tokenizer.
        folder: Gets ``model.safetensors``, ``config.json``, ``tokenizer.json`` and the linker's
            ``linker.safetensors``.
    """
    model.tagger.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    state = {name: weight.contiguous() for name, weight in model.linker.state_dict().items()}
    save_file(state, folder / LINKER)


class EventTrainer(Trainer):
    """A Trainer whose heads learn faster than its encoder."""

    head_multiplier: float = 1.0
    optimizer: torch.optim.Optimizer | None

    def create_optimizer(self, model: nn.Module | None = None) -> torch.optim.Optimizer:
        """Build AdamW over groups by rate and decay."""
        if self.optimizer is None:
            self.optimizer = torch.optim.AdamW(
                parameter_groups(
                    self.model,
                    self.args.learning_rate,
                    self.head_multiplier,
                    self.args.weight_decay,
                )
            )
        return self.optimizer


def parameter_groups(
    model: EventModel, learning_rate: float, head_multiplier: float, weight_decay: float
) -> list[dict]:
    """Group a model's parameters for AdamW.

    Args:
        model: Parameters outside the tagger's ``base_model`` are the heads'.
        learning_rate: Of the encoder.
        head_multiplier: The head's rate is this many times the encoder's.
        weight_decay: None on biases and layer norms (Devlin et al. 2019, appendix A.2).
    """
    encoder = f"tagger.{model.tagger.base_model_prefix}."
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        # The linker is deep; the rate of the one-layer tag head makes it diverge.
        is_head = name.startswith("tagger.") and not name.startswith(encoder)
        rate = learning_rate * (head_multiplier if is_head else 1.0)
        rate *= _LINKER_MULTIPLIER if name.startswith("linker.") else 1.0
        decay = 0.0 if name.endswith(_NO_DECAY) else weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "weight_decay": decay}
        for (rate, decay), parameters in groups.items()
    ]


def training_arguments(optimization: OptimizationConfig, run: Path) -> TrainingArguments:
    """Translate a recipe's optimization into the Trainer's arguments."""
    keeps_best = optimization.average_epochs <= 1
    return TrainingArguments(
        output_dir=str(run / CHECKPOINTS),
        num_train_epochs=optimization.epochs,
        per_device_train_batch_size=optimization.batch_size,
        per_device_eval_batch_size=32,
        gradient_accumulation_steps=optimization.gradient_accumulation,
        learning_rate=optimization.learning_rate,
        weight_decay=optimization.weight_decay,
        warmup_steps=optimization.warmup,
        train_sampling_strategy="group_by_length",
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=max(2, optimization.average_epochs),
        load_best_model_at_end=keeps_best,
        metric_for_best_model="span_f1" if keeps_best else None,
        logging_steps=20,
        report_to="none",
        remove_unused_columns=False,
        label_names=["labels"],
        seed=optimization.seed,
        **device_arguments(optimization.precision),
    )


def device_arguments(precision: str) -> dict[str, bool]:
    """Return the Trainer's arguments that depend on the machine.

    Args:
        precision: As a recipe names it.
    """
    resolved = resolve_precision(precision)
    has_gpu = torch.cuda.is_available()
    return {
        "bf16": resolved == "bf16",
        "fp16": resolved == "fp16",
        "use_cpu": not has_gpu,
        "dataloader_pin_memory": has_gpu,
    }


def resolve_precision(wanted: str) -> str:
    """Return the precision to train in: ``auto`` is bf16 where the processor has it."""
    if wanted != "auto":
        return wanted
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    return "bf16" if torch.cpu._is_avx512_bf16_supported() else "fp32"


def span_f1(prediction: EvalPrediction) -> dict[str, float]:
    """Score the most likely tags: strict IOB2 span F1 (seqeval), micro average.

    Args:
        prediction: Logits ``(n, seq_len, n_tags)`` and tag ids ``(n, seq_len)``.
    """
    best = np.argmax(prediction.predictions, axis=-1)
    gold, found = [], []
    for labels, tags in zip(prediction.label_ids, best, strict=True):
        marked = labels != IGNORED
        gold.append([TAGS[label] for label in labels[marked]])
        found.append([TAGS[tag] for tag in tags[marked]])
    return {"span_f1": float(f1_score(gold, found, mode="strict", scheme=IOB2))}


def _callbacks(optimization: OptimizationConfig) -> list[TrainerCallback]:
    if optimization.patience == 0 or optimization.average_epochs > 1:
        return []
    return [EarlyStoppingCallback(early_stopping_patience=optimization.patience)]
