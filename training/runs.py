"""One training run, from recipe to a folder with model, export, figures and plots."""

import json
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import torch
from accelerate import PartialState

from hadath.configs.recipe import Recipe
from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument
from hadath.training.confusion import confuse
from hadath.training.data import TrainingData, digest_of, load_data
from hadath.training.evaluate import Report, evaluate, extract_all, to_dict
from hadath.training.export import export_model
from hadath.training.facts import RECORD_FILE
from hadath.training.finetune import finetune, resolve_precision
from hadath.training.history import read_history
from hadath.training.plots import plot_confusion, plot_history, plot_reliability

PLOTS = "plots"
"""The sub-folder of a run that its plots lie in."""

_PACKAGES = ("hadath", "torch", "transformers", "accelerate", "tokenizers", "numpy", "onnx")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run.

    Attributes:
        folder: Holds the model, its export, ``run.json``, ``history.jsonl``, ``figures.json`` and
            ``plots/``.
        data: What it was trained on.
        report: How good it is on the dev sentences.
    """

    folder: Path
    data: TrainingData
    report: Report


def run_recipe(recipe: Recipe, files: list[Path], folder: Path, resume: bool = False) -> Run | None:
    """Train, export and evaluate.

    Args:
        recipe: What to train and how.
        files: Annotated files beside those of the recipe.
        folder: The folder of the run, made if missing.
        resume: Go on from the last checkpoint in ``folder``.

    Returns:
        The finished run; ``None`` in all but the main one of several processes.

    Raises:
        HadathError: The data or the encoder cannot be read.
    """
    data = load_data(recipe.data, files)
    extractor = train_and_export(recipe, data, folder, resume)
    if extractor is None:
        return None
    coded = extract_all(extractor, data.dev)
    report = evaluate(data.dev, coded)
    _write_json(folder / "figures.json", to_dict(report))
    run = Run(folder, data, report)
    draw_run(run, coded)
    return run


def draw_run(run: Run, coded: Sequence[CodedDocument]) -> None:
    """Draw a run's learning curve, and on its dev sentences what it confuses and its scores' worth.

    Args:
        run: A finished run; gets ``plots/``.
        coded: What was extracted from each dev sentence.
    """
    folder = run.folder / PLOTS
    folder.mkdir(exist_ok=True)
    plot_history(read_history(run.folder), folder / "learning.svg")
    plot_confusion(confuse(run.data.dev, coded), folder / "confusion.svg")
    plot_reliability(run.report.confidence, folder / "reliability.svg")


def train_and_export(
    recipe: Recipe, data: TrainingData, folder: Path, resume: bool = False
) -> EventExtractor | None:
    """Train a model and load what was exported of it, at full weights.

    Args:
        recipe: How it is trained.
        data: What it is trained on.
        folder: The folder of the run, made if missing; gets ``run.json`` as well.
        resume: Go on from the last checkpoint in ``folder``.

    Returns:
        The extractor with the new model; ``None`` in all but the main one of several processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if _processes().is_main_process:
        _write_json(folder / RECORD_FILE, _description(recipe, data))
    finetune(recipe, data.train, data.dev, folder, resume)
    if not _processes().is_main_process:
        return None
    export_model(folder, folder, quantize=False)
    return EventExtractor.from_pretrained(folder)


def _description(recipe: Recipe, data: TrainingData) -> dict[str, object]:
    """Return what is needed to repeat a run."""
    return {
        "recipe": recipe.model_dump(mode="json"),
        "revision": _git_revision(),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _PACKAGES},
        "machine": {
            "device": _processes().device.type,
            "processes": _processes().num_processes,
            "precision": resolve_precision(recipe.optimization.precision),
        },
        "data": {
            name: {"sentences": len(sentences), "sha256": digest_of(sentences)}
            for name, sentences in (("train", data.train), ("dev", data.dev))
        },
        "left_out": data.n_left_out,
    }


def _processes() -> PartialState:
    """Return which of how many processes this is; accelerate looks for a GPU unless told."""
    return PartialState(cpu=not torch.cuda.is_available())


def _git_revision() -> str | None:
    """Return the commit of the working directory, ``None`` outside a repository."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
