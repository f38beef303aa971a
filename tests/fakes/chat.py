"""An intake in memory that keeps the real one's promises: stored once, numbered, and waited for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.errors import StoreError
from bot.model.cost import Cost
from bot.model.message import Inbound
from bot.service.live import Live, lines_topic
from bot.service.values import Accepted, Batch, Revision, TranscriptLine
from tests.fakes.clock import NOON

Place = tuple[str, str, str]


@dataclass
class MemoryIntake:
    """Stores messages by place; `broken` refuses as a full disk would, `accepted` lists what was stored."""

    live: Live = field(default_factory=Live)
    broken: bool = False
    accepted: list[Inbound] = field(default_factory=list)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)
    _lines: dict[Place, list[TranscriptLine]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0

    async def accept(self, batch: Batch) -> Accepted:
        if self.broken:
            raise StoreError("the disk is full")
        new = 0
        for item in batch.items:
            assert isinstance(item, Inbound)
            item.text.encode("utf-8")  # a lone surrogate cannot be stored
            assert "\0" not in item.text + item.author.name
            event = (item.channel, item.account, item.event_key)
            if event in self._seen:
                continue
            self._seen.add(event)
            new += 1
            self.accepted.append(item)
            place = (item.channel, item.account, item.conversation_key)
            self._add(place, "customer", item.text, item.occurred_at)
        return Accepted(new=new, duplicates=len(batch.items) - new, conversations=(1,) * min(new, 1))

    async def cursor(self, channel: str, account: str) -> str | None:
        raise AssertionError(f"{channel} {account} has no cursor")

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        del channel, account, day
        return ()

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        topic = lines_topic(channel, account, key)
        seen = self.live.count(topic)
        found = self._after((channel, account, key), n)
        if not found and wait:
            await self.live.wait(topic, seen, wait)
            found = self._after((channel, account, key), n)
        return found

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        raise AssertionError(f"{channel} {account} {key} hears no echo since {since}")

    def answer(
        self,
        key: str,
        text: str,
        *,
        sender: str = "bot",
        buttons: tuple[str, ...] = (),
        at: datetime | None = None,
    ) -> None:
        """Say something to a customer, as a settled send does; by default a second after noon."""
        self._add(("web", "web", key), sender, text, at or NOON + timedelta(seconds=1), buttons)

    def revise(self, key: str, before: str, text: str) -> None:
        """Let a message say something else, or nothing any more, as a settled change does."""
        lines = self._lines["web", "web", key]
        at = next(place for place, line in enumerate(lines) if line.text == before)
        revision = Revision.CORRECTED if text else Revision.TAKEN_BACK
        lines[at] = replace(lines[at], text=text, buttons=(), revision=revision)
        self._count += 1
        told = replace(lines[at], n=self._count, revises=lines[at].n)
        lines.append(told)
        self.live.changed(lines_topic("web", "web", key))

    def _after(self, place: Place, n: int) -> tuple[TranscriptLine, ...]:
        if self.broken:
            raise StoreError("the disk cannot be read")
        return tuple(line for line in self._lines[place] if line.n > n)

    def _add(self, place: Place, sender: str, text: str, at: datetime, buttons: tuple[str, ...] = ()) -> None:
        self._count += 1
        line = TranscriptLine(n=self._count, sender=sender, text=text, at=at, buttons=buttons)
        self._lines[place].append(line)
        self.live.changed(lines_topic(*place))
