"""A public square: several people in several places and threads on one channel, over the real path."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.message import Author, Inbound, Letter, Outbound, Surface
from bot.model.traits import Traits
from bot.service.values import Batch, InboxRow, Later, SendOutcome
from bot.stores import open_memory_store
from bot.testing import FakeClock
from bot.testing.channel import RecordingChannel
from bot.testing.engine import StepEngine
from tests.support.brand import MONDAY, WALL, small_brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the channel's log says was posted, and when."""

    at: datetime
    author: str
    thread: str
    letter: Letter


class Wall(RecordingChannel):
    """Takes messages by the fake clock, or asks to wait as often as `delays` says."""

    def __init__(self, clock: FakeClock, traits: Traits) -> None:
        super().__init__(traits)
        self._clock = clock
        self.times: list[datetime] = []
        self.delays: deque[timedelta] = deque()

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Note when a message was taken."""
        delay = self.delays.popleft() if self.delays else timedelta(0)
        if delay:
            return Later(after=delay, reason="busy")
        outcome = await super().send(outbound)
        self.times.append(self._clock.now())
        return outcome


class Square:
    """Lets people write in places and threads, and keeps what was posted."""

    def __init__(
        self, knowledge: Knowledge | None = None, *, at: datetime = MONDAY, traits: Traits = WALL
    ) -> None:
        self.clock = FakeClock(at)
        self.engine = StepEngine(self.clock)
        self.channel = Wall(self.clock, traits)
        self.authors: dict[str, str] = {}
        known = knowledge if knowledge is not None else small_brand()[0]
        self.sportello = Sportello(
            store=open_memory_store(),
            knowledge=lambda: known,
            clock=self.clock,
            engine=self.engine,
            connect={traits.name: lambda _link: self.channel},
            traits={traits.name: traits},
            compute=inline,
        )
        self._number = 0

    async def say(
        self, who: str, text: str, *, place: str = "", thread: str = "", settle: bool = True, **author: object
    ) -> str:
        """Write as somebody; gives the message's id."""
        self._number += 1
        now = self.clock.now()
        key = f"{place}:{who}"
        self.authors[key] = who
        inbound = Inbound(
            channel=self.channel.traits.name,
            account=self.channel.account,
            event_key=f"event:{self._number}",
            conversation_key=key,
            author=replace(Author(id=who, name=who.title()), **author),  # type: ignore[arg-type]
            surface=Surface.PUBLIC,
            text=text,
            thread=thread,
            message_id=str(self._number),
            occurred_at=now,
            received_at=now,
        )
        await self.sportello.intake.accept(
            Batch(channel=inbound.channel, account=inbound.account, items=(inbound,))
        )
        if settle:
            await self.engine.settle()
        return inbound.message_id

    async def wait(self, span: timedelta) -> None:
        """Let time pass; what falls due meanwhile happens at its time."""
        until = self.clock.now() + span
        while (moment := await self.engine.next_event()) is not None and moment <= until:
            before = self.clock.now()
            self.clock.move_to(moment)
            await self.engine.settle()
            if self.clock.now() == before and await self.engine.next_event() == moment:
                self.clock.move(timedelta(seconds=1))
        self.clock.move_to(until)
        await self.engine.settle()

    @property
    def posts(self) -> list[Post]:
        """What was posted, oldest first."""
        return [
            Post(
                at=at,
                author=self.authors[item.conversation_key],
                thread=item.letter.thread,
                letter=item.letter,
            )
            for at, item in zip(self.channel.times, self.channel.sent, strict=True)
        ]

    async def inbox(self) -> tuple[InboxRow, ...]:
        """Give what the desk lists."""
        return await self.sportello.agents.inbox()

    async def task_texts(self) -> list[str]:
        """Give the texts of all open tasks."""
        return [task.text for row in await self.inbox() for task in row.tasks]
