"""Whether what was reported lately is a burst: many people, far above the usual, and hardly by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.incident import Evidence, Report
from bot.policy.incidents.usual import Usual, tail
from bot.settings.hearing import Incident as Thresholds

CHANCE = 1e-6
"""A burst is one that the usual traffic would show less often than this, in any one window.

Looked at in three windows an hour for forty intents, that is a false alarm in about a year.
"""

_PLACE_SHARE = 0.3
_PLACE_PEOPLE = 3
_MOST_POSTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A burst, and whether it is strong enough to be suggested; a weaker one keeps a suggestion alive."""

    evidence: Evidence
    strong: bool
    lasting: bool


def judge(
    reports: Sequence[Report], usual: Usual, thresholds: Thresholds, since: datetime, now: datetime
) -> Found:
    """Judge the reports of one kind in the window from `since` to `now`; each person counts once."""
    people = len({item.person for item in reports})
    mean, shape = usual.expected(since, now)
    return found(reports, people, mean, shape, thresholds, now - since)


def found(  # noqa: PLR0917 - figures, in the order they are worked out
    reports: Sequence[Report],
    people: int,
    mean: float,
    shape: float,
    thresholds: Thresholds,
    span: timedelta,
) -> Found:
    """Put a count of people beside what is usual."""
    many = people >= thresholds.at_least and people >= thresholds.times * mean
    lasting = people * 2 >= thresholds.at_least and people * 2 >= thresholds.times * mean
    newest = sorted(reports, key=lambda item: item.at, reverse=True)
    evidence = Evidence(
        people=people,
        minutes=max(1, round(span / timedelta(minutes=1))),
        usual=round(mean, 1),
        place=_place(reports, people),
        posts=tuple(item.inbound for item in newest[:_MOST_POSTS]),
    )
    return Found(evidence=evidence, strong=many and tail(people, mean, shape) < CHANCE, lasting=lasting)


def _place(reports: Sequence[Report], people: int) -> str:
    """Name the place that many of the people name; "" where there is none."""
    named = {(item.person, item.place.casefold()): item.place for item in reports if item.place}
    counts = Counter(place for _, place in named)
    if not counts:
        return ""
    place, count = counts.most_common(1)[0]
    if count < _PLACE_PEOPLE or count < _PLACE_SHARE * people:
        return ""
    return next(written for (_, folded), written in named.items() if folded == place)
