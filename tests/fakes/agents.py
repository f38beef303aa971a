"""A desk's service in memory: it holds dossiers and counts changes as the store does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.errors import StoreError
from bot.knowledge.personal.guard import Guard
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.draft import Refusal, WaitingDraft
from bot.model.message import OutboundStatus
from bot.model.muting import Mute
from bot.model.overheard import Overheard
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource
from bot.model.text import signed
from bot.service.live import Live
from bot.service.values import ChannelHealth, Dossier, InboxRow, Measure, Revision, Task, TranscriptLine
from tests.fakes.clock import NOON


@dataclass
class MemoryAgents:
    """Holds what the desk shows; `broken` refuses as a damaged store would, `replies` lists (agent, text).

    `public` are the conversations that everybody reads.
    """

    dossiers: dict[int, Dossier] = field(default_factory=dict)
    strays: list[Task] = field(default_factory=list)
    waiting: dict[int, datetime] = field(default_factory=dict)
    connected: tuple[ChannelHealth, ...] = ()
    broken: bool = False
    held: list[Stop] = field(default_factory=list)
    paused: list[OpenBreaker] = field(default_factory=list)
    replies: list[tuple[str, str]] = field(default_factory=list)
    holds: list[timedelta] = field(default_factory=list)
    refused: list[tuple[str, str, Refusal]] = field(default_factory=list)
    listened: tuple[Overheard, ...] = ()
    live: Live = field(default_factory=Live)
    now: datetime = NOON
    public: set[int] = field(default_factory=set)
    _reply_ids: set[str] = field(default_factory=set)

    async def inbox(self) -> tuple[InboxRow, ...]:
        self._check()
        return tuple(self._row(dossier) for dossier in self.dossiers.values())

    async def tasks(self) -> tuple[Task, ...]:
        self._check()
        return (*self.strays, *(task for dossier in self.dossiers.values() for task in dossier.tasks))

    async def overheard(self, since: datetime, most: int) -> tuple[Overheard, ...]:
        self._check()
        return tuple(item for item in self.listened if item.at >= since)[:most]

    async def channels(self) -> tuple[ChannelHealth, ...]:
        return self.connected

    async def dossier(self, conversation_id: int) -> Dossier | None:
        self._check()
        return self.dossiers.get(conversation_id)

    async def take_over(self, conversation_id: int, agent: str) -> bool:
        return self._change(conversation_id, agent=agent, status=CaseStatus.WITH_AGENT)

    async def reply(
        self,
        conversation_id: int,
        agent: str,
        text: str,
        *,
        id: str,  # noqa: A002
        hold: timedelta = timedelta(0),
    ) -> bool:
        self._check()
        if conversation_id not in self.dossiers:
            return False
        self.holds.append(hold)
        if id not in self._reply_ids:
            self._reply_ids.add(id)
            self.replies.append((agent, text))
            self.say(conversation_id, "agent", text, author=agent)
            self.waiting.pop(conversation_id, None)
            self._change(conversation_id, agent=agent, status=CaseStatus.WITH_AGENT)
        return True

    async def mute(self, conversation_id: int, agent: str, reason: str, until: datetime) -> bool:
        return self._mute(conversation_id, Mute(agent=agent, reason=reason, until=until))

    async def unmute(self, conversation_id: int, agent: str) -> bool:
        return bool(agent) and self._mute(conversation_id, None)

    def _mute(self, conversation_id: int, mute: Mute | None) -> bool:
        self._check()
        dossier = self.dossiers.get(conversation_id)
        if dossier is None:
            return False
        conversation = replace(dossier.conversation, mute=mute)
        self.dossiers[conversation_id] = replace(dossier, conversation=conversation)
        return True

    async def shows(self, conversation_id: int, text: str) -> tuple[str, ...]:
        self._check()
        return Guard().hide(text).kinds if conversation_id in self.public else ()

    async def correct(self, conversation_id: int, line: int, agent: str, text: str) -> bool:
        return self._revise(conversation_id, line, agent, text=text, revision=Revision.CORRECTED)

    async def take_back(self, conversation_id: int, line: int, agent: str) -> bool:
        return self._revise(conversation_id, line, agent, revision=Revision.TAKEN_BACK)

    def _revise(self, conversation_id: int, n: int, by: str, **changes: object) -> bool:
        self._check()
        dossier = self.dossiers.get(conversation_id)
        known = [line for line in dossier.lines if line.n == n and line.id] if dossier is not None else []
        if dossier is None or not known:
            return False
        before = known[0].text if "text" in changes else ""
        told = {"before": before, "revised_by": by, "revised_at": self.now, **changes}
        changed = replace(known[0], **told)  # type: ignore[arg-type]
        lines = tuple(changed if line.n == n else line for line in dossier.lines)
        self.dossiers[conversation_id] = replace(dossier, lines=lines)
        return True

    async def typing(self, conversation_id: int) -> bool:
        self._check()
        return conversation_id in self.dossiers

    async def hand_back(self, conversation_id: int, agent: str) -> bool:
        assert agent
        return self._change(conversation_id, agent="", status=CaseStatus.ANSWERED)

    async def close_case(self, conversation_id: int, agent: str) -> bool:
        assert agent
        return self._change(conversation_id, agent="", status=CaseStatus.CLOSED)

    async def approve(self, conversation_id: int, draft_id: int, agent: str) -> bool:
        draft = self._take_draft(conversation_id, draft_id)
        if draft is not None:
            self.say(conversation_id, "agent", draft.text, author=agent)
        return draft is not None

    async def edit_draft(self, conversation_id: int, draft_id: int, agent: str, text: str) -> bool:
        draft = self._take_draft(conversation_id, draft_id)
        if draft is not None:
            self.say(conversation_id, "agent", signed(text, agent), author=agent)
        return draft is not None

    async def refuse_draft(self, conversation_id: int, draft_id: int, agent: str, why: Refusal) -> bool:
        draft = self._take_draft(conversation_id, draft_id)
        if draft is not None:
            self.refused.append((agent, draft.text, why))
        return draft is not None

    async def measure(self, conversation_id: int, text: str, agent: str) -> Measure | None:
        self._check()
        if conversation_id not in self.dossiers:
            return None
        return Measure(length=len(signed(text, agent)), limit=280)

    def _take_draft(self, conversation_id: int, draft_id: int) -> WaitingDraft | None:
        self._check()
        dossier = self.dossiers.get(conversation_id)
        draft = dossier.draft if dossier is not None else None
        if dossier is None or draft is None or draft.id != draft_id:
            return None
        self.dossiers[conversation_id] = replace(dossier, draft=None)
        self.live.listed()
        return draft

    async def finish_task(self, task_id: int, agent: str) -> bool:
        assert agent
        self._check()
        known = [task.id for task in await self.tasks()]
        self.strays = [task for task in self.strays if task.id != task_id]
        for key, dossier in self.dossiers.items():
            left = tuple(task for task in dossier.tasks if task.id != task_id)
            self.dossiers[key] = replace(dossier, tasks=left)
        self.live.listed()
        return task_id in known

    async def resend(self, outbound_id: int, agent: str) -> bool:
        assert agent
        self._check()
        for key, dossier in self.dossiers.items():
            for letter in dossier.pending:
                if letter.id == outbound_id:
                    queued = replace(letter, status=OutboundStatus.QUEUED, note="")
                    others = tuple(item for item in dossier.pending if item is not letter)
                    self.dossiers[key] = replace(dossier, pending=(*others, queued))
                    self.live.listed()
                    return True
        return False

    async def stops(self) -> tuple[Stop, ...]:
        self._check()
        return tuple(self.held)

    async def stop_sending(self, agent: str, scope: StopScope, why: str) -> bool:
        self._check()
        known = {stop.scope for stop in self.held if stop.source is StopSource.PERSON}
        if scope not in known:
            stop = Stop(source=StopSource.PERSON, scope=scope, by=agent, why=why, since=self.now)
            self.held.append(stop)
            self.live.listed()
        return scope not in known

    async def resume_sending(self, agent: str, *, people_only: bool = False) -> bool:
        self._check()
        mine = [stop for stop in self.held if stop.source is not StopSource.FILE]
        self.held = [stop for stop in self.held if stop.source is StopSource.FILE]
        if people_only and mine:
            await self.stop_sending(agent, StopScope.AUTOMATIC, mine[0].why)
        self.live.listed()
        return bool(mine)

    async def breakers(self) -> tuple[OpenBreaker, ...]:
        self._check()
        return tuple(self.paused)

    async def close_breaker(self, channel: str, account: str, agent: str) -> bool:
        assert agent
        self._check()
        kept = [one for one in self.paused if (one.channel, one.account) != (channel, account)]
        closed, self.paused = len(kept) < len(self.paused), kept
        self.live.listed()
        return closed

    def say(self, conversation_id: int, sender: str, text: str, *, author: str = "") -> None:
        """Add a message to a conversation."""
        dossier = self.dossiers[conversation_id]
        line = TranscriptLine(n=len(dossier.lines) + 1, sender=sender, text=text, at=self.now, author=author)
        self.dossiers[conversation_id] = replace(dossier, lines=(*dossier.lines, line))
        self.live.listed(conversation_id)

    def add(self, *dossiers: Dossier, waiting_since: datetime | None = None) -> None:
        """Put conversations into the inbox."""
        for dossier in dossiers:
            self.dossiers[dossier.conversation.id] = dossier
            if waiting_since is not None:
                self.waiting[dossier.conversation.id] = waiting_since
        self.live.listed()

    def _change(self, conversation_id: int, *, agent: str, status: CaseStatus) -> bool:
        self._check()
        dossier = self.dossiers.get(conversation_id)
        if dossier is None:
            return False
        conversation = dossier.conversation
        changed = replace(
            conversation,
            state=replace(conversation.state, agent=agent),
            case=replace(conversation.case, status=status),
        )
        self.dossiers[conversation_id] = replace(dossier, conversation=changed)
        self.live.listed(conversation_id)
        return True

    def _row(self, dossier: Dossier) -> InboxRow:
        conversation, last = dossier.conversation, _last(dossier.lines)
        promises = [owed.at for owed in conversation.follow_ups if owed.kind is FollowUpKind.PROMISE]
        return InboxRow(
            conversation_id=conversation.id,
            channel=conversation.channel,
            contact=conversation.contact,
            reference=conversation.case.reference,
            status=conversation.case.status,
            topic=conversation.case.topic,
            reason=conversation.case.reason,
            priority=conversation.case.priority,
            language=conversation.state.language,
            agent=conversation.state.agent,
            last_text=last.text if last else "",
            last_at=last.at if last else self.now,
            waiting_since=self.waiting.get(conversation.id),
            promise_due=min(promises, default=None),
            tasks=dossier.tasks,
            place=conversation.case.place,
            assigned=dossier.assigned,
            facts=conversation.case.facts,
        )

    def _check(self) -> None:
        if self.broken:
            raise StoreError("the store is damaged")


def _last(lines: Sequence[TranscriptLine]) -> TranscriptLine | None:
    return lines[-1] if lines else None
