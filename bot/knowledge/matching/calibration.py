"""From scores to probabilities that mean what they say, learnt from what leaving examples out would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

_TINY = 1e-9
_STEPS = 30
_SHARPNESS = tuple(float(value) for value in np.geomspace(2.0, 60.0, 40))


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """P(right) = σ(slope · logit p + background · logit b + offset).

    b is the share of what is about no intent, p the likeliest intent's share of the rest.
    """

    slope: float = 1.0
    background: float = 0.0
    offset: float = 0.0

    def right(self, shares: Any) -> Any:
        """Give the chance (m,) that the likeliest intent is the one meant, for shares (m, c + 1)."""
        return _sigmoid(evidence(shares) @ np.array([self.slope, self.background, self.offset]))


def evidence(shares: Any) -> Any:
    """Give what a head looks at (m, 3) in shares (m, c + 1), the last column being the background's."""
    other = shares[:, -1]
    best = shares[:, :-1].max(axis=1) / np.maximum(1.0 - other, _TINY)
    return np.stack([logit(best), logit(other), np.ones(len(shares))], axis=1)


def softmax(scores: Any, sharpness: float) -> Any:
    """Give each row's shares (m, c), summing to 1."""
    steep = sharpness * (scores - scores.max(axis=1, keepdims=True))
    parts = np.exp(steep)
    return parts / parts.sum(axis=1, keepdims=True)


def best_sharpness(scores: Any, labels: Any) -> tuple[float, float]:
    """Give the sharpness under which the labels (m,) are likeliest, and that mean log-likelihood."""
    rows = np.arange(len(labels))
    found = [
        (float(np.log(softmax(scores, value)[rows, labels] + _TINY).mean()), value) for value in _SHARPNESS
    ]
    likelihood, sharpness = max(found)
    return sharpness, likelihood


def fit_head(shares: Any, right: Any, weights: Any, *, prior: float) -> Head:
    """Fit a head to shares (m, c + 1), right (1.0) or not (0.0); `prior` holds it near them as said."""
    design = evidence(shares)
    start = np.array([1.0, 0.0, 0.0])
    head = start.copy()
    for _ in range(_STEPS):
        chance = _sigmoid(design @ head)
        slope = design.T @ (weights * (chance - right)) + prior * (head - start)
        curve = design.T @ (design * (weights * chance * (1.0 - chance))[:, None]) + prior * np.eye(3)
        step = np.linalg.solve(curve, slope)
        head = head - np.clip(step, -1.0, 1.0)
    return Head(slope=float(max(head[0], 0.1)), background=float(min(head[1], 0.0)), offset=float(head[2]))


def logit(share: Any) -> Any:
    """Give log(p / (1 - p)), finite at both ends."""
    safe = np.clip(share, 1e-6, 1.0 - 1e-6)
    return np.log(safe / (1.0 - safe))


def _sigmoid(value: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(value, -50.0, 50.0)))
