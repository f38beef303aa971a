"""A desk's service in memory: it holds dossiers, counts changes and keeps tokens as the store does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.errors import StoreError
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.message import OutboundStatus
from bot.service.live import INBOX, Live
from bot.service.values import ChannelHealth, Dossier, InboxRow, Task, TranscriptLine
from tests.fakes.clock import NOON


@dataclass
class MemoryAgents:
    """Holds what the desk shows; `broken` refuses as a damaged store would, `replies` lists (agent, text)."""

    dossiers: dict[int, Dossier] = field(default_factory=dict)
    strays: list[Task] = field(default_factory=list)
    waiting: dict[int, datetime] = field(default_factory=dict)
    connected: tuple[ChannelHealth, ...] = ()
    broken: bool = False
    replies: list[tuple[str, str]] = field(default_factory=list)
    live: Live = field(default_factory=Live)
    now: datetime = NOON
    _reply_ids: set[str] = field(default_factory=set)
    _tokens: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def inbox(self) -> tuple[InboxRow, ...]:
        self._check()
        return tuple(self._row(dossier) for dossier in self.dossiers.values())

    async def tasks(self) -> tuple[Task, ...]:
        self._check()
        return (*self.strays, *(task for dossier in self.dossiers.values() for task in dossier.tasks))

    async def channels(self) -> tuple[ChannelHealth, ...]:
        return self.connected

    async def dossier(self, conversation_id: int) -> Dossier | None:
        self._check()
        return self.dossiers.get(conversation_id)

    async def take_over(self, conversation_id: int, agent: str) -> bool:
        return self._change(conversation_id, agent=agent, status=CaseStatus.WITH_AGENT)

    async def reply(self, conversation_id: int, agent: str, text: str, *, id: str) -> bool:  # noqa: A002
        self._check()
        if conversation_id not in self.dossiers:
            return False
        if id not in self._reply_ids:
            self._reply_ids.add(id)
            self.replies.append((agent, text))
            self.say(conversation_id, "agent", text, author=agent)
            self.waiting.pop(conversation_id, None)
            self._change(conversation_id, agent=agent, status=CaseStatus.WITH_AGENT)
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

    async def finish_task(self, task_id: int, agent: str) -> bool:
        assert agent
        self._check()
        known = [task.id for task in await self.tasks()]
        self.strays = [task for task in self.strays if task.id != task_id]
        for key, dossier in self.dossiers.items():
            left = tuple(task for task in dossier.tasks if task.id != task_id)
            self.dossiers[key] = replace(dossier, tasks=left)
        self.live.changed(INBOX)
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
                    self.live.changed(INBOX)
                    return True
        return False

    def inbox_count(self) -> int:
        return self.live.count(INBOX)

    async def inbox_changed(self, seen: int, seconds: float) -> int:
        return await self.live.wait(INBOX, seen, seconds)

    async def save_token(self, digest: str, kind: str, expires_at: datetime) -> None:
        self._check()
        assert len(digest) == 64
        self._tokens[(digest, kind)] = expires_at

    async def take_token(self, digest: str, kind: str, now: datetime) -> bool:
        self._check()
        expires_at = self._tokens.pop((digest, kind), None)
        return expires_at is not None and now < expires_at

    async def has_token(self, digest: str, kind: str, now: datetime) -> bool:
        self._check()
        return self._tokens.get((digest, kind), now) > now

    def say(self, conversation_id: int, sender: str, text: str, *, author: str = "") -> None:
        """Add a message to a conversation."""
        dossier = self.dossiers[conversation_id]
        line = TranscriptLine(n=len(dossier.lines) + 1, sender=sender, text=text, at=self.now, author=author)
        self.dossiers[conversation_id] = replace(dossier, lines=(*dossier.lines, line))
        self.live.changed(INBOX)

    def add(self, *dossiers: Dossier, waiting_since: datetime | None = None) -> None:
        """Put conversations into the inbox."""
        for dossier in dossiers:
            self.dossiers[dossier.conversation.id] = dossier
            if waiting_since is not None:
                self.waiting[dossier.conversation.id] = waiting_since
        self.live.changed(INBOX)

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
        self.live.changed(INBOX)
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
        )

    def _check(self) -> None:
        if self.broken:
            raise StoreError("the store is damaged")


def _last(lines: Sequence[TranscriptLine]) -> TranscriptLine | None:
    return lines[-1] if lines else None
