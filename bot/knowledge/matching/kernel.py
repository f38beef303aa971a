"""Kernel ridge regression in closed form: its answers, and exactly what it would say of a text left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RIDGE = 0.1
"""Added to the diagonal: how little a single example is believed."""

PRECISE = 1_000
"""Systems of more texts than this are solved in single precision: the ridge keeps them well-conditioned."""

_SMALL = 64
"""Triangles up to this size are inverted at one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ridge:
    """A solved system of n texts.

    `factor` (n, n) is L⁻¹, L being the lower triangle with LLᵀ = K + λI: so (K + λI)⁻¹ = L⁻ᵀL⁻¹. `weights`
    (n, c) are the products of that inverse with the targets (n, c).
    """

    factor: Any
    weights: Any
    targets: Any


def blend(meaning: Any | None, letters: Any | None, share: float) -> Any:
    """Give the kernel of two arrays of cosines, letters weighing `share` beside 1 for meaning; 1 at most.

    Where one of the two is None, the other is all there is.
    """
    if meaning is None:
        return _likeness(letters)
    if letters is None:
        return _likeness(meaning)
    both = _likeness(letters)
    both *= share
    both += _likeness(meaning)
    both /= 1.0 + share
    return both


def _likeness(cosines: Any) -> Any:
    shifted = cosines - 1.0
    return np.exp(shifted, out=shifted)


def solve(kernel: Any, targets: Any) -> Ridge:
    """Solve for targets (n, c) under a kernel (n, n)."""
    kind = np.float64 if len(kernel) <= PRECISE else np.float32
    system = kernel.astype(kind)
    system[np.diag_indices_from(system)] += RIDGE
    lower = np.linalg.cholesky(system)
    del system  # a brand of thousands of sentences has few such arrays at once
    return _ridge(_inverse(lower), targets.astype(kind))


def extended(ridge: Ridge, column: Any, target: Any) -> Ridge:
    """Give the system with one more text: its kernel (n,) with the others, 1 with itself, its target (c,)."""
    factor = extended_factor(ridge.factor, column)
    last = factor[-1]
    targets = np.vstack([ridge.targets, target])
    grown = np.vstack([ridge.weights, np.zeros_like(target)])
    return Ridge(factor=factor, weights=grown + np.outer(last, last @ targets), targets=targets)


def extended_factor(factor: Any, column: Any) -> Any:
    """Give a factor with one more row (a bordered Cholesky factor): n² steps instead of n³."""
    size = len(factor)
    beside = factor @ column
    corner = np.sqrt(max(1.0 + RIDGE - float(beside @ beside), RIDGE / 2))
    grown = np.zeros((size + 1, size + 1), dtype=factor.dtype)
    grown[:size, :size] = factor
    grown[size, :size] = -(beside @ factor) / corner
    grown[size, size] = 1.0 / corner
    return grown


def _ridge(factor: Any, targets: Any) -> Ridge:
    return Ridge(factor=factor, weights=factor.T @ (factor @ targets), targets=targets)


def _inverse(lower: Any) -> Any:
    """Invert a lower triangle by halves: a quarter of the work of a matrix that could be anything."""
    size = len(lower)
    if size <= _SMALL:
        return np.linalg.inv(lower)
    half = size // 2
    inverse = np.zeros_like(lower)
    inverse[:half, :half] = _inverse(lower[:half, :half])
    inverse[half:, half:] = _inverse(lower[half:, half:])
    inverse[half:, :half] = -inverse[half:, half:] @ (lower[half:, :half] @ inverse[:half, :half])
    return inverse


def left_out(ridge: Ridge, groups: Sequence[Sequence[int]]) -> Any:
    """Give each row's scores (n, c) without its group, which begins with the row itself."""
    scores = ridge.targets - ridge.weights / _diagonal(ridge)[:, None]
    for size in {len(group) for group in groups} - {1}:
        rows = [row for row, group in enumerate(groups) if len(group) == size]
        members = np.array([groups[row] for row in rows])
        columns = ridge.factor.T[members]
        answers = np.linalg.solve(columns @ columns.transpose(0, 2, 1), ridge.weights[members])
        scores[rows] = ridge.targets[rows] - answers[:, 0]
    return scores


def strangeness(factor: Any, kernel: Any) -> Any:
    """Give how little the rows of a kernel (m, n) are explained by a system: 0 fully, 1 not at all."""
    explained = kernel @ factor.T
    return 1.0 - np.einsum("ij,ij->i", explained, explained)


def usual_strangeness(ridge: Ridge, share: float) -> float:
    """Give the strangeness that `share` of the examples stay under when each is left out."""
    left = np.sort(1.0 / _diagonal(ridge) - RIDGE)
    return float(np.interp(share * (len(left) - 1), np.arange(len(left)), left)) if len(left) else 0.0


def _diagonal(ridge: Ridge) -> Any:
    """Give the diagonal (n,) of (K + λI)⁻¹."""
    return np.einsum("ij,ij->j", ridge.factor, ridge.factor)
