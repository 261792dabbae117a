"""Scores that mean something: softened tag probabilities, and events' scores fitted to truth.

A fine-tuned tagger is surer than it is right. One temperature over its logits (Guo et al. 2017)
brings the scores of mentions down to how often they are right; an event's score is fitted to how
often events with such mentions are right (Platt 1999). Neither changes which mentions are found;
roles whose fitted score is low are left out.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from hadath.annotations.errors import ModelError
from hadath.inference.decoder import log_softmax

FILE = "postprocessor.json"
"""Beside the model; a model without it is not calibrated."""

EDGE = 1e-3
"""Scores are kept this far from 0 and 1, where a logit has no end."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How scores are brought down to truth.

    Attributes:
        temperature: The tag logits are divided by it.
        event_scale: An event's logit is multiplied by it,
        event_shift: and this is added.
        min_role_score: Roles that score lower are left out.
    """

    temperature: float = 1.0
    event_scale: float = 1.0
    event_shift: float = 0.0
    min_role_score: float = 0.0

    def soften(self, log_probs: np.ndarray) -> np.ndarray:
        """Return tag log probabilities at the temperature, in the shape of ``log_probs``."""
        return log_softmax(log_probs / self.temperature)

    def event_score(self, mean: float) -> float:
        """Return the score of an event.

        Args:
            mean: Of its mentions' scores.
        """
        return 1 / (1 + math.exp(-self.event_scale * logit_of(mean) - self.event_shift))


UNCALIBRATED = Calibration()
"""Leaves every score as the model gave it."""


def logit_of(score: float) -> float:
    """Return the logit of a score between 0 and 1, finite at both ends."""
    inner = min(max(score, EDGE), 1 - EDGE)
    return math.log(inner / (1 - inner))


def load_calibration(folder: Path) -> Calibration:
    """Read the calibration of a model.

    Args:
        folder: Of the model.

    Returns:
        One that changes nothing where the folder holds none.

    Raises:
        ModelError: The file is not what ``save_calibration`` writes.
    """
    path = folder / FILE
    if not path.is_file():
        return UNCALIBRATED
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        calibration = Calibration(**{key: float(value) for key, value in content.items()})
    except (ValueError, TypeError, AttributeError) as error:
        accepted = ", ".join(asdict(UNCALIBRATED))
        raise ModelError(f"{path}: no calibration; accepted: numbers for {accepted}") from error
    if not calibration.temperature > 0:
        raise ModelError(f"{path}: temperature {calibration.temperature}; accepted: above 0")
    return calibration


def save_calibration(calibration: Calibration, folder: Path) -> Path:
    """Write a calibration beside a model and return the file."""
    path = folder / FILE
    path.write_text(json.dumps(asdict(calibration), indent=2) + "\n", encoding="utf-8")
    return path
