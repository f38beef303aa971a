"""A conversation between one customer and the real bot, in the test's own time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.message import Author, Inbound, InboundKind, Letter, Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord
from bot.service.values import Batch, Task
from bot.stores import open_memory_store
from bot.testing.channel import RecordingChannel
from bot.testing.clock import FakeClock
from bot.testing.engine import StepEngine

_PACE = timedelta(seconds=5)
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
        self._events = 0
        self._sent = 0
        self._decided = 0

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

    async def agent(self, text: str, key: str = "FB") -> Exchange:
        """Answer as a person of the desk."""
        self._events += 1
        await self.sportello.agents.reply(await self._id(), key, text, id=str(self._events))
        return await self._settled()

    async def take_over(self, key: str = "FB") -> Exchange:
        """Take over as a person of the desk."""
        await self.sportello.agents.take_over(await self._id(), key)
        return await self._settled()

    async def hand_back(self, key: str = "FB") -> Exchange:
        """Hand back to the bot."""
        await self.sportello.agents.hand_back(await self._id(), key)
        return await self._settled()

    async def close(self, key: str = "FB") -> Exchange:
        """Close the case as a person of the desk."""
        await self.sportello.agents.close_case(await self._id(), key)
        return await self._settled()

    async def conversation(self) -> Conversation | None:
        """Give the conversation as it stands; None before the first message."""
        dossier = await self.sportello.agents.dossier(1)
        return dossier.conversation if dossier is not None else None

    async def _id(self) -> int:
        conversation = await self.conversation()
        return conversation.id if conversation is not None else 0

    async def _arrive(self, inbound: Inbound) -> Exchange:
        await self._store(inbound)
        return await self._settled()

    async def _store(self, inbound: Inbound) -> None:
        batch = Batch(channel=inbound.channel, account=inbound.account, items=(inbound,))
        await self.sportello.intake.accept(batch)

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
        dossier = await self.sportello.agents.dossier(1)
        said = tuple(item.letter for item in self.channel.sent[self._sent :])
        self._sent = len(self.channel.sent)
        decisions = dossier.decisions if dossier is not None else ()
        fresh = tuple(sorted(decisions, key=lambda item: item.at)[self._decided :])
        self._decided = len(decisions)
        return Exchange(said=said, decisions=fresh, tasks=dossier.tasks if dossier is not None else ())

    def _inbound(self, kind: InboundKind, *, text: str = "", button: str = "") -> Inbound:
        self._events += 1
        now = self.clock.now()
        make = partial(Inbound, channel=self.channel.traits.name, account=self.channel.account, kind=kind)
        return make(
            event_key=f"event:{self._events}",
            conversation_key=self.customer.id,
            author=self.customer,
            surface=self.surface,
            text=text,
            button=button,
            message_id=str(self._events),
            occurred_at=now,
            received_at=now,
        )
