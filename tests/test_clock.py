"""The clock that can be moved: forward only, and never back behind what it has told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MovableClock
from bot.testing import FakeClock

START = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
SPANS = st.timedeltas(timedelta(days=-40), timedelta(days=40))


def test_it_goes_on_with_the_machines_clock() -> None:
    real = FakeClock(START)
    clock = MovableClock(timedelta(days=2), real=real)
    real.move(timedelta(minutes=3))
    assert clock.now() == START + timedelta(days=2, minutes=3)


def test_it_is_moved_to_a_moment_and_goes_on_from_there() -> None:
    real = FakeClock(START)
    clock = MovableClock(real=real)
    monday = datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))
    clock.move_to(monday)
    assert clock.now() == monday
    assert clock.now().tzinfo is UTC
    real.move(timedelta(seconds=10))
    assert clock.now() == monday + timedelta(seconds=10)


def test_a_moment_that_is_past_changes_nothing() -> None:
    clock = MovableClock(real=FakeClock(START))
    clock.move_to(START - timedelta(hours=1))
    assert clock.now() == START


def test_it_stands_still_while_the_machines_clock_is_set_back() -> None:
    real = FakeClock(START)
    clock = MovableClock(real=real)
    real.set(START - timedelta(hours=1))
    assert clock.now() == START


def test_moving_it_makes_nothing_last_longer() -> None:
    real = FakeClock(START)
    clock = MovableClock(real=real)
    clock.move_to(START + timedelta(days=3))
    assert clock.monotonic() == 0.0
    real.move(timedelta(seconds=2))
    assert clock.monotonic() == 2.0


@given(st.lists(st.tuples(st.sampled_from(["pass", "set", "move"]), SPANS), max_size=20))
def test_it_never_runs_backwards(steps: list[tuple[str, timedelta]]) -> None:
    real = FakeClock(START)
    clock = MovableClock(real=real)
    told = clock.now()
    for what, span in steps:
        match what:
            case "pass":
                real.move(abs(span))
            case "set":
                real.set(real.now() + span)
            case _:
                clock.move_to(clock.now() + span)
        assert clock.now() >= told
        told = clock.now()
