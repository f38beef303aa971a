"""The rehearsal itself: the real Sportello, recorded channels, and a clock that jumps to what is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.promise import Promise
from bot.model.response import Response
from bot.model.traits import Traits
from bot.rehearsal.habits import Habits
from bot.rehearsal.hours import calendar_of, last_moment
from bot.rehearsal.inventing.phrases import phrases_in, read_stock
from bot.rehearsal.once import Ahead, ReadingOnce, nothing
from bot.rehearsal.people import People, Staff
from bot.rehearsal.quick_calendar import quick_calendars
from bot.rehearsal.script import ACCOUNT, Line, Script, channel_of, inbound_of
from bot.rehearsal.watching import Event, Ledger, Turned, WatchedStore, open_watched_store
from bot.service.ports import Link
from bot.service.values import Batch
from bot.settings.values import ChannelSettings, Mode
from bot.settings.words import WrongValueError, duration
from bot.testing.channel import RecordingChannel
from bot.testing.clock import FakeClock
from bot.testing.paced import PacedEngine

Progress = Callable[[float, datetime], None]
"""Told now and then: the part of the period that is over (0 to 1), and the moment it is."""

_STEP = timedelta(seconds=1)
_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Played:
    """What was rehearsed and all that happened. `lines` are every message by number, reactions included.

    It has no `repr`: asyncio asks the result of a program's main task for one, and this one would be long.
    """

    script: Script
    knowledge: Knowledge
    traits: Mapping[str, Traits]
    ended: datetime
    lines: Mapping[str, Line]
    events: tuple[Event, ...]
    promises: tuple[Promise, ...]
    responses: tuple[Response, ...]
    people: People


def answering(knowledge: Knowledge) -> Knowledge:
    """Give the knowledge with every channel in mode answer."""
    channels = {
        name: replace(channel, mode=Mode.ANSWER) for name, channel in knowledge.settings.channels.items()
    }
    return replace(knowledge, settings=replace(knowledge.settings, channels=channels))


async def play(
    script: Script,
    knowledge: Knowledge,
    traits: Mapping[str, Traits],
    staff: Staff,
    *,
    progress: Progress = lambda _part, _moment: None,
    ahead: Ahead = nothing,
) -> Played:
    """Rehearse a script to its end; nothing leaves the process and nothing is written.

    `ahead` may give readings of texts that were made elsewhere.
    """
    calendars = quick_calendars(knowledge.calendars, script.since, script.until)
    knowledge = replace(knowledge, matcher=ReadingOnce(knowledge.matcher, ahead), calendars=calendars)
    stage = Stage(script, knowledge, traits, staff, progress)
    store = stage.sportello.store
    try:
        await stage.run()
        promises = await store.promises(script.since, stage.end + _STEP)
        responses = await store.responses(script.since, stage.end + _STEP)
    finally:
        await store.close()
    return Played(
        script=script,
        knowledge=knowledge,
        traits=traits,
        ended=stage.end,
        lines=stage.lines,
        events=tuple(stage.ledger.events),
        promises=promises,
        responses=responses,
        people=stage.people,
    )


@dataclass
class Stage:
    """One rehearsal under way. `accounts` are the channels' accounts, where they are not the rehearsal's own.

    It goes on until `ends` where that is given, and the people do nothing after `people_until`. Customers
    whose ids begin with `spared` are left to whoever directs the stage.
    """

    script: Script
    knowledge: Knowledge
    traits: Mapping[str, Traits]
    staff: Staff
    progress: Progress
    ledger: Ledger = field(default_factory=Ledger)
    open_store: Callable[[Ledger], WatchedStore] = open_watched_store
    accounts: Mapping[str, str] = field(default_factory=dict)
    ends: datetime | None = None
    people_until: datetime | None = None
    spared: str = ""
    lines: dict[str, Line] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Line]] = field(default_factory=list)
    _steps: int = 0

    def __post_init__(self) -> None:
        for line in self.script.lines:
            self._plan(line)
        last = self.script.lines[-1].at if self.script.lines else self.script.until
        last = max(last, self.script.until) if self.script.invented else last
        self.end = self.ends if self.ends is not None else last_moment(self.knowledge, last)
        self.clock = FakeClock(self.script.since)
        self.engine = PacedEngine(self.clock)
        self.stock = read_stock()
        self.habits = Habits(self.knowledge, self.stock, self.script.seed)
        of = partial(calendar_of, self.knowledge)
        self.people = People(self.staff, of, self.script.seed, self.spared)
        self.ledger.watchers.extend((self.people.note, self._react, self._hear_language))
        self.languages: dict[int, str] = {}
        self.sportello = self._open()

    def _open(self) -> Sportello:
        channels = sorted({channel_of(line.address) for line in self.script.lines})
        return Sportello(
            store=self.open_store(self.ledger),
            knowledge=lambda: self.knowledge,
            clock=self.clock,
            engine=self.engine,
            connect={name: partial(self._recording, name) for name in channels},
            traits=self.traits,
            compute=inline,
        )

    def _recording(self, name: str, link: Link) -> RecordingChannel:
        del link
        return RecordingChannel(self._own_traits(name), self.accounts.get(name, ACCOUNT))

    def _own_traits(self, name: str) -> Traits:
        """Give a channel's traits with the pause that the brand's settings give it."""
        settings = self.knowledge.settings.channels.get(name, ChannelSettings(name=name))
        written = settings.options.get("burst_pause")
        pause = _span(str(written)) if written is not None else None
        return self.traits[name] if pause is None else replace(self.traits[name], burst_pause=pause)

    def _plan(self, line: Line) -> None:
        heappush(self._agenda, (line.at, len(self._agenda) + len(self.lines), line))

    async def run(self, until: datetime | None = None) -> None:
        """Go from one thing that happens to the next, until a moment, or to the end."""
        end = self.end if until is None else until
        while (moment := await self._next()) is not None and moment <= end:
            before = self.clock.now()
            self.clock.move_to(moment)
            happened = await self._happen()
            await self.engine.settle()
            if not happened and self.clock.now() == before and await self._next() == moment:
                self.clock.move(_STEP)
            self._tell()
        self.clock.move_to(end)
        if end >= self.end:
            self.progress(1.0, self.end)

    async def _next(self) -> datetime | None:
        line = self._agenda[0][0] if self._agenda else None
        person = self.people.next_at(self.clock.now())
        if person is not None and self._are_gone(person):
            person = None
        coming = [at for at in (line, person, await self.engine.next_event()) if at is not None]
        return min(coming, default=None)

    async def _happen(self) -> bool:
        now = self.clock.now()
        happened = False
        while self._agenda and self._agenda[0][0] <= now:
            await self._write(heappop(self._agenda)[2])
            happened = True
        for act in () if self._are_gone(now) else self.people.act(now):
            happened = True
            if act.closes:
                await self.sportello.agents.close_case(act.conversation, act.agent)
            else:
                words = phrases_in(self.stock, self.languages.get(act.conversation, "")).person
                await self.sportello.agents.reply(act.conversation, act.agent, words, id=act.id)
        return happened

    def _are_gone(self, moment: datetime) -> bool:
        return self.people_until is not None and moment > self.people_until

    async def _write(self, line: Line) -> None:
        self.lines[line.id] = line
        account = self.accounts.get(channel_of(line.address), ACCOUNT)
        inbound = inbound_of(line, self.traits, account)
        batch = Batch(channel=inbound.channel, account=account, items=(inbound,))
        await self.sportello.intake.accept(batch)

    def _react(self, event: Event) -> None:
        if not self.script.invented:
            return
        for line in self.habits.reactions(event, self.lines):
            if line.at < self.end:
                self._plan(line)

    def _hear_language(self, event: Event) -> None:
        if isinstance(event, Turned):
            self.languages[event.conversation] = event.result.conversation.state.language

    def _tell(self) -> None:
        self._steps += 1
        if self._steps % _EVERY == 0:
            whole = (self.end - self.script.since).total_seconds() or 1.0
            self.progress((self.clock.now() - self.script.since).total_seconds() / whole, self.clock.now())


def _span(written: str) -> timedelta | None:
    """Read a pause such as "1.5s"; None where it is not one: the channel says so when it starts."""
    seconds = written.removesuffix("s").strip()
    if seconds.replace(".", "", 1).isdecimal():
        return timedelta(seconds=float(seconds))
    try:
        return duration(written)
    except WrongValueError:
        return None
