"""The model that is trained: a token classifier, and a linker on its hidden states.

The classifier stays a plain ``AutoModelForTokenClassification``, so that what is saved loads in
``transformers.pipeline("token-classification")``; the linker lives beside it.
"""

import math
from collections.abc import Mapping

import torch
from torch import nn
from torch.nn import functional
from transformers import PreTrainedModel

from hadath.annotations.labels import Status
from hadath.training.features import IGNORED

TARGETS = ("labels", "links", "statuses")
"""What a batch holds to learn from, as ``collate`` names it."""

LINK_SIZE = 128
"""Width of the linker's two projections."""


class LinkHead(nn.Module):
    """Scores whether two subwords' mentions belong to one event.

    Each subword is projected twice, as an anchor (a trigger, or casualties that carry an event)
    and as a member; a pair's score is the scaled product of the two, the biaffine form of Dozat
    and Manning (2017).

    Args:
        hidden_size: Width of the encoder.
        dropout: Probability.
    """

    def __init__(self, hidden_size: int, dropout: float) -> None:
        """Make the projections."""
        super().__init__()
        self.anchor = nn.Sequential(
            nn.Linear(hidden_size, hidden_size),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_size, LINK_SIZE),
        )
        self.member = nn.Sequential(
            nn.Linear(hidden_size, hidden_size),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_size, LINK_SIZE),
        )
        self.anchor_bias = nn.Linear(hidden_size, 1)
        self.member_bias = nn.Linear(hidden_size, 1)
        self.status = nn.Linear(hidden_size, len(Status))

    def forward(self, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Score all pairs, and the status at each subword.

        Args:
            hidden: ``(batch, seq_len, hidden_size)``.

        Returns:
            Logits that anchor *i* and member *j* share an event, ``(batch, seq_len, seq_len)``,
            and status logits ``(batch, seq_len, n_statuses)``.
        """
        anchors = self.anchor(hidden)  # (batch, seq_len, LINK_SIZE)
        members = self.member(hidden)  # (batch, seq_len, LINK_SIZE)
        pairs = anchors @ members.transpose(1, 2) / math.sqrt(LINK_SIZE)
        pairs = pairs + self.anchor_bias(hidden) + self.member_bias(hidden).transpose(1, 2)
        return pairs, self.status(hidden)


class EventModel(nn.Module):
    """A token classifier and a linker over one encoder.

    Args:
        tagger: The token classifier.
        dropout: Of the linker.
        link_weight: How much the linker's loss counts beside the tagger's.
    """

    accepts_loss_kwargs = True
    """Tells the Trainer that the loss is scaled for accumulation here, by ``totals``."""

    def __init__(self, tagger: PreTrainedModel, dropout: float, link_weight: float) -> None:
        """Put a fresh linker beside the tagger."""
        super().__init__()
        self.tagger = tagger
        self.linker = LinkHead(tagger.config.hidden_size, dropout)
        self.link_weight = link_weight
        self.config = tagger.config

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        labels: torch.Tensor | None = None,
        links: torch.Tensor | None = None,
        statuses: torch.Tensor | None = None,
        totals: torch.Tensor | None = None,
    ) -> dict[str, torch.Tensor]:
        """Tag and link a batch.

        Args:
            input_ids: ``(batch, seq_len)``.
            attention_mask: ``(batch, seq_len)``, 1 for subwords and 0 for padding.
            labels: Tag ids, ``(batch, seq_len)``.
            links: 1 where a pair shares an event, 0 where not, ``IGNORED`` elsewhere:
                ``(batch, seq_len, seq_len)``; given where ``labels`` are.
            statuses: Status ids at anchors, ``(batch, seq_len)``; given where ``labels`` are.
            totals: How many targets of each kind the losses are divided by, ``(1, 3)`` in the
                order of ``TARGETS``; ``None`` for those of the batch.

        Returns:
            ``logits`` ``(batch, seq_len, n_tags)``; with labels the ``loss``, without them
            ``links`` and ``statuses`` as ``LinkHead`` gives them.
        """
        output = self.tagger(
            input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
        )
        pairs, status_logits = self.linker(output.hidden_states[-1])
        if labels is None or links is None or statuses is None:
            return {"logits": output.logits, "links": pairs, "statuses": status_logits}
        if totals is None:
            targets = zip(TARGETS, (labels, links, statuses), strict=True)
            totals = count_targets(dict(targets)).unsqueeze(0)
        n_tags, n_links, n_statuses = totals[0].clamp(min=1)
        loss = tag_loss(output.logits, labels) / n_tags + self.link_weight * (
            link_loss(pairs, links) / n_links + tag_loss(status_logits, statuses) / n_statuses
        )
        return {"loss": loss, "logits": output.logits}

    def activation_checkpointing_enable(self, **options: object) -> None:
        """Keep no activations of the encoder; the Trainer calls it where a recipe says so."""
        self.tagger.activation_checkpointing_enable(**options)

    def gradient_checkpointing_enable(self, **options: object) -> None:
        """Do the same under the name of earlier releases of transformers 5."""
        self.tagger.gradient_checkpointing_enable(**options)


def count_targets(batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
    """Return how many targets of each kind a batch has: ``(3,)`` in the order of ``TARGETS``."""
    return torch.stack([(batch[name] != IGNORED).sum() for name in TARGETS])


def tag_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return the cross entropy of tags or statuses, summed over the subwords that carry one.

    Args:
        logits: ``(batch, seq_len, n)``.
        targets: Ids or ``IGNORED``, ``(batch, seq_len)``.
    """
    return functional.cross_entropy(
        logits.flatten(0, 1).float(), targets.flatten(), ignore_index=IGNORED, reduction="sum"
    )


def link_loss(pairs: torch.Tensor, links: torch.Tensor) -> torch.Tensor:
    """Return the binary cross entropy, summed over the pairs that are marked.

    Args:
        pairs: Logits, ``(batch, seq_len, seq_len)``.
        links: 1, 0 or ``IGNORED``, of the same shape.
    """
    marked = links != IGNORED
    return functional.binary_cross_entropy_with_logits(
        pairs[marked].float(), links[marked].float(), reduction="sum"
    )
