"""What a team needs beside answering: the list, notes, whose a case is, promises, second thoughts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from bot.clock import Clock
from bot.errors import SetupError
from bot.knowledge.library import Knowledge
from bot.model.acting import act_in
from bot.model.conversation import Conversation
from bot.model.message import DUE, InboundKind, Outbound
from bot.model.text import clean
from bot.model.traits import Traits
from bot.policy.agents import unpromisable
from bot.policy.prepared import Prepared, find_prepared
from bot.policy.timing import calendar_of, timetable
from bot.service.guard import Raised, guarded
from bot.service.inbox_values import AnswerFate, InboxAsk, InboxPage, TakenBack, Told
from bot.service.live import INBOX, Changes, Live, lines_topic
from bot.service.outbox import LEASE
from bot.service.ports import Channel, Compute, Engine, Intake
from bot.service.store import Store
from bot.service.values import Absent, Batch, CannotTell, InboxRow, Reconciled, Sent
from bot.settings.moments import read_moment

MOST_PREPARED = 8
"""So many replies a search gives."""

WRITES = 8.0
"""Seconds for which somebody who typed counts as writing."""

_SPAN = re.compile(r"\d+ ?(?!am|pm)[a-zà-ù]+(?: ?\d+ ?[a-zà-ù]+)*", re.IGNORECASE)


class Team:
    """The shared part of the desk; who is writing is kept in memory only."""

    def __init__(
        self,
        *,
        store: Store,
        intake: Intake,
        engine: Engine,
        channels: Mapping[tuple[str, str], Channel],
        live: Live,
        clock: Clock,
        knowledge: Callable[[], Knowledge],
        traits: Mapping[str, Traits],
        compute: Compute,
    ) -> None:
        self._store, self._intake, self._engine, self._channels = store, intake, engine, channels
        self._live, self._clock, self._knowledge, self._traits = live, clock, knowledge, traits
        self._compute = compute
        self._writing: dict[tuple[int, str], float] = {}

    @property
    def undo(self) -> timedelta:
        """Give for how long a person's answer can be taken back; nothing: not at all."""
        return self._knowledge().settings.desk.undo

    async def page(self, ask: InboxAsk) -> InboxPage:
        """Give a page of the list."""
        routes = self._knowledge().settings.routes_of(ask.person)
        page = await self._store.inbox_page(replace(ask, routes=routes))
        return replace(page, rows=tuple(map(self._routed, page.rows)))

    async def rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        """Give the rows of these conversations, and of where people have a case that one follows."""
        return tuple(map(self._routed, await self._store.inbox_rows(conversations)))

    def _routed(self, row: InboxRow) -> InboxRow:
        """Name the people whose case it is by a route, where it was given to nobody."""
        settings = self._knowledge().settings
        people = () if row.assigned else settings.routed(row.topic, row.channel, row.language)
        return replace(row, routed=people)

    async def note(self, conversation_id: int, agent: str, text: str) -> bool:
        """Keep a note for colleagues; False if there is no such conversation, or no words."""
        words = clean(text).strip()
        if not words:
            return False
        kept = await self._store.add_note(conversation_id, agent, words, self._clock.now())
        self._live.listed(conversation_id)
        return kept

    async def assign(self, conversation_id: int, person: str, by: str) -> bool:
        """Give a case to a person, "" for nobody; False for somebody unknown, or a case that is over."""
        if person and not await self._is_known(person):
            return False
        given = await self._store.assign(conversation_id, person, by, self._clock.now())
        self._live.listed(conversation_id)
        return given

    async def _is_known(self, person: str) -> bool:
        """Tell whether a key is of somebody whom the settings name, or who may sign in."""
        if person in self._knowledge().settings.people:
            return True
        user = await self._store.user(person)
        return user is not None and user.key == person

    async def promise(self, conversation_id: int, agent: str, written: str) -> Told | None:
        """Tell the customer a time and owe it, as a person writes it ("2h", "18:30", "tomorrow 9").

        None if there is no such conversation. A time that cannot be promised is not told.
        """
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return None
        conversation = dossier.conversation
        try:
            due = self._moment(written)
        except SetupError:
            return Told(why="how")
        hours = timetable(conversation, self._knowledge(), self._traits[conversation.channel])
        fault = unpromisable(conversation, due, hours, self._clock.now())
        if fault is not None:
            opening = calendar_of(conversation, self._knowledge()).next_opening(due)
            return Told(due=due, why=fault.value, opening=opening)
        await self._act(conversation, InboundKind.PROMISE, {"agent": agent, DUE: due.isoformat()})
        return Told(due=due)

    def _moment(self, written: str) -> datetime:
        words = " ".join(written.split())
        spans = _SPAN.fullmatch(words) is not None
        zone = self._knowledge().calendar.zone
        return read_moment(f"+{words}" if spans else words, zone, self._clock.now())

    async def take_back(self, outbound_id: int, agent: str) -> TakenBack | None:
        """Take back a person's answer that waits to leave; None if it has left, or there is none."""
        taken = await self._store.take_back(outbound_id, agent, self._clock.now())
        if taken is not None:
            self._engine.notify(taken.conversation_id, timedelta(0))
            self._live.listed(taken.conversation_id)
        return taken

    async def look(self, outbound_id: int, agent: str) -> AnswerFate | None:
        """Look on the platform for a message that may have been sent; None if there is no such one."""
        outbound = await self._store.doubtful(outbound_id)
        if outbound is None:
            return None
        found = await self._found(outbound)
        if not await self._settled(outbound, found, agent):
            return None
        match found:
            case Sent():
                return AnswerFate.SENT
            case Absent():
                return AnswerFate.ABSENT
            case CannotTell():
                return AnswerFate.CANNOT_TELL

    async def arrived(self, outbound_id: int, agent: str) -> bool:
        """Take a person's word that a message which may have been sent arrived; False if there is none."""
        outbound = await self._store.doubtful(outbound_id)
        return outbound is not None and await self._settled(outbound, Sent(id=""), agent)

    async def _found(self, outbound: Outbound) -> Reconciled:
        channel = self._channels.get((outbound.channel, outbound.account))
        if channel is None:
            return CannotTell(reason="the channel is not connected here")
        if outbound.letter.revises is not None:
            return CannotTell(reason="a change of an earlier message cannot be looked for")
        ask = partial(asyncio.wait_for, channel.reconcile(outbound), (LEASE / 2).total_seconds())
        found = await guarded(ask, key=f"looking for message {outbound.id}")
        return CannotTell(reason=found.what) if isinstance(found, Raised) else found

    async def _settled(self, outbound: Outbound, found: Reconciled, agent: str) -> bool:
        settled = await self._store.settle_look(outbound, found, agent, self._clock.now())
        self._live.changed(lines_topic(outbound.channel, outbound.account, outbound.conversation_key))
        self._live.listed(outbound.conversation_id)
        return settled

    async def prepared(self, conversation_id: int, query: str) -> tuple[Prepared, ...] | None:
        """Find replies in the customer's language, in words for this conversation; None if there is none."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return None
        conversation = dossier.conversation
        look = partial(
            find_prepared,
            conversation,
            query,
            self._knowledge(),
            self._traits[conversation.channel],
            self._clock.now(),
            most=MOST_PREPARED,
        )
        return await self._compute(look)

    def writes(self, conversation_id: int, agent: str) -> None:
        """Note that somebody is writing an answer; it is forgotten after `WRITES` seconds."""
        now = self._clock.monotonic()
        self._writing = {key: at for key, at in self._writing.items() if now - at < WRITES}
        self._writing[conversation_id, agent] = now
        self._live.listed(conversation_id)

    def stops_writing(self, conversation_id: int, agent: str) -> None:
        """Note that somebody's answer is on its way: they write no more."""
        self._writing.pop((conversation_id, agent), None)

    def writers(self, conversation_id: int) -> tuple[str, ...]:
        """Name who is writing an answer now."""
        now = self._clock.monotonic()
        return tuple(
            agent
            for (number, agent), at in sorted(self._writing.items())
            if number == conversation_id and now - at < WRITES
        )

    def seen(self) -> int:
        """Give the list's count, to wait on."""
        return self._live.count(INBOX)

    async def changed(self, seen: int, seconds: float) -> int:
        """Wait until the list's count is not `seen`, or for some seconds; gives the count."""
        return await self._live.wait(INBOX, seen, seconds)

    def changes(self, seen: int) -> Changes:
        """Give what the list's changes after a count were."""
        return self._live.changes(seen)

    async def _act(self, conversation: Conversation, kind: InboundKind, payload: Mapping[str, str]) -> None:
        event = act_in(conversation, kind, uuid4().hex, self._clock.now(), payload)
        batch = Batch(channel=event.channel, account=event.account, items=(event,))
        await self._intake.accept(batch)
