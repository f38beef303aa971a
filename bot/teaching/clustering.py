"""Groups texts that say nearly the same: average link, cut where the groups are no longer alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.knowledge.matching.channels import centred
from bot.knowledge.matching.ngrams import Ngrams
from bot.knowledge.ports import Encoder
from bot.teaching.reading import Told, nothing_told

ALIKE = 0.28
"""Groups whose sentences have a mean likeness above this are one; found on four labelled sets."""

ALIKE_IN_LETTERS = 0.15
"""The same where there is no encoder, and words and letters are all there is."""

_LETTERS_SHARE = 0.5

MOST = 5_000
"""Most texts that are compared with each other: 100 MB of cosines."""

_GONE = -2.0
_BATCH = 256


def clusters(
    texts: Sequence[str],
    encoder: Encoder | None,
    *,
    backdrop: Sequence[str] = (),
    told: Told = nothing_told,
) -> tuple[tuple[int, ...], ...]:
    """Group distinct texts (MOST at most) by what they say; gives their indexes, most central first.

    `backdrop` are sentences of the brand's: what all of them share sets no two texts apart. The same texts
    in the same order give the same groups. Raises ValueError for more texts than MOST.
    """
    if len(texts) > MOST:
        raise ValueError(f"{len(texts)} texts are too many to compare: {MOST} at most")
    if not texts:
        return ()
    likeness = _likeness(texts, backdrop, encoder, told)
    above = ALIKE_IN_LETTERS if encoder is None else ALIKE
    found = average_link(likeness, above, told=lambda part: told(0.5 + part / 2))
    return tuple(central_first(likeness, group) for group in found)


def _likeness(texts: Sequence[str], backdrop: Sequence[str], encoder: Encoder | None, told: Told) -> Any:
    """Give the cosines (n, n) by meaning, centred as the matcher's are, and by letters beside it."""
    spelt = Ngrams(texts).vectors().T
    letters: Any = np.clip(spelt @ spelt.T, 0.0, 1.0)
    if encoder is None:
        return letters
    every = [*texts, *backdrop]
    parts = []
    for start in range(0, len(every), _BATCH):
        parts.append(encoder.encode(every[start : start + _BATCH]))
        told(0.5 * min(1.0, (start + _BATCH) / len(every)))
    vectors = np.concatenate(parts)
    centre = vectors.mean(axis=0) if backdrop else 0.0
    own = centred(vectors[: len(texts)], centre)
    likeness: Any = own @ own.T
    letters *= _LETTERS_SHARE  # in place, all of it: each array of this size is 100 MB
    likeness += letters
    likeness /= 1.0 + _LETTERS_SHARE
    return likeness


def average_link(likeness: Any, above: float, *, told: Told = nothing_told) -> tuple[tuple[int, ...], ...]:
    """Merge the two likest groups until no two have a mean likeness of `above`; `likeness` is (n, n).

    Chains of nearest neighbours find the same groups as looking at every pair each time, in n² steps.
    """
    near: Any = np.add(likeness, likeness.T, dtype=np.float32, casting="same_kind")
    near /= 2
    np.fill_diagonal(near, _GONE)
    members: list[list[int]] = [[at] for at in range(len(near))]
    for start in range(len(near)):
        if start % _BATCH == 0:
            told(start / len(near))
        _follow(near, members, start, above)
    return tuple(tuple(sorted(group)) for group in members if group)


def _follow(near: Any, members: list[list[int]], start: int, above: float) -> None:
    """Follow nearest neighbours from a group until it and what it joins are like nothing else."""
    chain = [start] if members[start] else []
    while chain:
        here = chain[-1]
        there = int(near[here].argmax())
        if near[here, there] < above:
            return
        if len(chain) > 1 and near[here, chain[-2]] >= near[here, there]:
            _merge(near, members, chain[-2], here)
            chain = chain[:-2] or [chain[-2]]
        else:
            chain.append(there)


def _merge(near: Any, members: list[list[int]], one: int, other: int) -> None:
    """Put a group into another's place; the likeness to the rest is the mean over all their pairs."""
    sizes = len(members[one]), len(members[other])
    row = (near[one] * sizes[0] + near[other] * sizes[1]) / sum(sizes)
    row[(near[one] <= _GONE) | (near[other] <= _GONE)] = _GONE
    near[one], near[:, one] = row, row
    near[other], near[:, other] = _GONE, _GONE
    near[one, one] = _GONE
    members[one] += members[other]
    members[other] = []


def central_first(likeness: Any, group: Sequence[int]) -> tuple[int, ...]:
    """Order a group by how like the others each of them is."""
    rows = np.array(group)
    mean = likeness[np.ix_(rows, rows)].mean(axis=1)
    return tuple(int(rows[at]) for at in np.argsort(-mean, kind="stable"))
