"""The desk for people who answer from a group: what they are shown, and the times they may promise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.draft import Ending
from bot.model.stopping import OpenBreaker, Stop
from bot.model.text import signed
from bot.model.traits import Traits
from bot.policy.agents import Unpromisable, unpromisable
from bot.policy.timing import calendar_of, timetable
from bot.service.live import INBOX, Live
from bot.service.ports import Engine
from bot.service.store import Store
from bot.service.values import DeskTopic, DeskView, Measure
from bot.settings.moments import read_moment
from bot.settings.values import Settings

Words = Callable[[str], Mapping[str, str]]
_SPAN = re.compile(r"\d+ ?(?!am|pm)[a-zà-ù]+(?: ?\d+ ?[a-zà-ù]+)*", re.IGNORECASE)


class Groups:
    """The desk as a group's channel sees it; `words` gives the desk's own in a language."""

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        live: Live,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        traits: Mapping[str, Traits],
        words: Words,
    ) -> None:
        self._store, self._engine, self._live, self._clock = store, engine, live, clock
        self._knowledge, self._traits, self._words = knowledge, traits, words

    async def views(self, place: str) -> tuple[DeskView, ...]:
        return await self._store.desk_views(place)

    async def view(self, place: str, conversation_id: int) -> DeskView | None:
        return await self._store.desk_view(place, conversation_id)

    async def of_thread(self, place: str, thread: int) -> DeskView | None:
        return await self._store.view_of_thread(place, thread)

    async def stopped(self) -> tuple[tuple[Stop, ...], tuple[OpenBreaker, ...]]:
        return await self._store.stops(), await self._store.breakers()

    async def save(self, topic: DeskTopic, since: DeskTopic) -> None:
        await self._store.save_topic(topic, since)

    async def ending_of(self, draft_id: int) -> Ending | None:
        return await self._store.ending_of(draft_id)

    def measure(self, conversation: Conversation, text: str, agent: str) -> Measure:
        traits = self._traits[conversation.channel]
        return Measure(length=traits.count(signed(text, agent)), limit=traits.most(conversation.surface))

    async def resend(self, outbound_id: int, agent: str) -> bool:
        done = await self._store.resend(outbound_id, agent, self._clock.now())
        self._engine.nudge()
        self.nudge()
        return done

    async def finish(self, tasks: Sequence[int], agent: str) -> None:
        for task in tasks:
            await self._store.finish_task(task, agent, self._clock.now())
        self.nudge()

    def due(self, text: str) -> datetime:
        """Read a span from now (“2h”) or a time of the brand's clock (“18:30”, “tomorrow 9”)."""
        now, words = self._clock.now(), " ".join(text.split())
        spans = _SPAN.fullmatch(words) is not None
        return read_moment(f"+{words}" if spans else words, self.zone, now)

    def unpromisable(self, conversation: Conversation, due: datetime) -> Unpromisable | None:
        hours = timetable(conversation, self._knowledge(), self._traits[conversation.channel])
        return unpromisable(conversation, due, hours, self._clock.now())

    def opening(self, conversation: Conversation, after: datetime) -> datetime | None:
        return calendar_of(conversation, self._knowledge()).next_opening(after)

    @property
    def settings(self) -> Settings:
        return self._knowledge().settings

    @property
    def zone(self) -> ZoneInfo:
        return self._knowledge().calendar.zone

    @property
    def words(self) -> Mapping[str, str]:
        return self._words(self.settings.brand.languages[0])

    @property
    def titles(self) -> Mapping[str, str]:
        return {name: traits.title for name, traits in self._traits.items()}

    def count(self) -> int:
        return self._live.count(INBOX)

    async def changed(self, seen: int, seconds: float) -> int:
        return await self._live.wait(INBOX, seen, seconds)

    def nudge(self) -> None:
        self._live.listed()
