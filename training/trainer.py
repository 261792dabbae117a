"""The Hugging Face Trainer, with rates by part of the model and a loss that is one an update."""

from collections.abc import Iterator

import torch
from torch import nn
from torch.utils.data import DataLoader
from transformers import Trainer

from hadath.training.model import EventModel, count_targets
from hadath.training.ordering import LengthOrder

_LINKER_MULTIPLIER = 3.0
"""The linker's rate is this many times the encoder's."""

_NO_DECAY = ("bias", "LayerNorm.weight")


class EventTrainer(Trainer):
    """A Trainer whose heads learn faster than its encoder.

    An update is the same however its sentences are spread over processes and accumulated batches:
    every loss is divided by the targets of the whole update, not by those of its own batch.
    """

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

    def get_train_dataloader(self) -> DataLoader:
        """Return the batches of this process, in the order that all processes share."""
        arguments = self.args
        batch_size = arguments.train_batch_size  # of one process
        update_size = batch_size * arguments.world_size * arguments.gradient_accumulation_steps
        loader = DataLoader(
            self.train_dataset,
            batch_size,
            sampler=LengthOrder(self.train_dataset.lengths, update_size, arguments.seed),
            collate_fn=self.data_collator,
            pin_memory=arguments.dataloader_pin_memory,
        )
        return self.accelerator.prepare(loader)

    def get_batch_samples(
        self, epoch_iterator: Iterator[dict], num_batches: int, device: torch.device
    ) -> tuple[list[dict], torch.Tensor | None]:
        """Return the batches of one update, and how many targets all processes have in it.

        Args:
            epoch_iterator: Gives the batches of this process.
            num_batches: How many are accumulated.
            device: Where the counts are wanted.

        Returns:
            The batches, and the counts ``(1, 3)`` as ``count_targets`` orders them.
        """
        batches, _ = super().get_batch_samples(epoch_iterator, num_batches, device)
        if not batches:
            return batches, None
        own = torch.stack([count_targets(batch) for batch in batches]).sum(dim=0, keepdim=True)
        totals = self.accelerator.gather(own.to(device))  # (processes, 3)
        return batches, totals.sum(dim=0, keepdim=True)

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, torch.Tensor],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | None = None,
    ) -> torch.Tensor | tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """Return this process's share of an update's loss.

        Args:
            model: An ``EventModel``, wrapped where there are several processes.
            inputs: What ``collate`` returns.
            return_outputs: Whether the model's outputs are wanted, too.
            num_items_in_batch: What ``get_batch_samples`` counted. In evaluation a batch stands
                for itself.
        """
        if not model.training or num_items_in_batch is None:
            outputs = model(**inputs)
            return (outputs["loss"], outputs) if return_outputs else outputs["loss"]
        n_devices = max(self.args.n_gpu, 1)  # above 1 only for one process over several GPUs
        outputs = model(**inputs, totals=num_items_in_batch.repeat(n_devices, 1))
        # What adds up here is averaged over processes (and devices) by those that gather it.
        loss = outputs["loss"] * (self.args.world_size * n_devices)
        return (loss, outputs) if return_outputs else loss


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
