"""How many people usually report something in a window: learned from past weeks, little known at first.

The expectation for an hour of the week is the mean of that hour in the weeks known, shrunk towards the
intent's overall rate in the shape of the brand's whole week, as a gamma prior is worth so many weeks of
knowledge. What is then seen is judged by the gamma-Poisson predictive distribution (Gelman et al., Bayesian
Data Analysis, 3rd ed., section 2.6), so that little knowledge makes few alarms. The largest of a slot's
weeks counts as the second largest where four are known: an outage of last month must not hide the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import exp, lgamma, log, log1p
from zoneinfo import ZoneInfo

from bot.model.incident import Tally

WEEKS = 8
"""So many past weeks are looked at."""

_HOUR = timedelta(hours=1)
_WEEK_HOURS = 168
_PRIOR_WEEKS = 2.0
_OTHERS_SHARE = 0.1
_ROBUST_FROM = 4
LOWEST_SHAPE, HIGHEST_SHAPE = 2.0, 10.0
"""A rate is never known better than to a third (shape 10): days differ, and crowds follow each other."""

_NEGLIGIBLE = 1e-12

Slot = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What is known of how often something is reported; `own` are its hours, `every` those of anything.

    `before` is the moment up to which hours count: those of the burst itself do not. `guess` is the rate an
    hour where nothing is known at all.
    """

    own: Sequence[Tally]
    every: Sequence[Tally]
    before: datetime
    zone: ZoneInfo
    guess: float

    def expected(self, since: datetime, until: datetime) -> tuple[float, float]:
        """Give how many people are expected in a window, and the shape of the uncertainty about it."""
        mean = weight = 0.0
        at = since
        while at < until:
            end = min(until, at.replace(minute=0, second=0, microsecond=0) + _HOUR)
            hours = (end - at) / _HOUR
            rate, shape = self._rate(self._slot(at))
            mean += rate * hours
            weight += shape * hours
            at = end
        span = (until - since) / _HOUR
        return mean, max(LOWEST_SHAPE, min(HIGHEST_SHAPE, weight / span if span else 0.0))

    def _rate(self, slot: Slot) -> tuple[float, float]:
        """Give the rate an hour in a slot of the week, and how many people that is known from."""
        counts = sorted(self._own_by_slot.get(slot, {}).values())
        if self._weeks >= _ROBUST_FROM and len(counts) > 1:
            counts[-1] = counts[-2]
        total = sum(counts) + _PRIOR_WEEKS * self._shaped(slot)
        return total / (self._weeks + _PRIOR_WEEKS), total

    def _shaped(self, slot: Slot) -> float:
        """Give the overall rate in the shape of the brand's whole week."""
        if not self._weeks:  # the shape of the week is not known: any hour may be like the busiest so far
            return max(self.guess, max((item.people for item in self._own), default=0))
        usual_at = sum(self._every_by_slot.get(slot, {}).values()) / self._weeks
        everything = sum(item.people for item in self._every) / (self._weeks * _WEEK_HOURS)
        if not everything:
            return self._overall
        shape = (usual_at + _OTHERS_SHARE * everything) / (everything * (1 + _OTHERS_SHARE))
        return self._overall * shape

    @cached_property
    def _weeks(self) -> float:
        """How many whole weeks are known."""
        first = min((item.hour for item in self._every), default=self.before)
        return min(WEEKS, int((self.before - first) / timedelta(weeks=1)))

    @cached_property
    def _overall(self) -> float:
        first = min((item.hour for item in self._every), default=self.before)
        hours = max(24.0, (self.before - first) / _HOUR)
        people = sorted(item.people for item in self._own)
        if self._weeks >= _ROBUST_FROM:
            people = people[: len(people) - len(people) // 50]
        known = sum(people) / hours
        return known if hours >= _WEEK_HOURS else (sum(people) + self.guess * 24) / (hours + 24)

    @cached_property
    def _own(self) -> tuple[Tally, ...]:
        return self._known(self.own)

    @cached_property
    def _every(self) -> tuple[Tally, ...]:
        return self._known(self.every)

    def _known(self, hours: Iterable[Tally]) -> tuple[Tally, ...]:
        since = self.before - timedelta(weeks=WEEKS)
        return tuple(item for item in hours if since <= item.hour and item.hour + _HOUR <= self.before)

    @cached_property
    def _own_by_slot(self) -> Mapping[Slot, Mapping[int, int]]:
        return self._by_slot(self._own)

    @cached_property
    def _every_by_slot(self) -> Mapping[Slot, Mapping[int, int]]:
        return self._by_slot(self._every)

    def _by_slot(self, hours: Iterable[Tally]) -> Mapping[Slot, Mapping[int, int]]:
        found: dict[Slot, dict[int, int]] = defaultdict(dict)
        for item in hours:
            week = int((self.before - item.hour) / timedelta(weeks=1))
            found[self._slot(item.hour)][week] = item.people
        return found

    def _slot(self, at: datetime) -> Slot:
        local = at.astimezone(self.zone)
        return local.weekday(), local.hour


def tail(count: int, mean: float, shape: float) -> float:
    """Give the probability of at least `count` where a gamma-Poisson of this mean and shape is usual."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    share = mean / (mean + shape)
    first = lgamma(count + shape) - lgamma(shape) - lgamma(count + 1)
    first += count * log(share) - shape * log1p(mean / shape)
    total = term = 1.0  # in units of the first, which may be too small for a float by itself
    at = count
    while term > _NEGLIGIBLE or at < mean:
        term *= share * (at + shape) / (at + 1)
        total += term
        at += 1
    return min(1.0, exp(first + log(total)))
