"""The order that sentences are trained in: like lengths together, and the same in every process."""

import math
from collections.abc import Iterator, Sequence

import torch
from numpy.random import SeedSequence
from torch.utils.data import Sampler
from transformers.trainer_pt_utils import get_length_grouped_indices


class LengthOrder(Sampler[int]):
    """Sentences in random groups of like lengths, an order an epoch.

    The order depends on the seed and the epoch alone. The Trainer's own sampler draws it from
    torch's global generator, which dropout moves on differently in each process, and groups by the
    batch of one process: several processes would not train on what one process trains on.

    Args:
        lengths: Subwords of each sentence: ``(n,)``.
        update_size: Sentences an update, over all processes and accumulated batches.
        seed: Of the recipe.
    """

    def __init__(self, lengths: Sequence[int], update_size: int, seed: int) -> None:
        """Start before the first epoch."""
        self._lengths, self._update_size, self._seed = lengths, update_size, seed
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Take the order of an epoch, counted from 0; accelerate calls it."""
        self._epoch = epoch

    def __len__(self) -> int:
        """Return the number of sentences, filled up to whole updates."""
        return math.ceil(len(self._lengths) / self._update_size) * self._update_size

    def __iter__(self) -> Iterator[int]:
        """Give the indices of the epoch."""
        epoch_seed = int(SeedSequence((self._seed, self._epoch)).generate_state(1)[0])
        generator = torch.Generator().manual_seed(epoch_seed)
        n = len(self._lengths)
        # Every process gets as much to do as the others. Without this the last update of an epoch
        # is filled up, too, but by accelerate and differently for each number of processes.
        extra = torch.randint(n, (len(self) - n,), generator=generator).tolist()
        taken = [*range(n), *extra]
        lengths = [self._lengths[index] for index in taken]
        grouped = get_length_grouped_indices(lengths, self._update_size, generator=generator)
        return (taken[place] for place in grouped)
