"""What people do at the desk: every act is an event of its conversation, on the same way as a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from bot.clock import Clock
from bot.knowledge.personal.guard import guard_of
from bot.model.acting import act_in, ending_key
from bot.model.conversation import Conversation
from bot.model.draft import Refusal
from bot.model.message import DRAFT, HOLD, REFUSED_FOR, UNTIL, InboundKind, Surface
from bot.model.overheard import Overheard
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource
from bot.model.text import clean, signed
from bot.service.live import Live
from bot.service.ports import Channel, Engine, Intake
from bot.service.store import Store
from bot.service.switch import Switch
from bot.service.values import Batch, ChannelHealth, Dossier, InboxRow, Measure, Revision, Task
from bot.service.watching import Watching
from bot.settings.values import Settings


class Agents:
    """The desk's services: reading, and acting for an agent named by key."""

    def __init__(
        self,
        *,
        store: Store,
        intake: Intake,
        engine: Engine,
        channels: Mapping[tuple[str, str], Channel],
        live: Live,
        clock: Clock,
        switch: Switch,
        settings: Callable[[], Settings],
    ) -> None:
        self._settings = settings
        self._store, self._intake, self._engine, self._channels = store, intake, engine, channels
        self._live, self._clock, self._switch = live, clock, switch
        self._watching = Watching(channels, clock)

    async def inbox(self) -> tuple[InboxRow, ...]:
        """List the conversations that want a person first, then those answered lately."""
        return await self._store.inbox()

    async def tasks(self) -> tuple[Task, ...]:
        """List what people still have to do."""
        return await self._store.tasks()

    async def overheard(self, since: datetime, most: int) -> tuple[Overheard, ...]:
        """List what was said about the brand, not to it, newest first."""
        return await self._store.overheard(since, most)

    async def channels(self) -> tuple[ChannelHealth, ...]:
        """List this process's channels with how they are, what they spent, and the calls they have left."""
        return await self._watching.channels()

    async def dossier(self, conversation_id: int) -> Dossier | None:
        """Give everything about one conversation; None if there is none such."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return None
        channel = self._channel_of(dossier.conversation)
        if channel is None:
            return dossier
        traits, surface = channel.traits, dossier.conversation.surface
        return replace(dossier, correctable=surface in traits.edits, removable=surface in traits.deletes)

    async def take_over(self, conversation_id: int, agent: str) -> bool:
        """Silence the bot for an agent; False if there is no such conversation."""
        return await self._act(conversation_id, InboundKind.TAKE_OVER, {"agent": agent})

    async def reply(
        self,
        conversation_id: int,
        agent: str,
        text: str,
        *,
        id: str,  # noqa: A002
        hold: timedelta = timedelta(0),
    ) -> bool:
        """Answer the customer; the same `id` twice answers once. False if there is no such conversation.

        The answer leaves after `hold`: until then it can be taken back.
        """
        held = {HOLD: f"{hold.total_seconds():g}"} if hold else {}
        payload, words = {"agent": agent, **held}, clean(text).strip()
        return await self._act(conversation_id, InboundKind.AGENT_REPLY, payload, text=words, id=id)

    async def shows(self, conversation_id: int, text: str) -> tuple[str, ...]:
        """Give the kinds of personal data that a text would show in public; none in private."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None or dossier.conversation.surface is not Surface.PUBLIC:
            return ()
        return guard_of(self._settings()).hide(clean(text)).kinds

    async def typing(self, conversation_id: int) -> bool:
        """Show the customer that an answer is being written, where the channel can."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return False
        channel = self._channel_of(dossier.conversation)
        if channel is not None and channel.traits.typing:
            await channel.typing(dossier.conversation.key)
        return True

    async def hand_back(self, conversation_id: int, agent: str) -> bool:
        """Let the bot answer again."""
        return await self._act(conversation_id, InboundKind.HAND_BACK, {"agent": agent})

    async def close_case(self, conversation_id: int, agent: str) -> bool:
        """Close the case; a customer who was promised something is told."""
        return await self._act(conversation_id, InboundKind.CLOSE, {"agent": agent})

    async def mute(self, conversation_id: int, agent: str, reason: str, until: datetime) -> bool:
        """Let the bot say nothing to the conversation's contact until a time, for a reason."""
        payload = {"agent": agent, UNTIL: until.isoformat()}
        return await self._act(conversation_id, InboundKind.MUTE, payload, text=clean(reason).strip())

    async def unmute(self, conversation_id: int, agent: str) -> bool:
        """Let the bot speak to the conversation's contact again."""
        return await self._act(conversation_id, InboundKind.UNMUTE, {"agent": agent})

    async def correct(self, conversation_id: int, line: int, agent: str, text: str) -> bool:
        """Let a message that was sent, by its line's number, say something else; False if it cannot."""
        words = clean(text).strip()
        earlier = await self._revisable(conversation_id, line, edit=True)
        if earlier is None or not words:
            return False
        return await self._act(conversation_id, InboundKind.CORRECT, {"agent": agent, **earlier}, text=words)

    async def take_back(self, conversation_id: int, line: int, agent: str) -> bool:
        """Take a message that was sent back, by its line's number; False if it cannot be."""
        earlier = await self._revisable(conversation_id, line, edit=False)
        if earlier is None:
            return False
        return await self._act(conversation_id, InboundKind.TAKE_BACK, {"agent": agent, **earlier})

    async def _revisable(self, conversation_id: int, n: int, *, edit: bool) -> Mapping[str, str] | None:
        """Name the message of a line if its channel lets it be changed, or taken back."""
        dossier = await self.dossier(conversation_id)
        if dossier is None or not (dossier.correctable if edit else dossier.removable):
            return None
        line = next((line for line in dossier.lines if line.n == n), None)
        if line is None or not line.id or line.revision is Revision.TAKEN_BACK:
            return None
        file = {"file": "yes"} if line.media else {}
        return {"outbound": str(line.outbound), "id": line.id, **file}

    async def approve(self, conversation_id: int, draft_id: int, agent: str) -> bool:
        """Let a draft be sent as it stands; False if it waits no more."""
        return await self._end_draft(conversation_id, draft_id, InboundKind.APPROVE, {"agent": agent})

    async def edit_draft(self, conversation_id: int, draft_id: int, agent: str, text: str) -> bool:
        """Send a person's words in a draft's place; False if it waits no more, or they do not fit."""
        words = clean(text).strip()
        measure = await self.measure(conversation_id, words, agent)
        if not words or measure is None or measure.over:
            return False
        payload = {"agent": agent}
        return await self._end_draft(conversation_id, draft_id, InboundKind.APPROVE, payload, words)

    async def refuse_draft(self, conversation_id: int, draft_id: int, agent: str, why: Refusal) -> bool:
        """Put a draft away as wrong; False if it waits no more."""
        payload = {"agent": agent, REFUSED_FOR: why.value}
        return await self._end_draft(conversation_id, draft_id, InboundKind.REFUSE, payload)

    async def measure(self, conversation_id: int, text: str, agent: str) -> Measure | None:
        """Count a person's words, signed, as the conversation's channel does; None where it is not on."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return None
        channel = self._channel_of(dossier.conversation)
        if channel is None:
            return None
        length = channel.traits.count(signed(clean(text).strip(), agent))
        return Measure(length=length, limit=channel.traits.most(dossier.conversation.surface))

    async def _end_draft(
        self,
        conversation_id: int,
        draft_id: int,
        kind: InboundKind,
        payload: Mapping[str, str],
        text: str = "",
    ) -> bool:
        """End a draft that waits; of two who do it at once the first counts."""
        dossier = await self._store.dossier(conversation_id)
        if dossier is None or dossier.draft is None or dossier.draft.id != draft_id:
            return False
        told = {**payload, DRAFT: str(draft_id)}
        key = ending_key(draft_id, kind, payload, text)
        return await self._act(conversation_id, kind, told, text=text, id=key)

    async def finish_task(self, task_id: int, agent: str) -> bool:
        """Mark a task done; False if it was."""
        done = await self._store.finish_task(task_id, agent, self._clock.now())
        self._live.listed()
        return done

    async def resend(self, outbound_id: int, agent: str) -> bool:
        """Queue a refused or doubtful message again, at a person's word."""
        done = await self._store.resend(outbound_id, agent, self._clock.now())
        self._engine.nudge()
        self._live.listed()
        return done

    async def stops(self) -> tuple[Stop, ...]:
        """List what holds sending back now."""
        return await self._store.stops()

    async def stop_sending(self, agent: str, scope: StopScope, why: str) -> bool:
        """Stop sending from this moment on; False if it was."""
        return await self._switch.pull(agent, why=clean(why).strip(), scope=scope, source=StopSource.PERSON)

    async def resume_sending(self, agent: str, *, people_only: bool = False) -> bool:
        """Let go of what people and signals hold; with `people_only` the bot stays stopped."""
        return await self._switch.release(agent, people_only=people_only)

    async def breakers(self) -> tuple[OpenBreaker, ...]:
        """List the accounts that are stopped by themselves."""
        return await self._store.breakers()

    async def close_breaker(self, channel: str, account: str, agent: str) -> bool:
        """Let an account send again; False if it was not stopped."""
        closed = await self._store.close_breaker((channel, account), agent, self._clock.now())
        await self._switch.look()
        return closed

    def _channel_of(self, conversation: Conversation) -> Channel | None:
        return self._channels.get((conversation.channel, conversation.account))

    async def _act(
        self,
        conversation_id: int,
        kind: InboundKind,
        payload: Mapping[str, str],
        *,
        text: str = "",
        id: str = "",  # noqa: A002
    ) -> bool:
        dossier = await self._store.dossier(conversation_id)
        if dossier is None:
            return False
        now = self._clock.now()
        event = act_in(dossier.conversation, kind, id or uuid4().hex, now, payload, text=text)
        batch = Batch(channel=event.channel, account=event.account, items=(event,))
        await self._intake.accept(batch)
        return True
