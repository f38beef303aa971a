"""Twenty calm weeks, from the first message on: busy days, quiet nights, crowded Mondays, and no incident."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp
from random import Random
from zoneinfo import ZoneInfo

from bot.model.incident import Report, Tally
from bot.policy.incidents.bursts import CHANCE, Found, judge
from bot.policy.incidents.usual import Usual, tail
from bot.settings.hearing import Incident

ROME = ZoneInfo("Europe/Rome")
START = datetime(2026, 3, 2, tzinfo=ROME).astimezone(UTC)
WEEKS = 20
HOUR = timedelta(hours=1)
RATES = (24.0, 12.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.5, 1.0, 0.5, 0.2)
"""People an hour at the busiest, an intent each."""

THRESHOLDS = Incident()
BUSY = (1.3, 1.0, 0.9, 0.9, 1.0, 0.5, 0.3)
"""How busy each day of the week is."""


def shape_of(local: datetime) -> float:
    """Give how busy an hour is: two humps by day, nearly nothing at night, Mondays the most."""
    hour = local.hour + local.minute / 60
    humps = exp(-((hour - 10.5) ** 2) / 6) + 0.8 * exp(-((hour - 17.5) ** 2) / 9)
    return BUSY[local.weekday()] * (0.02 + humps)


@dataclass
class Traffic:
    """Reports as they come in, with the tallies that the store would hold."""

    tallies: dict[str, Counter[datetime]] = field(default_factory=lambda: defaultdict(Counter))
    window: dict[str, deque[Report]] = field(default_factory=lambda: defaultdict(deque))
    _usual: dict[str, tuple[datetime, Usual]] = field(default_factory=dict)

    def hear(self, intent: str, at: datetime, person: str) -> Found | None:
        """Take a report in and judge its intent where enough people wrote about it."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        self.tallies[intent][hour] += 1
        self.tallies["*"][hour] += 1
        reports = self.window[intent]
        reports.append(Report(inbound=1, intent=intent, person=person, channel="chat", at=at))
        since = at - THRESHOLDS.within
        while reports[0].at <= since:
            reports.popleft()
        if len(reports) < THRESHOLDS.at_least:
            return None
        return judge(tuple(reports), self.usual(intent, since), THRESHOLDS, since, at)

    def usual(self, intent: str, before: datetime) -> Usual:
        """Give what is known up to a moment; within an hour nothing new is known."""
        hour = before.replace(minute=0, second=0, microsecond=0)
        known = self._usual.get(intent)
        if known is None or known[0] != hour:
            known = (
                hour,
                Usual(
                    own=self._hours(intent),
                    every=self._hours("*"),
                    before=hour,
                    zone=ROME,
                    guess=THRESHOLDS.at_least / THRESHOLDS.times * 3,
                ),
            )
            self._usual[intent] = known
        return known[1]

    def _hours(self, intent: str) -> tuple[Tally, ...]:
        return tuple(Tally(hour=at, people=count) for at, count in sorted(self.tallies[intent].items()))


def weeks(random: Random, traffic: Traffic, count: int) -> int:
    """Live calm weeks and give how many suggestions there were: a burst that goes on is one."""
    alarms, number = 0, 0
    quiet_from: dict[str, datetime] = {}
    for hours in range(count * 168):
        begin = START + hours * HOUR
        local = begin.astimezone(ROME)
        if local.hour == 0:
            day = {rank: random.gammavariate(20, 1 / 20) for rank in range(len(RATES))}
        arrivals = []
        for rank, rate in enumerate(RATES):
            mean = rate * shape_of(local) * (day[rank] if hours else 1.0)
            at = random.expovariate(mean)
            while at < 1:
                arrivals.append((at, rank))
                at += random.expovariate(mean)
        for at, rank in sorted(arrivals):
            number += 1
            moment, intent = begin + at * HOUR, f"intent_{rank}"
            found = traffic.hear(intent, moment, f"p{number}")
            if found is not None and found.strong:
                alarms += moment >= quiet_from.get(intent, START)
                quiet_from[intent] = moment + HOUR
    return alarms


def test_twenty_calm_weeks_bring_at_most_one_false_suggestion() -> None:
    alarms = [weeks(Random(seed), Traffic(), WEEKS) for seed in range(2)]
    assert max(alarms) <= 1


def outage(random: Random, traffic: Traffic, begin: datetime, rank: int, an_hour: float) -> timedelta | None:
    """Add an outage to calm traffic, and give how long it took until it was suggested."""
    at = begin
    for number in range(400):
        at += random.expovariate(an_hour) * HOUR
        found = traffic.hear(f"intent_{rank}", at, f"victim {number}")
        if found is not None and found.strong:
            return at - begin
    return None


def test_an_outage_is_found_at_night_on_a_busy_monday_and_where_nothing_is_known() -> None:
    random, traffic = Random(7), Traffic()
    assert weeks(random, traffic, 4) == 0
    after = START + timedelta(weeks=4)
    night = outage(random, traffic, after + 3 * HOUR, 3, 960)
    busy = outage(random, traffic, after + 11 * HOUR, 0, 960)
    new = outage(random, Traffic(), after, 0, 960)
    assert [took for took in (night, busy, new) if took is None or took > timedelta(minutes=4)] == []


def test_the_tail_is_a_probability_that_falls() -> None:
    chances = [tail(count, 4.0, 5.0) for count in range(60)]
    assert chances[0] == 1.0
    assert all(one >= other for one, other in pairwise(chances))
    assert 0 < tail(150, 0.7, 10.0) < 1e-90
    assert tail(400, 0.01, 2.0) >= 0.0
    assert abs(tail(1, 4.0, 5.0) - (1 - (5 / 9) ** 5)) < 1e-8
    assert chances[-1] < CHANCE


def test_little_knowledge_makes_an_alarm_harder() -> None:
    assert tail(20, 3.0, 2.0) > tail(20, 3.0, 25.0)
