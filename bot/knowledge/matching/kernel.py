"""Kernel ridge regression in closed form: its answers, and exactly what it would say of a text left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RIDGE = 0.1
"""Added to the diagonal: how little a single example is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """A solved system: `inverse` is (K + λI)⁻¹ (n, n), `weights` (n, c) are its products with the targets."""

    inverse: Any
    weights: Any
    targets: Any


def blend(meaning: Any | None, letters: Any, share: float) -> Any:
    """Give the kernel of two arrays of cosines, letters weighing `share` beside 1 for meaning; 1 at most."""
    if meaning is None:
        return np.exp(letters - 1.0)
    return (np.exp(meaning - 1.0) + share * np.exp(letters - 1.0)) / (1.0 + share)


def solve(kernel: Any, targets: Any) -> Ridge:
    """Solve for targets (n, c) under a kernel (n, n)."""
    system = kernel + RIDGE * np.eye(len(kernel))
    inverse = np.linalg.inv(system.astype(np.float64))
    return Ridge(inverse=inverse, weights=inverse @ targets, targets=targets)


def left_out(ridge: Ridge, groups: Sequence[Sequence[int]]) -> Any:
    """Give each row's scores (n, c) without its group, which begins with the row itself."""
    scores = ridge.targets - ridge.weights / np.diag(ridge.inverse)[:, None]
    for row, group in enumerate(groups):
        if len(group) > 1:
            members = np.array(group)
            block = ridge.inverse[np.ix_(members, members)]
            scores[row] = ridge.targets[row] - np.linalg.solve(block, ridge.weights[members])[0]
    return scores


def strangeness(ridge: Ridge, kernel: Any) -> Any:
    """Give how little the rows of a kernel (m, n) are explained by the examples: 0 fully, 1 not at all."""
    return 1.0 - np.einsum("ij,ij->i", kernel @ ridge.inverse, kernel)


def usual_strangeness(ridge: Ridge, share: float) -> float:
    """Give the strangeness that `share` of the examples stay under when each is left out."""
    left = 1.0 / np.diag(ridge.inverse) - RIDGE
    return float(np.quantile(left, share)) if len(left) else 0.0
