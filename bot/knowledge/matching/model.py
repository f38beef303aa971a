"""What fitting found: enough to read any text, and to learn one more sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.knowledge.matching.calibration import Head
from bot.knowledge.matching.channels import Channels
from bot.knowledge.matching.kernel import Ridge
from bot.knowledge.matching.lessons import Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What scores are worth, learnt from examples left out.

    Beside the head the evidence is kept: each example's confidence (r,), whether that was right (r,; 1.0 or
    0.0), and how much it counts (r,).
    """

    sharpness: float
    head: Head
    confidences: Any
    right: Any
    weights: Any

    def threshold_for(self, precision: float) -> float:
        """Give the lowest confidence above which so many of the answers given are right; 1.0 for none.

        Both what was counted and what the calibrated confidences promise must reach the precision.
        """
        order = np.argsort(-self.confidences, kind="stable")
        confidences, weights = self.confidences[order], self.weights[order]
        answered = np.cumsum(weights)
        counted = (np.cumsum(weights * self.right[order]) + precision) / (answered + 1.0)
        promised = np.cumsum(weights * confidences) / answered
        last = np.append(confidences[1:] != confidences[:-1], [True])  # equal ones are answered together
        enough = np.flatnonzero(last & (counted >= precision) & (promised >= precision))
        return float(confidences[enough[-1]]) if len(enough) else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A solved brand: n lessons are kept, c intents and a last column for the background.

    `weights` are (n, c + 1). `ours` are rows of the brand's own whose system alone, through its `strange`
    factor, tells what is strange. `says` (n,) is the intent an utterance teaches, -1 for the rest. `ridge`
    is None where landmarks stand for more examples. `added` lessons were taught since fitting.
    """

    lessons: tuple[Lesson, ...]
    channels: Channels
    weights: Any
    ridge: Ridge | None
    ours: Any
    strange: Any
    strange_above: float
    says: Any
    worth: Worth
    added: int = 0
