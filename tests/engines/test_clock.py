"""The process's clock: nothing early, nothing twice and no pause, whatever becomes of the wall clock."""

from __future__ import annotations

import asyncio
import math
import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.engines.bells import Bell, Bells
from bot.errors import StoreError
from bot.model.case import FollowUpKind
from bot.stores.connection import connect
from bot.stores.migrations import migrate
from bot.stores.units.catching_up import PAUSE, TOGETHER
from tests.engines.rig import SPAN, House, Nothing, moving
from tests.simulate.loop import VirtualLoop

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG = 5 * MINUTE
NOTICED = 2 * LONG.total_seconds() + 5
"""Seconds within which an engine that sweeps every LONG has noticed what became of the clock."""

ROME = ZoneInfo("Europe/Rome")
AUTUMN, SPRING = datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 3, 28, 23, 30, tzinfo=UTC)


@pytest.fixture
def _in_rome() -> Iterator[None]:
    """Let the machine live in a zone whose clocks change."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Rome"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("_in_rome")
@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_in_six_hours_is_21600_seconds_on_a_night_the_clocks_change(night: datetime) -> None:
    with moving(night, span=5 * MINUTE) as house:
        house.owe((night + 6 * HOUR).astimezone(ROME))
        house.live(7 * HOUR)
        (woken,) = house.woken
        assert woken.second == pytest.approx(21_600, abs=0.05)
        assert woken.wall >= woken.at == night + 6 * HOUR


@pytest.mark.usefixtures("_in_rome")
@pytest.mark.parametrize("night", [AUTUMN, SPRING], ids=["autumn", "spring"])
def test_sweeps_come_evenly_on_a_night_the_clocks_change(night: datetime) -> None:
    with moving(night, span=MINUTE) as house:
        house.live(4 * HOUR - SECOND)
        gaps = {round(later - sooner, 1) for sooner, later in pairwise(house.store.sweeps)}
        assert gaps == {60}
        assert len(house.store.sweeps) == 4 * 60


@pytest.mark.parametrize(
    "by", [-HOUR, -3 * SECOND, -0.4 * SECOND, 0.4 * SECOND, 3 * SECOND, DAY], ids=lambda by: f"{by}"
)
def test_a_moved_wall_clock_wakes_nothing_early_or_twice_and_nothing_pauses(by: timedelta) -> None:
    with moving(START, span=LONG) as house:
        house.owe(START + 30 * MINUTE, START + 90 * MINUTE, START + 90 * MINUTE + DAY)
        house.live(2 * DAY, (10 * MINUTE + 7 * SECOND, lambda: house.time.jump(by)))
        assert all(item.wall >= item.at for item in house.woken)
        assert len({item.key for item in house.woken}) == len(house.woken) == 3
        assert max(later - sooner for sooner, later in pairwise(house.store.sweeps)) <= NOTICED


def test_after_a_clock_set_back_an_hour_the_next_sweep_comes_within_two_spans() -> None:
    with moving(START) as house:
        house.live(5 * MINUTE, (MINUTE + SECOND, lambda: house.time.jump(-HOUR)))
        assert sum(60 < second <= 60 + 2 * SPAN.total_seconds() for second in house.store.sweeps) >= 1
        assert len(house.store.sweeps) >= 5 * 60 / 15


def test_a_follow_up_due_while_the_machine_slept_wakes_when_it_is_awake_again() -> None:
    with moving(START) as house:
        house.owe(START + 2 * HOUR)
        house.live(10 * MINUTE, (MINUTE, lambda: house.time.jump(8 * HOUR)))
        (woken,) = house.woken
        assert 60 <= woken.second <= 60 + SPAN.total_seconds() + 1


JUMPS = st.lists(st.tuples(st.integers(1, 7_200), st.integers(-9_000, 9_000)), max_size=4)


@settings(max_examples=40)
@given(dues=st.lists(st.integers(0, 9_000), min_size=1, max_size=TOGETHER), jumps=JUMPS)
def test_under_any_jumps_each_wakes_once_in_time_by_the_wall_and_sweeps_go_on(
    dues: list[int], jumps: list[tuple[int, int]]
) -> None:
    with moving(START, span=LONG) as house:
        house.owe(*(START + due * SECOND for due in dues))
        moves = [(at * SECOND, partial(house.time.jump, by * SECOND)) for at, by in jumps]
        house.live(16 * HOUR, *moves)
        assert sorted(item.at for item in house.woken) == sorted(START + due * SECOND for due in dues)
        assert all(item.wall >= item.at for item in house.woken)
        assert all(item.second <= _shown(item.at, jumps) + NOTICED for item in house.woken)
        assert max(later - sooner for sooner, later in pairwise(house.store.sweeps)) <= NOTICED


def _shown(at: datetime, jumps: list[tuple[int, int]]) -> float:
    """Give the second from which the wall clock shows a moment, or a later one, long enough to be noticed."""
    due, begin, moved, since = (at - START).total_seconds(), 0, 0, math.inf
    for end, by in (*sorted(jumps, key=lambda jump: jump[0]), (10**6, 0)):
        shown = max(due - moved, begin)
        if not begin < shown < end:  # shown from the start of the stretch, or not in it at all
            shown = min(since, shown) if shown < end else math.inf
        since = shown  # a clock set back hides a moment again: it counts from when it comes back
        if since + NOTICED <= end:
            break
        begin, moved = end, moved + by
    return since


def test_down_over_the_due_time_it_wakes_once_after_the_restart_and_never_again() -> None:
    with moving(START) as house:
        house.owe(START + HOUR)
        house.live(30 * MINUTE)
        assert house.woken == []
        house.time.move_to(10 * 3600)
        again = House(house.time, house.connection)
        again.live(MINUTE)
        assert [item.at for item in again.woken] == [START + HOUR]
        assert again.woken[0].second == pytest.approx(10 * 3600, abs=0.1)
        later = House(house.time, house.connection)
        later.live(MINUTE)
        assert later.woken == []


def test_after_days_of_downtime_what_was_missed_comes_at_a_pace_over_restarts_too() -> None:
    with moving(START) as house:
        house.owe(*(START + n * MINUTE for n in range(4 * TOGETHER)), kind=FollowUpKind.CHECK)
        house.owe(*(START + HOUR + n * MINUTE for n in range(TOGETHER)))
        house.time.move_to(3 * 86_400)
        lives = [House(house.time, house.connection) for _ in range(20)]
        for life in lives:
            life.live(2 * SECOND)
        woken = [item for life in lives for item in life.woken]
        seconds = [item.second for item in woken]
        assert len({item.key for item in woken}) == len(woken) == 5 * TOGETHER
        pause = PAUSE.total_seconds()
        assert all(sum(one <= other < one + pause - 0.1 for other in seconds) <= TOGETHER for one in seconds)
        assert {item.at for item in woken[:TOGETHER]} == {START + HOUR + n * MINUTE for n in range(TOGETHER)}


def test_what_falls_due_while_catching_up_wakes_at_its_moment() -> None:
    with moving(START) as house:
        back = START + 3 * DAY
        house.owe(*(START for _ in range(10 * TOGETHER)))
        house.owe(back + 7 * SECOND, kind=FollowUpKind.CHECK)
        house.time.move_to(3 * 86_400)
        house.live(2 * MINUTE)
        (now_due,) = [item for item in house.woken if item.at > back]
        assert now_due.wall - now_due.at < 0.1 * SECOND
        assert len(house.woken) == 10 * TOGETHER + 1


def test_a_thousand_due_at_the_same_moment_all_wake_within_a_second() -> None:
    with moving(START) as house:
        house.owe(*(START + HOUR for _ in range(1000)))
        house.live(2 * HOUR)
        assert len({item.key for item in house.woken}) == len(house.woken) == 1000
        assert all(0 <= item.second - 3600 < 1 for item in house.woken)


@pytest.mark.parametrize("error", [StoreError("the disk is full"), ValueError("a mistake of ours")])
def test_trouble_at_the_due_moment_delays_until_it_is_over_and_no_longer(error: Exception) -> None:
    with moving(START) as house:
        house.owe(START + 100 * SECOND)
        house.store.counted.trouble = lambda: error if 90 < house.time.seconds < 121 else None
        house.live(10 * MINUTE)
        (woken,) = house.woken
        assert 121 <= woken.second <= 123


def test_a_store_that_fails_at_the_start_does_not_keep_the_engine_from_starting() -> None:
    with moving(START) as house:
        house.owe(START)
        house.store.counted.trouble = lambda: StoreError("locked") if house.time.seconds < 20 else None
        house.live(MINUTE)
        assert len(house.woken) == 1


def test_a_promise_made_while_others_are_being_woken_is_woken_at_its_moment() -> None:
    with moving(START) as house:
        house.store.slow = 2.0
        house.owe(START + 20 * SECOND)
        soon = START + 21 * SECOND
        house.live(MINUTE, (20.5 * SECOND, lambda: house.promise(soon)))
        assert [item.at for item in house.woken] == [START + 20 * SECOND, soon]
        assert house.woken[1].second <= 21 + 2 * house.store.slow + 0.1


def test_an_earlier_promise_moves_the_alarm_and_a_later_one_does_not() -> None:
    with moving(START) as house:
        early, late = START + 31 * SECOND, START + 50 * SECOND
        house.owe(START + 40 * SECOND)
        house.live(
            MINUTE, (16 * SECOND, lambda: house.promise(early)), (17 * SECOND, lambda: house.promise(late))
        )
        assert [round(item.second, 1) for item in house.woken] == [31.0, 40.0, 50.0]


def test_a_word_of_something_later_does_not_put_off_an_alarm_that_is_set() -> None:
    async def rings(bells: Bells) -> frozenset[Bell]:
        bells.start()
        bells.set_alarm(START + 5 * SECOND, 0 * SECOND)
        bells.set_alarm(START + 40 * SECOND, 0 * SECOND)
        rung = await bells.wait(10)
        bells.stop()
        return rung

    with moving(START) as house:
        loop = VirtualLoop(house.time, Nothing(), print)
        assert loop.run_until_complete(rings(Bells(house.time))) == {Bell.FOLLOW_UP}
        assert house.time.seconds == pytest.approx(5, abs=0.1)
        loop.close()


def test_a_look_up_that_takes_long_does_not_hold_up_the_sweep() -> None:
    with moving(START) as house:

        async def looking() -> int:
            await asyncio.sleep(600)
            return 0

        house.outbox.resolve_doubts = looking  # type: ignore[method-assign]
        house.live(5 * MINUTE - SECOND)
        assert len(house.store.sweeps) == 5 * 60 / 15


def test_an_engine_with_nothing_to_do_begins_no_write_transaction_and_changes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with moving(START) as elsewhere, closing(connect(path)) as connection:
        migrate(connection)
        house = House(elsewhere.time, connection)
        house.owe(*(START + DAY + n * MINUTE for n in range(100)))
        seen: list[tuple[int, dict[str, bytes]]] = []

        def look() -> None:
            files = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
            seen.append((house.store.counted.writes, files))

        house.live(HOUR, (MINUTE, look), (HOUR - SECOND, look))
        assert len(house.store.sweeps) > 200
        assert seen[0] == seen[1]
        assert set(seen[0][1]) == {"store.db", "store.db-wal", "store.db-shm"}


async def test_whoever_waits_for_a_bell_can_be_stopped_in_the_moment_it_rings() -> None:
    bells = Bells(SystemClock())
    waiting = asyncio.create_task(bells.wait(60))
    await asyncio.sleep(0)
    await bells._ring(Bell.SWEEP)
    waiting.cancel()
    done, _ = await asyncio.wait({waiting}, timeout=5)
    assert done
    assert waiting.cancelled()
