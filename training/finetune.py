"""Fine-tune an encoder into a tagger with the Hugging Face Trainer."""

from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from seqeval.metrics import f1_score
from seqeval.scheme import IOB2
from transformers import (
    EarlyStoppingCallback,
    EvalPrediction,
    PreTrainedTokenizerFast,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)
from transformers.trainer_utils import get_last_checkpoint

from hadath.annotations.bio import TAGS
from hadath.annotations.errors import MissingExtraError, RecipeError
from hadath.annotations.sentences import AnnotatedSentence
from hadath.configs.recipe import OptimizationConfig, Recipe
from hadath.inference.engines import LINKER_FILE, is_faster_in_bf16
from hadath.training.averaging import average_checkpoints
from hadath.training.encoder import load_encoder
from hadath.training.features import IGNORED, SentenceDataset, collate
from hadath.training.history import write_history
from hadath.training.model import EventModel
from hadath.training.restoration import load_heads
from hadath.training.trainer import EventTrainer

CHECKPOINTS = "checkpoints"
"""The sub-folder of a run that the Trainer keeps its checkpoints in."""

_CHECKPOINTING = (
    "activation_checkpointing"  # its name since late in transformers 5
    if "activation_checkpointing" in TrainingArguments.__dataclass_fields__
    else "gradient_checkpointing"
)


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
        The folder of the trained model: safetensors, ``config.json``, ``tokenizer.json``; and
        ``history.jsonl``.

    Raises:
        MissingExtraError: A tracker that the recipe reports to is not installed.
        ModelError: The encoder or the heads cannot be loaded.
        RecipeError: The machine cannot train in the recipe's precision.
    """
    optimization = recipe.optimization
    arguments = training_arguments(recipe, run)
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
        args=arguments,
        train_dataset=SentenceDataset(train, tokenizer, max_length),
        eval_dataset=SentenceDataset(dev, tokenizer, max_length),
        data_collator=partial(collate, padding_id=tokenizer.pad_token_id),
        compute_metrics=span_f1,
        callbacks=callbacks(optimization),
    )
    trainer.head_multiplier = optimization.head_multiplier
    # A run that was stopped in its first epoch has no checkpoint: it begins anew.
    checkpoints = run / CHECKPOINTS
    is_begun = checkpoints.is_dir() and get_last_checkpoint(str(checkpoints)) is not None
    trainer.train(resume_from_checkpoint=resume and is_begun)
    if trainer.is_world_process_zero():
        if optimization.average_epochs > 1:
            average_checkpoints(run / CHECKPOINTS, optimization.average_epochs, model)
        save_model(model, tokenizer, run)
        write_history(trainer.state.log_history, run)
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
    tokenizer.backend_tokenizer.no_truncation()  # training's: whoever tags cuts as they need
    tokenizer.save_pretrained(folder)
    state = {name: weight.contiguous() for name, weight in model.linker.state_dict().items()}
    save_file(state, folder / LINKER_FILE)


def training_arguments(recipe: Recipe, run: Path) -> TrainingArguments:
    """Translate a recipe into the Trainer's arguments.

    Args:
        recipe: What to train and how.
        run: The folder of the run.

    Raises:
        MissingExtraError: A tracker that the recipe reports to is not installed.
        RecipeError: The machine cannot train in the recipe's precision.
    """
    optimization = recipe.optimization
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
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=max(2, optimization.average_epochs),
        load_best_model_at_end=keeps_best,
        metric_for_best_model="span_f1" if keeps_best else None,
        logging_steps=optimization.logging_steps,
        report_to=_trackers(recipe),
        trackio_space_id=None,  # what is tracked stays on the machine
        restore_callback_states_from_checkpoint=True,
        project=recipe.name,
        run_name=run.name,
        remove_unused_columns=False,
        label_names=["labels"],
        seed=optimization.seed,
        **{_CHECKPOINTING: optimization.gradient_checkpointing},
        **device_arguments(optimization.precision),
    )


def device_arguments(precision: str) -> dict[str, bool]:
    """Return the Trainer's arguments that depend on the machine.

    Args:
        precision: As a recipe names it.

    Raises:
        RecipeError: It is ``fp16``, and there is no GPU.
    """
    resolved = resolve_precision(precision)
    has_gpu = torch.cuda.is_available()
    if resolved == "fp16" and not has_gpu:
        raise RecipeError("precision: fp16 needs a GPU (accepted without: auto, bf16, fp32)")
    return {
        "bf16": resolved == "bf16",
        "fp16": resolved == "fp16",
        "use_cpu": not has_gpu,
        "dataloader_pin_memory": has_gpu,
    }


def resolve_precision(wanted: str) -> str:
    """Return the precision to train in: ``auto`` is bf16 where the machine is faster in it."""
    if wanted != "auto":
        return wanted
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    return "bf16" if torch.cpu._is_avx512_bf16_supported() and is_faster_in_bf16() else "fp32"


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


def callbacks(optimization: OptimizationConfig) -> list[TrainerCallback]:
    """Return what watches over a training: early stopping, unless the last epochs are averaged."""
    if optimization.patience == 0 or optimization.average_epochs > 1:
        return []
    return [EarlyStoppingCallback(early_stopping_patience=optimization.patience)]


def _trackers(recipe: Recipe) -> list[str]:
    """Return the names of the trackers that a recipe reports to, each installed."""
    for name in recipe.report_to:
        if find_spec(name) is None:
            raise MissingExtraError(f"report_to: {name}", "tracking")
    return list(recipe.report_to)
