"""Teach one model what several say of sentences that nobody annotated."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import track
from torch import nn
from torch.nn import functional
from torch.utils.data import Dataset
from transformers import Trainer, TrainingArguments, set_seed

from hadath.annotations.errors import RecipeError
from hadath.configs.distillation import Distillation
from hadath.configs.recipe import EncoderConfig
from hadath.inference.loading import load_model
from hadath.inference.segmenter import segment
from hadath.training.adaptation import is_about_conflict
from hadath.training.encoder import load_encoder
from hadath.training.finetune import CHECKPOINTS, device_arguments, save_model
from hadath.training.model import EventModel
from hadath.training.restoration import load_heads
from hadath.training.teaching import Lesson, teach, thin_quiet
from hadath.training.trainer import EventTrainer

RECORD = "distillation.json"
"""What the student was taught and by whom, beside it."""


def distil(
    recipe: Distillation,
    student: str,
    teachers: Sequence[str],
    texts: Iterable[str],
    folder: Path,
    resume: bool = False,
) -> Path:
    """Train a student on the mean of what its teachers say.

    Args:
        recipe: On which sentences and how.
        student: Folder of a trained or exported model that training goes on from.
        teachers: Folders or Hub names of models.
        texts: Paragraphs of news; they are cut into sentences.
        folder: Gets the student, its tokenizer, checkpoints and ``distillation.json``.
        resume: Go on from the last checkpoint in ``folder``.

    Returns:
        The folder; ``hadath train --from FOLDER`` goes on from it.

    Raises:
        RecipeError: There is no sentence to learn from.
        ModelError: The student or a teacher cannot be loaded, or a teacher has no linker.
    """
    set_seed(recipe.seed)
    models = [load_model(teacher) for teacher in teachers]
    sentences = list(dict.fromkeys(_sentences(texts, recipe.min_cues)))
    tokenizer, tagger = load_encoder(EncoderConfig(name=student), recipe.dropout, ())
    model = EventModel(tagger, recipe.dropout, link_weight=1.0)
    load_heads(model, Path(student))
    told = _watched(teach(models, sentences, tokenizer, recipe.max_length), len(sentences))
    lessons = thin_quiet(list(told), recipe.quiet_share, recipe.seed)
    if not lessons:
        raise RecipeError(
            f"no sentence to learn from; accepted: min_cues {recipe.min_cues} or less"
        )
    trainer = StudentTrainer(
        model=model,
        args=_arguments(recipe, folder),
        train_dataset=LessonDataset(lessons),
        data_collator=LessonCollator(tokenizer.pad_token_id),
    )
    trainer.head_multiplier = recipe.head_multiplier
    trainer.train(resume_from_checkpoint=resume)
    save_model(model, tokenizer, folder)
    record = {
        "recipe": recipe.model_dump(mode="json"),
        "student": student,
        "teachers": list(teachers),
        "sentences": len(lessons),
        "sha256": sha256("\n".join(sentences).encode("utf-8")).hexdigest(),
        "loss": [
            [e["step"], round(e["loss"], 4)] for e in trainer.state.log_history if "loss" in e
        ],
    }
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return folder


class LessonDataset(Dataset):
    """Lessons, under the name that the collator looks for.

    Args:
        lessons: One or more.
    """

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        """Keep the lessons."""
        self._lessons = lessons

    def __len__(self) -> int:
        """Return the number of lessons."""
        return len(self._lessons)

    def __getitem__(self, index: int) -> Lesson:
        """Return one lesson."""
        return self._lessons[index]

    @property
    def lengths(self) -> list[int]:
        """Subwords of each sentence, special tokens counted: ``(n,)``."""
        return [len(lesson.input_ids) for lesson in self._lessons]


class LessonCollator:
    """Pads lessons to one length.

    Args:
        padding_id: The subword id of padding.
    """

    def __init__(self, padding_id: int) -> None:
        """Remember the padding."""
        self._padding_id = padding_id

    def __call__(self, lessons: Sequence[Lesson]) -> dict[str, torch.Tensor]:
        """Return what ``EventModel.forward`` and ``lesson_loss`` take.

        Args:
            lessons: Of one batch.

        Returns:
            ``input_ids`` and ``attention_mask`` ``(batch, seq_len)``; ``tags`` ``(batch, seq_len,
            n_tags)``, ``links`` and ``pairs`` ``(batch, seq_len, seq_len)``, ``statuses``
            ``(batch, seq_len, n_statuses)``, ``anchors`` ``(batch, seq_len)``: zeros but at the
            first subwords of words.
        """
        size, longest = len(lessons), max(len(lesson.input_ids) for lesson in lessons)
        batch = {
            "input_ids": torch.full((size, longest), self._padding_id),
            "attention_mask": torch.zeros((size, longest), dtype=torch.long),
            "tags": torch.zeros((size, longest, lessons[0].tags.shape[1])),
            "links": torch.zeros((size, longest, longest)),
            "pairs": torch.zeros((size, longest, longest)),
            "statuses": torch.zeros((size, longest, lessons[0].statuses.shape[1])),
            "anchors": torch.zeros((size, longest)),
        }
        for row, lesson in enumerate(lessons):
            length = len(lesson.input_ids)
            batch["input_ids"][row, :length] = torch.tensor(lesson.input_ids)
            batch["attention_mask"][row, :length] = 1
            at = torch.from_numpy(lesson.pieces)
            for name in ("tags", "statuses", "anchors"):
                batch[name][row, at] = torch.from_numpy(getattr(lesson, name)).float()
            for name in ("links", "pairs"):
                values = torch.from_numpy(getattr(lesson, name)).float()
                batch[name][row, at[:, None], at[None, :]] = values
        return batch


def lesson_loss(outputs: dict[str, torch.Tensor], batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Return the cross entropy of the student against its teachers: tags, links and statuses.

    Args:
        outputs: What ``EventModel.forward`` gives without targets.
        batch: What ``LessonCollator`` gives.
    """
    tags = -(batch["tags"] * functional.log_softmax(outputs["logits"].float(), dim=-1)).sum()
    links = functional.binary_cross_entropy_with_logits(
        outputs["links"].float(), batch["links"], weight=batch["pairs"], reduction="sum"
    )
    told = functional.log_softmax(outputs["statuses"].float(), dim=-1)
    statuses = -((batch["statuses"] * told).sum(dim=-1) * batch["anchors"]).sum()
    return (
        tags / batch["tags"].sum().clamp(min=1)  # the probabilities of a word add up to one
        + links / batch["pairs"].sum().clamp(min=1)
        + statuses / batch["anchors"].sum().clamp(min=1)
    )


class StudentTrainer(EventTrainer):
    """An ``EventTrainer`` whose targets are probabilities."""

    def get_batch_samples(self, *arguments: Any) -> tuple[list[dict], torch.Tensor | None]:
        """Return the batches of one update as the Trainer does: a batch stands for itself."""
        return Trainer.get_batch_samples(self, *arguments)

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return the loss of a batch.

        Args:
            model: The student.
            inputs: What ``LessonCollator`` gives.
            return_outputs: Not used; the Trainer names it, as the next.
            num_items_in_batch: Not used.
        """
        return lesson_loss(model(inputs["input_ids"], inputs["attention_mask"]), inputs)


def _sentences(texts: Iterable[str], min_cues: int) -> Iterable[str]:
    """Yield the sentences of paragraphs that tell enough of conflict."""
    for text in texts:
        for sentence in segment(text):
            words = text[sentence.start : sentence.end].strip()
            if words and is_about_conflict(words, min_cues):
                yield words


def _watched(lessons: Iterable[Lesson], total: int) -> Iterable[Lesson]:
    """Yield lessons behind a progress bar, since several models take minutes."""
    console = Console(stderr=True)
    return track(lessons, "teaching", total, console=console, disable=not console.is_terminal)


def _arguments(recipe: Distillation, folder: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder / CHECKPOINTS),
        num_train_epochs=recipe.epochs,
        per_device_train_batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        warmup_steps=recipe.warmup,
        save_strategy="epoch",
        save_total_limit=2,
        logging_steps=20,
        report_to="none",
        remove_unused_columns=False,
        seed=recipe.seed,
        **device_arguments(recipe.precision),
    )
