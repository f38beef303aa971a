"""Many thousands of examples: all of them teach, through a few thousand landmarks that are kept.

Nyström's method: W = (NᵀN + λM)⁻¹NᵀY, N being the kernel of all texts with the landmarks and M that of the
landmarks alone (Williams and Seeger 2001). Memory and answers grow with the landmarks, not the examples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.knowledge.matching.kernel import RIDGE

EXACT = 12_000
"""More lessons than these are solved through landmarks."""

_BLOCK = 2_000
_JITTER = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """The landmarks' weights (m, c), and the scores (r, c) of some examples had each been left out."""

    weights: Any
    left_out: Any


def spread(labels: Any, most: int) -> Any:
    """Give at most `most` rows, rising: every k-th of each label's, so that all labels keep their share."""
    if len(labels) <= most:
        return np.arange(len(labels))
    order = np.argsort(labels, kind="stable")
    return np.sort(order[np.linspace(0, len(labels) - 1, most).round().astype(int)])


def solve_landmarks(kernel: Callable[[Any, Any], Any], targets: Any, marks: Any, judged: Any) -> Landmarks:
    """Solve for targets (n, c); `kernel(rows, columns)` gives a block, `marks` and `judged` are rows."""
    among = kernel(marks, marks)
    system = (RIDGE * among).astype(np.float64)
    system[np.diag_indices_from(system)] += _JITTER
    answers = np.zeros((len(marks), targets.shape[1]))
    for start in range(0, len(targets), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(targets)))
        block = kernel(rows, marks).astype(np.float64)
        system += block.T @ block
        answers += block.T @ targets[rows]
    weights = np.linalg.solve(system, answers)
    block = kernel(judged, marks).astype(np.float64)
    lean = np.einsum("ij,ji->i", block, np.linalg.solve(system, block.T))
    scores = block @ weights
    without = (scores - lean[:, None] * targets[judged]) / (1.0 - np.minimum(lean, 0.99))[:, None]
    return Landmarks(weights=weights, left_out=without)
