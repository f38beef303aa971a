"""A team's part of the desk in memory, over the same dossiers as the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.model.message import OutboundStatus
from bot.policy.prepared import Prepared
from bot.service.inbox_values import (
    AnswerFate,
    InboxAsk,
    InboxPage,
    Place,
    Shelf,
    TakenBack,
    Told,
    place_of,
    wants_person,
)
from bot.service.live import INBOX, Changes
from bot.service.values import InboxRow, PendingLetter, StoredNote
from bot.stores.documents import ms
from tests.fakes.agents import MemoryAgents


@dataclass
class MemoryTeam:
    """Shares the dossiers of `agents`; `replies` are what a search finds, `fate` what a look does."""

    agents: MemoryAgents
    undo: timedelta = timedelta(0)
    replies: tuple[Prepared, ...] = ()
    fate: AnswerFate = AnswerFate.CANNOT_TELL
    told: Told = field(default_factory=lambda: Told(why="how"))
    promised: list[str] = field(default_factory=list)
    writing: dict[int, tuple[str, ...]] = field(default_factory=dict)

    async def page(self, ask: InboxAsk) -> InboxPage:
        rows = await self.agents.inbox()
        found = [row for row in rows if _is_on(ask.shelf, row, ask.person)]
        found.sort(key=lambda row: (_order(ask.shelf, row), row.conversation_id))
        after = (ask.after.order, ask.after.conversation_id) if ask.after else (-(2**62), 0)
        found = [row for row in found if (_order(ask.shelf, row), row.conversation_id) > after]
        last = found[ask.most - 1] if len(found) > ask.most else None
        more = Place(order=_order(ask.shelf, last), conversation_id=last.conversation_id) if last else None
        return InboxPage(
            rows=tuple(found[: ask.most]),
            waiting=sum(map(wants_person, rows)),
            mine=sum(_is_on(Shelf.MINE, row, ask.person) for row in rows),
            more=more,
        )

    async def rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        return tuple(row for row in await self.agents.inbox() if row.conversation_id in conversations)

    async def note(self, conversation_id: int, agent: str, text: str) -> bool:
        dossier = self.agents.dossiers.get(conversation_id)
        if dossier is None or not text.strip():
            return False
        note = StoredNote(id=len(dossier.notes) + 1, author=agent, text=text, at=self.agents.now)
        self.agents.dossiers[conversation_id] = replace(dossier, notes=(*dossier.notes, note))
        self.agents.live.listed(conversation_id)
        return True

    async def assign(self, conversation_id: int, person: str, by: str) -> bool:
        assert by
        dossier = self.agents.dossiers.get(conversation_id)
        if dossier is None or not dossier.conversation.case.is_open or person not in {"", "FB", "MR", "anna"}:
            return False
        self.agents.dossiers[conversation_id] = replace(dossier, assigned=person)
        self.agents.live.listed(conversation_id)
        return True

    async def promise(self, conversation_id: int, agent: str, written: str) -> Told | None:
        assert agent
        if conversation_id not in self.agents.dossiers:
            return None
        self.promised.append(written)
        return self.told

    async def take_back(self, outbound_id: int, agent: str) -> TakenBack | None:
        assert agent
        for number, dossier in self.agents.dossiers.items():
            for letter in dossier.pending:
                if letter.id == outbound_id and letter.status is OutboundStatus.QUEUED:
                    self._drop(number, letter)
                    return TakenBack(conversation_id=number, text=letter.text)
        return None

    async def look(self, outbound_id: int, agent: str) -> AnswerFate | None:
        found = self._doubtful(outbound_id)
        if found is None:
            return None
        if self.fate is AnswerFate.SENT:
            self._deliver(*found, by=agent)
        return self.fate

    async def arrived(self, outbound_id: int, agent: str) -> bool:
        found = self._doubtful(outbound_id)
        if found is not None:
            self._deliver(*found, by=agent)
        return found is not None

    async def prepared(self, conversation_id: int, query: str) -> tuple[Prepared, ...] | None:
        if conversation_id not in self.agents.dossiers:
            return None
        return tuple(
            item for item in self.replies if query.casefold() in f"{item.title} {item.text}".casefold()
        )

    def writes(self, conversation_id: int, agent: str) -> None:
        self.writing[conversation_id] = (agent,)
        self.agents.live.listed(conversation_id)

    def stops_writing(self, conversation_id: int, agent: str) -> None:
        assert agent
        self.writing.pop(conversation_id, None)

    def writers(self, conversation_id: int) -> tuple[str, ...]:
        return self.writing.get(conversation_id, ())

    def seen(self) -> int:
        return self.agents.live.count(INBOX)

    async def changed(self, seen: int, seconds: float) -> int:
        return await self.agents.live.wait(INBOX, seen, seconds)

    def changes(self, seen: int) -> Changes:
        return self.agents.live.changes(seen)

    def _doubtful(self, outbound_id: int) -> tuple[int, PendingLetter] | None:
        letters = (
            (number, letter) for number, dossier in self.agents.dossiers.items() for letter in dossier.pending
        )
        return next(
            (
                (number, letter)
                for number, letter in letters
                if letter.id == outbound_id and letter.status is OutboundStatus.UNKNOWN
            ),
            None,
        )

    def _deliver(self, number: int, letter: PendingLetter, *, by: str) -> None:
        self._drop(number, letter)
        self.agents.say(number, "agent", letter.text, author=by)

    def _drop(self, number: int, letter: PendingLetter) -> None:
        dossier = self.agents.dossiers[number]
        left = tuple(item for item in dossier.pending if item is not letter)
        self.agents.dossiers[number] = replace(dossier, pending=left)
        self.agents.live.listed(number)


def _is_on(shelf: Shelf, row: InboxRow, person: str) -> bool:
    match shelf:
        case Shelf.NOW | Shelf.ALL:
            return True
        case Shelf.WAITING:
            return wants_person(row)
        case Shelf.MINE:
            return person in {row.agent, row.assigned}


def _order(shelf: Shelf, row: InboxRow) -> int:
    return -ms(row.last_at) if shelf is Shelf.ALL else ms(place_of(row))
