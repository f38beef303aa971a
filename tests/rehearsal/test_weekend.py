"""An invented weekend of the example brand: what it is made of, and what it must come to."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.rehearsal.inventing.weekend import Frame, invent, weekend_bounds
from bot.rehearsal.people import Staff
from bot.rehearsal.report import Report, Sort
from bot.rehearsal.script import Script
from bot.rehearsal.stage import play
from bot.rehearsal.telling import report_of
from bot.testing.pytest_plugin import brand_of
from tests.rehearsal.rig import at

ROOT = Path(__file__).parents[2]
ADDRESSES = ("web", "x.post", "x.dm", "telegram")
TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BARS = {
    Sort.NO_OUTCOME,
    Sort.SECOND_ACKNOWLEDGEMENT,
    Sort.PROMISE_WHEN_CLOSED,
    Sort.IN_QUIET_HOURS,
    Sort.TOO_LONG,
    Sort.GAP,
}


def weekend(seed: int = 1, count: int = 300) -> Script:
    knowledge, traits = brand_of(ROOT)
    since, until = weekend_bounds(knowledge.calendar, TUESDAY)
    frame = Frame(since=since, until=until, count=count, seed=seed, addresses=ADDRESSES)
    return invent(knowledge, traits, frame)


@cache
def rehearsed(seed: int, people: int) -> Report:
    knowledge, traits = brand_of(ROOT)
    staff = Staff(count=people, answer_in=timedelta(minutes=6), keys=tuple(knowledge.settings.people))
    return report_of(asyncio.run(play(weekend(seed), knowledge, traits, staff)), answering=False)


def test_it_goes_from_friday_afternoon_to_monday_noon() -> None:
    script = weekend()
    assert (script.since, script.until) == (at("2026-11-27T16:00"), at("2026-11-30T12:00"))
    assert all(script.since <= line.at < script.until for line in script.lines)
    assert len(script.lines) == 300


def test_on_a_friday_evening_the_next_one_is_meant() -> None:
    knowledge, _traits = brand_of(ROOT)
    since, _until = weekend_bounds(knowledge.calendar, at("2026-11-27T16:00"))
    assert since == at("2026-12-04T16:00")


def test_the_same_seed_invents_the_same_and_another_one_another() -> None:
    assert weekend(3) == weekend(3)
    assert weekend(3).lines != weekend(4).lines


def test_it_has_every_channel_both_languages_the_night_and_a_burst() -> None:
    lines = weekend().lines
    knowledge, _traits = brand_of(ROOT)
    assert {line.address for line in lines} == set(ADDRESSES)
    assert Counter(line.language for line in lines if line.language).most_common(1)[0][0] == "it"
    assert {"it", "en"} <= {line.language for line in lines}
    assert any(knowledge.calendar.local(line.at).hour in {1, 2, 3, 4} for line in lines)
    public = [line for line in lines if line.address == "x.post"]
    assert all(line.followers is not None for line in public)
    assert any("@volomobile" in line.text for line in public)
    assert any(_alike(lines, n) >= 8 for n in range(len(lines)))


def _alike(lines: tuple[object, ...], n: int) -> int:
    """Count the messages about the same that come within twelve minutes of the n-th."""
    found: list[object] = [
        other
        for other in lines[n:]
        if other.about and other.about == lines[n].about and other.at - lines[n].at < timedelta(minutes=12)  # type: ignore[attr-defined]
    ]
    return len(found)


def test_customers_write_as_people_type_and_not_only_as_the_brand_taught() -> None:
    knowledge, _traits = brand_of(ROOT)
    taught = {
        line.text
        for intent in knowledge.intents.values()
        for examples in intent.examples.values()
        for line in (*examples.say, *examples.check)
    }
    lines = weekend().lines
    assert sum(line.text in taught for line in lines) < len(lines) / 3
    assert not [line.text for line in lines if "{" in line.text or not line.text.strip()]


@pytest.mark.parametrize(("seed", "people"), [(1, 3), (2, 1), (5, 0)])
def test_a_rehearsed_weekend_meets_every_bar(seed: int, people: int) -> None:
    report = rehearsed(seed, people)
    assert [item for item in report.findings if item.sort in BARS] == []
    assert report.summary.results["lost"] == 0
    assert report.summary.messages >= 300


def test_at_night_nothing_is_said_that_was_not_asked_for() -> None:
    purposes = {item.purpose for item in rehearsed(1, 3).summary.night}
    assert "acknowledgement" in purposes
    assert not purposes & {"follow_up", "closed"}


def test_more_people_make_the_queue_shorter() -> None:
    many, none = rehearsed(1, 3).desk, rehearsed(5, 0).desk
    assert many.answered > 0
    assert many.left_waiting == 0
    assert (none.answered, none.left_waiting > 0) == (0, True)
