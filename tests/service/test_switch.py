"""The switch in the running program: no send begins once it is pulled, nothing is lost when it is let go."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.clock import Clock
from bot.errors import StoreError
from bot.model.message import Outbound, Purpose
from bot.model.stopping import Stop, StopScope, StopSource
from bot.model.traits import Rate
from bot.model.turn import TaskKind
from bot.service import stop_file
from bot.service.switch import release_people
from bot.service.values import SendOutcome
from bot.stores.connection import connect_memory
from bot.stores.migrations import migrate
from bot.testing import RecordingChannel
from tests.contracts.store_helpers import Teller, batch, heard, letter
from tests.engines.rig import House, MovableTime, at_once
from tests.support.brand import CHAT, MONDAY

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
FAST = replace(CHAT, rates=(Rate(scope="account", count=200, per=SECOND),))
WAITING = 600
PULLED = timedelta(seconds=1.3)


class SlowChannel(RecordingChannel):
    """Takes a fifth of a second for each message, and notes when each call began."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(FAST)
        self._clock = clock
        self.begun: list[tuple[datetime, Outbound]] = []

    async def send(self, outbound: Outbound) -> SendOutcome:
        self.begun.append((self._clock.now(), outbound))
        await asyncio.sleep(0.2)
        return await super().send(outbound)


@dataclass
class Program:
    """Two lives of a program over one store, on virtual time."""

    time: MovableTime
    connection: sqlite3.Connection
    channel: SlowChannel

    def house(self) -> House:
        """Start the program anew."""
        return House(self.time, self.connection, channel=self.channel)

    def begun_after(self, moment: datetime) -> list[Outbound]:
        """Give what was begun later than a moment."""
        return [outbound for at, outbound in self.channel.begun if at > moment]

    def sent(self) -> list[str]:
        """Give the texts that arrived."""
        return [outbound.letter.text for outbound in self.channel.sent]


@pytest.fixture
def program() -> Iterator[Program]:
    with a_program() as found:
        yield found


@contextmanager
def a_program() -> Iterator[Program]:
    with closing(connect_memory()) as connection, time_machine.travel(MONDAY, tick=False) as traveller:
        migrate(connection)
        time = MovableTime(MONDAY, traveller)
        yield Program(time, connection, SlowChannel(time))


def fill(house: House, count: int = WAITING, purpose: Purpose = Purpose.ANSWER, name: str = "m") -> None:
    """Queue messages, each to another customer."""
    teller = Teller(house.store)
    for n in range(count):
        at_once(_say(teller, f"{name}{n}", purpose, house.time.now()))


async def _say(teller: Teller, text: str, purpose: Purpose, now: datetime) -> None:
    event = heard(key=text, channel="chat", account="test")
    accepted = await teller.store.accept(replace(batch(event, channel="chat"), account="test"), now)
    assert await teller.turn(accepted.conversations[0], letter(text, purpose), now=now)


def pulling(house: House, scope: StopScope = StopScope.EVERYTHING) -> Callable[[], object]:
    """Pull the switch, as the desk does."""
    return lambda: asyncio.ensure_future(
        house.switch.pull("FB", why="prova", scope=scope, source=StopSource.PERSON)
    )


def releasing(house: House, *, people_only: bool = False) -> Callable[[], object]:
    """Let it go, as the desk does."""
    return lambda: asyncio.ensure_future(house.switch.release("FB", people_only=people_only))


def test_pulled_during_a_drain_of_200_a_second_no_send_begins_any_more(program: Program) -> None:
    house = program.house()
    fill(house)
    pulled = program.time.now() + PULLED
    house.live(timedelta(seconds=60), (PULLED, pulling(house)))
    assert 200 < len(program.channel.begun) < WAITING
    assert program.begun_after(pulled) == []
    assert len(program.sent()) == len(program.channel.begun), "what was begun is finished"


def test_pulled_by_another_program_over_the_store_no_send_begins_any_more(program: Program) -> None:
    house = program.house()
    fill(house)
    stop = Stop(
        source=StopSource.PERSON, scope=StopScope.EVERYTHING, by="root", why="", since=program.time.now()
    )
    pulled = program.time.now() + PULLED
    house.live(timedelta(seconds=60), (PULLED, lambda: at_once(house.store.stop(stop))))
    assert 200 < len(program.channel.begun) < WAITING
    assert program.begun_after(pulled) == []


def test_a_file_stops_sending_within_a_second_and_its_removal_lets_it_go_on(
    program: Program, tmp_path: Path
) -> None:
    house = program.house()
    fill(house)
    file, begin = tmp_path / "STOP", program.time.now()
    watching: list[asyncio.Future[None]] = []
    watch = stop_file.watch(house.switch, [tmp_path])
    house.live(
        timedelta(seconds=60),
        (
            timedelta(0),
            lambda: watching.append(asyncio.ensure_future(watch)),
        ),
        (PULLED, lambda: file.write_text("prezzi sbagliati\n", encoding="utf-8")),
        (timedelta(seconds=30), file.unlink),
        (timedelta(seconds=59), lambda: [one.cancel() for one in watching]),
    )
    stopped = begin + PULLED + SECOND
    held_back = [at for at, _ in program.channel.begun if stopped < at < begin + timedelta(seconds=30)]
    assert held_back == []
    assert sorted(program.sent()) == sorted(f"m{n}" for n in range(WAITING))


def test_it_holds_over_a_restart_and_nothing_is_lost_when_it_is_let_go(program: Program) -> None:
    house = program.house()
    fill(house)
    house.live(timedelta(seconds=20), (PULLED, pulling(house)))
    begun = len(program.channel.begun)
    again = program.house()
    restarted = program.time.now()
    again.live(timedelta(seconds=60), (timedelta(seconds=30), releasing(again)))
    assert not [at for at, _ in program.channel.begun[begun:] if at < restarted + timedelta(seconds=30)]
    assert sorted(program.sent()) == sorted(f"m{n}" for n in range(WAITING))


def test_customers_are_heard_while_it_holds(program: Program) -> None:
    house = program.house()
    at_once(house.switch.pull("FB", source=StopSource.PERSON))
    fill(house, 3)
    house.live(timedelta(seconds=5))
    assert program.sent() == []
    assert [len(row.last_text) > 0 for row in at_once(house.store.inbox())] == [True] * 3


def test_with_the_bot_alone_stopped_people_write_on(program: Program) -> None:
    house = program.house()
    at_once(house.switch.pull("FB", scope=StopScope.AUTOMATIC, source=StopSource.PERSON))
    fill(house, 5)
    fill(house, 2, Purpose.AGENT, "p")
    house.live(timedelta(seconds=5))
    assert sorted(program.sent()) == ["p0", "p1"]


def test_people_can_be_let_write_while_the_bot_stays_stopped(program: Program) -> None:
    house = program.house()
    at_once(house.switch.pull("FB", why="prova", source=StopSource.SIGNAL))
    fill(house, 5)
    fill(house, 2, Purpose.AGENT, "p")
    house.live(timedelta(seconds=9), (timedelta(seconds=3), releasing(house, people_only=True)))
    assert sorted(program.sent()) == ["p0", "p1"]
    (stop,) = at_once(house.store.stops())
    assert (stop.scope, stop.by, stop.why) == (StopScope.AUTOMATIC, "FB", "prova")


def test_a_person_cannot_let_go_of_what_a_file_holds(program: Program) -> None:
    house = program.house()
    at_once(house.switch.follow((StopScope.EVERYTHING, "")))
    assert not at_once(house.switch.release("FB"))
    assert len(at_once(house.store.stops())) == 1
    at_once(house.switch.pull("FB", source=StopSource.PERSON))
    at_once(house.switch.follow(None))
    (stop,) = at_once(house.store.stops())
    assert stop.source is StopSource.PERSON, "the file's end does not end what a person holds"


def test_a_file_taken_away_while_the_program_was_down_holds_no_more(program: Program) -> None:
    at_once(program.house().switch.follow((StopScope.EVERYTHING, "")))
    again = program.house()
    at_once(again.switch.look())
    assert len(at_once(again.store.stops())) == 1
    at_once(again.switch.follow(None))
    assert at_once(again.store.stops()) == ()


def test_what_was_claimed_and_not_begun_is_queued_again_untouched(program: Program) -> None:
    house = program.house()
    fill(house, 1)
    (claimed,) = at_once(house.outbox.claim(("chat", "test"), 10))
    at_once(house.switch.pull("FB", source=StopSource.PERSON))
    at_once(house.outbox.deliver(claimed))
    assert program.channel.begun == []
    house.live(timedelta(seconds=3), (SECOND, releasing(house)))
    ((_, outbound),) = program.channel.begun
    assert (outbound.id, outbound.attempt) == (claimed.id, 1)


def test_what_another_program_let_go_is_sent_though_this_one_has_not_looked_since(program: Program) -> None:
    house = program.house()
    fill(house, 3)
    at_once(house.switch.pull("FB", source=StopSource.PERSON))
    at_once(release_people(house.store, "root", program.time.now()))
    assert house.switch.holds(automatic=True), "it has not looked"
    house.live(timedelta(seconds=2))
    assert sorted(program.sent()) == ["m0", "m1", "m2"]
    assert [outbound.attempt for _, outbound in program.channel.begun] == [1, 1, 1]


def test_a_pull_that_the_store_cannot_take_is_an_error_and_holds_until_it_is_told(program: Program) -> None:
    house = program.house()
    fill(house, 1)
    seen: list[bool] = []

    def broken() -> BaseException:
        seen.append(house.switch.holds(automatic=True))
        return StoreError("the disk is full")

    house.store.counted.trouble = broken
    with pytest.raises(StoreError):
        at_once(house.switch.pull("FB", source=StopSource.PERSON))
    assert seen == [True]
    assert not house.switch.holds(automatic=True)


def test_what_grew_old_behind_the_switch_goes_to_people(program: Program) -> None:
    house = program.house()
    at_once(house.switch.pull("FB", source=StopSource.PERSON))
    fill(house, 12)
    program.time.move_to(program.time.seconds + 25 * 3600)
    again = program.house()
    again.live(timedelta(seconds=30), (SECOND, releasing(again)))
    assert program.sent() == []
    tasks = at_once(house.store.tasks())
    assert [task.kind for task in tasks] == [TaskKind.NOT_SENT] * 12
    assert at_once(house.store.breakers()) == (), "the platform refused nothing"


@pytest.mark.parametrize(
    ("words", "scope", "why"),
    [
        ("", StopScope.EVERYTHING, ""),
        ("prezzi sbagliati\nseconda riga", StopScope.EVERYTHING, "prezzi sbagliati"),
        ("automatic", StopScope.AUTOMATIC, ""),
        ("Automatic: prezzi sbagliati", StopScope.AUTOMATIC, "prezzi sbagliati"),
        ("automatically", StopScope.EVERYTHING, "automatically"),
    ],
)
def test_the_file_says_what_it_stops_and_why(tmp_path: Path, words: str, scope: StopScope, why: str) -> None:
    (tmp_path / "STOP").write_text(words, encoding="utf-8")
    assert stop_file.read_stop_file([tmp_path / "none", tmp_path]) == (scope, why)


def test_without_a_file_nothing_is_stopped_and_one_that_cannot_be_read_stops_everything(
    tmp_path: Path,
) -> None:
    assert stop_file.read_stop_file([tmp_path]) is None
    (tmp_path / "STOP").write_bytes(b"\xff\xfe\x00" * 1000)
    found = stop_file.read_stop_file([tmp_path])
    assert found is not None
    assert found[0] is StopScope.EVERYTHING
    (tmp_path / "STOP").unlink()
    (tmp_path / "STOP").mkdir()
    assert stop_file.read_stop_file([tmp_path]) == (StopScope.EVERYTHING, "")
