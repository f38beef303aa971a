"""A conversation between one customer and the real bot, in the test's own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.incident import Announcement
from bot.model.message import Author, Inbound, InboundKind, Letter, Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord
from bot.service.values import Batch, Dossier, Task
from bot.stores import open_memory_store
from bot.testing.channel import RecordingChannel
from bot.testing.clock import FakeClock
from bot.testing.engine import StepEngine

_PACE = timedelta(seconds=5)
AGENT = "FB"
"""The person of the desk who acts where nobody is named."""

_CUSTOMER = Author(id="customer", name="Giulia")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one step brought: the messages sent, the decisions taken, and what people now have to do."""

    said: tuple[Letter, ...]
    decisions: tuple[DecisionRecord, ...]
    tasks: tuple[Task, ...]

    @property
    def text(self) -> str:
        """All that was said, a line a message."""
        return "\n".join(letter.text for letter in self.said)


class Dialogue:
    """Drives the whole path (intake, turns, outbox, follow-ups) for one customer on one channel.

    Make it with `await Dialogue.open(...)`; every step returns an Exchange.
    """

    def __init__(
        self, sportello: Sportello, engine: StepEngine, clock: FakeClock, channel: RecordingChannel
    ) -> None:
        self.sportello, self.engine, self.clock, self.channel = sportello, engine, clock, channel
        self.surface = channel.traits.default_surface
        self.customer = _CUSTOMER
        self._begun_on: dict[str, Surface] = {}
        self._incident = 0
        self._ids: dict[str, int] = {}
        self._events = 0
        self._sent = 0
        self._decided: Counter[int] = Counter()

    @classmethod
    async def open(
        cls,
        knowledge: Knowledge,
        *,
        traits: Mapping[str, Traits],
        at: datetime,
        channel: str = "web",
        customer: Author = _CUSTOMER,
    ) -> Dialogue:
        """Begin at a moment (aware), on a channel address such as "web" or "x.post"."""
        name, _, place = channel.partition(".")
        clock = FakeClock(at)
        engine = StepEngine(clock)
        recording = RecordingChannel(traits[name])
        sportello = Sportello(
            store=open_memory_store(),
            knowledge=lambda: knowledge,
            clock=clock,
            engine=engine,
            connect={name: lambda _link: recording},
            traits=traits,
            compute=inline,
        )
        dialogue = cls(sportello, engine, clock, recording)
        dialogue.customer = customer
        if place:
            dialogue.surface = Surface.PUBLIC if place == "post" else Surface.PRIVATE
        return dialogue

    def go_to(self, surface: Surface) -> None:
        """Go on as the same person on another surface of the channel: that is a conversation of its own."""
        self.surface = surface

    def speak_as(self, customer: Author) -> None:
        """Go on with another customer of the same channel; who has written before goes on where they were."""
        self.customer = customer

    async def say(self, text: str) -> Exchange:
        """Write as the customer."""
        return await self._arrive(self._inbound(InboundKind.MESSAGE, text=text))

    async def write_unheard(self, text: str) -> None:
        """Write as the customer while the bot is not running: stored, and not yet heard."""
        await self._store(self._inbound(InboundKind.MESSAGE, text=text))

    async def button(self, label: str) -> Exchange:
        """Press a button as the customer."""
        return await self._arrive(self._inbound(InboundKind.BUTTON, button=label))

    async def happens(self, kind: InboundKind) -> Exchange:
        """Let something else happen that a channel may report: a block, an edit, a deletion."""
        return await self._arrive(self._inbound(kind))

    async def wait(self, span: timedelta) -> Exchange:
        """Let time pass; all that falls due meanwhile happens at its time."""
        until = self.clock.now() + span
        while (moment := await self.engine.next_event()) is not None and moment <= until:
            await self._reach(moment)
        self.clock.move_to(until)
        await self.engine.settle()
        return await self._exchange()

    async def skip(self) -> Exchange:
        """Let time pass until the next thing happens, however far; nothing happens if nothing is owed."""
        moment = await self.engine.next_event()
        if moment is not None:
            await self._reach(moment)
        return await self._exchange()

    async def agent(self, text: str, key: str = AGENT) -> Exchange:
        """Answer as a person of the desk."""
        self._events += 1
        await self.sportello.agents.reply(await self._id(), key, text, id=str(self._events))
        return await self._settled()

    async def take_over(self, key: str = AGENT) -> Exchange:
        """Take over as a person of the desk."""
        await self.sportello.agents.take_over(await self._id(), key)
        return await self._settled()

    async def hand_back(self, key: str = AGENT) -> Exchange:
        """Hand back to the bot."""
        await self.sportello.agents.hand_back(await self._id(), key)
        return await self._settled()

    async def close(self, key: str = AGENT) -> Exchange:
        """Close the case as a person of the desk."""
        await self.sportello.agents.close_case(await self._id(), key)
        return await self._settled()

    async def mute(self, span: timedelta, key: str = AGENT) -> Exchange:
        """Let the bot say nothing to the customer for a time."""
        until = self.clock.now() + span
        await self.sportello.agents.mute(await self._id(), key, "a test", until)
        return await self._settled()

    async def open_incident(self, said: Announcement, key: str = AGENT) -> Exchange:
        """Open an incident as a person of the desk. Raises IncidentError."""
        self._incident = await self.sportello.incidents.open(said, title="", by=key)
        return await self._settled()

    async def go_on_about_incident(
        self, said: Announcement, key: str = AGENT, *, over: bool = False
    ) -> Exchange:
        """Say more about the incident opened last, or that it is over. Raises IncidentError."""
        incidents = self.sportello.incidents
        await (incidents.close if over else incidents.update)(self._incident, said, by=key)
        return await self._settled()

    async def conversation(self) -> Conversation | None:
        """Give the conversation on this surface as it stands; None before the first message."""
        dossier = await self.sportello.agents.dossier(self._ids.get(self._key, 0 if self._ids else 1))
        return dossier.conversation if dossier is not None else None

    async def _id(self) -> int:
        conversation = await self.conversation()
        return conversation.id if conversation is not None else 0

    async def _arrive(self, inbound: Inbound) -> Exchange:
        await self._store(inbound)
        return await self._settled()

    async def _store(self, inbound: Inbound) -> None:
        batch = Batch(channel=inbound.channel, account=inbound.account, items=(inbound,))
        accepted = await self.sportello.intake.accept(batch)
        for number in accepted.conversations:
            self._ids[inbound.conversation_key] = number

    async def _reach(self, moment: datetime) -> None:
        before = self.clock.now()
        self.clock.move_to(moment)
        await self.engine.settle()
        if self.clock.now() == before and await self.engine.next_event() == moment:
            self.clock.move(timedelta(seconds=1))

    async def _settled(self) -> Exchange:
        """Let all happen that is due, and what a channel's pace holds back for a few seconds."""
        await self.engine.settle()
        while (moment := await self.engine.next_send()) is not None and moment <= self.clock.now() + _PACE:
            await self._reach(moment)
        return await self._exchange()

    async def _exchange(self) -> Exchange:
        here = self._ids.get(self._key, 0 if self._ids else 1)
        numbers = [*(number for number in self._ids.values() if number != here), here]
        found = [await self.sportello.agents.dossier(number) for number in numbers]
        dossiers = [dossier for dossier in found if dossier is not None]
        said = tuple(item.letter for item in self.channel.sent[self._sent :])
        self._sent = len(self.channel.sent)
        fresh = [decision for dossier in dossiers for decision in self._fresh(dossier)]
        tasks = tuple(task for dossier in dossiers for task in dossier.tasks)
        return Exchange(said=said, decisions=tuple(sorted(fresh, key=lambda item: item.at)), tasks=tasks)

    def _fresh(self, dossier: Dossier) -> list[DecisionRecord]:
        """Give a conversation's decisions since they were last looked at."""
        number, decisions = dossier.conversation.id, sorted(dossier.decisions, key=lambda item: item.at)
        known = self._decided[number]
        self._decided[number] = len(decisions)
        return decisions[known:]

    @property
    def _key(self) -> str:
        """Name the conversation on this surface; the first has the customer's own name."""
        moved = self.surface is not self._begun_on.get(self.customer.id, self.surface)
        return f"{self.customer.id}:{self.surface}" if moved else self.customer.id

    def _inbound(self, kind: InboundKind, *, text: str = "", button: str = "") -> Inbound:
        self._events += 1
        begun_on = self._begun_on.setdefault(self.customer.id, self.surface)
        public_elsewhere = self.surface is Surface.PRIVATE and begun_on is Surface.PUBLIC
        now = self.clock.now()
        make = partial(Inbound, channel=self.channel.traits.name, account=self.channel.account, kind=kind)
        return make(
            event_key=f"event:{self._events}",
            conversation_key=self._key,
            author=self.customer,
            surface=self.surface,
            text=text,
            button=button,
            message_id=str(self._events),
            elsewhere=self.customer.id if public_elsewhere else "",
            occurred_at=now,
            received_at=now,
        )
