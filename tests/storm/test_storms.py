"""An hour in which one platform fails: nothing lost or twice, few calls, and the other notices nothing.

By default a few kinds of storm are lived through; `SPORTELLO_STORMS=all` is every kind on both channels.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

import pytest

from tests.storm.hours import BEGINS, ENDS, LOOK_UPS, POST, SEND, WRITING, Channel, live, told_after
from tests.storm.weather import KINDS

SEED = 20261126
EVERY = (*KINDS, "429 that says nothing", "mixed")
CHOSEN = EVERY if os.environ.get("SPORTELLO_STORMS") == "all" else ("429 that says when", "mixed")
CALLS = {"telegram": (SEND, "getme"), "x": (POST, *LOOK_UPS)}
PERMITTED = {"telegram": 30.0, "x": 100 / 900}
"""Messages a second."""

RECOVERY = 5 * 60 * 1.25 + 30
"""Seconds after a storm in which the platform is tried again: the longest rest, its spread, and a call."""

UNDER_WAY = 8
"""Messages that may already be on their way when a person writes one."""


@cache
def _calm() -> Mapping[str, Channel]:
    return live("", "", seed=SEED)


@pytest.mark.slow
@pytest.mark.parametrize("storm", CHOSEN)
@pytest.mark.parametrize("name", ["telegram", "x"])
def test_an_hour_of_storm_loses_nothing_and_troubles_no_other_channel(name: str, storm: str) -> None:
    channels = live(name, storm, seed=SEED)
    ours = channels[name]
    (other,) = (channel for key, channel in channels.items() if key != name)
    (other_calm,) = (channel for key, channel in _calm().items() if key != name)
    after = told_after(ours, ENDS)
    span = after[-1].at - after[1].at  # the first was sent alone, to see whether the storm is over
    pace = (len(after) - 2) / span / PERMITTED[name]
    requests = ours.weather.count(*CALLS[name], since=0, until=float("inf")) / len(ours.got)
    in_storm = ours.weather.count(*CALLS[name], since=BEGINS, until=ENDS)
    print(
        f"{name}, {storm}: wrote {len(ours.wrote)}, reached {len({told.who for told in ours.got})}, "
        f"shown as unknown {len(ours.doubtful)}, lost {len(ours.lost())}, twice {len(ours.twice())}; "
        f"{in_storm} calls in the storm, {requests:.2f} a delivered message; "
        f"first again after {after[0].at - ENDS:.0f} s, drained at {100 * pace:.1f} %; "
        f"the other's p99 {other.p99():.2f} s, calm {other_calm.p99():.2f} s"
    )
    assert len(ours.wrote) == WRITING[name]
    assert not ours.lost()
    assert not ours.twice()
    assert requests <= 1.5
    assert not ours.weather.inside_a_wait(CALLS[name][0], whole=name == "x")
    assert after[0].at - ENDS <= RECOVERY
    assert pace >= 0.95
    people = [place for place, told in enumerate(after) if told.person]
    assert people
    assert max(people) < len(people) + UNDER_WAY
    assert not other.lost()
    assert not other.twice()
    assert other.p99() <= 2 * other_calm.p99()


def test_a_call_inside_a_wait_is_noticed() -> None:
    weather = _calm()["x"].weather
    assert not weather.inside_a_wait(POST, whole=True)
    first = next(call for call in weather.calls if call.endpoint == POST)
    asked = type(first)(at=first.at - 1, endpoint=POST, who="", status=429, wait=30)
    weather.calls.insert(0, asked)
    assert first in weather.inside_a_wait(POST, whole=True)
    weather.calls.remove(asked)
