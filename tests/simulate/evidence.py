"""A week's facts, sorted for the judges: by conversation, by message, by letter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from bot.model.message import FROM_CUSTOMER, Letter, OutboundStatus, Purpose
from bot.model.turn import DecisionRecord
from bot.policy.text import plain
from bot.service.values import Dossier, InboxRow, Task
from tests.simulate.almanac import Almanac
from tests.simulate.ledger import Attempt, Ledger, Said, Stored, Turned
from tests.simulate.world import World

Place = tuple[str, str]

DIRECT = frozenset(
    {
        Purpose.ANSWER,
        Purpose.CLARIFY,
        Purpose.ASK_SLOT,
        Purpose.ACKNOWLEDGEMENT,
        Purpose.HAND_OFF,
        Purpose.STOP,
    }
)
"""What is said in answer to a customer's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter as it was committed."""

    id: int
    letter: Letter
    turn: Turned


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision, with the events it was about."""

    record: DecisionRecord
    about: tuple[Stored, ...]
    place: Place


@dataclass
class Evidence:
    """What a judge may look at."""

    world: World
    almanac: Almanac = field(default_factory=Almanac)

    def __post_init__(self) -> None:
        self.ledger: Ledger = self.world.ledger
        rows = self.world.connection.execute("SELECT id, channel, event_key FROM inbound").fetchall()
        self._rows = {row[0]: (row[1], row[2]) for row in rows}
        self.inbox: tuple[InboxRow, ...] = self.world.judge(lambda it: it.agents.inbox())
        self.tasks: tuple[Task, ...] = self.world.judge(lambda it: it.agents.tasks())
        self.waiting: tuple[int, ...] = self.world.judge(lambda it: it.store.with_work())
        self.end = self.world.time.now()

    @cached_property
    def said(self) -> dict[tuple[str, str], Said]:
        """Messages by channel and event key."""
        return {(item.inbound.channel, item.key): item for item in self.ledger.said}

    @cached_property
    def stored(self) -> dict[tuple[str, str], Stored]:
        """The first commit of each event by channel and key."""
        found: dict[tuple[str, str], Stored] = {}
        for item in self.ledger.stored:
            found.setdefault((item.inbound.channel, item.inbound.event_key), item)
        return found

    @cached_property
    def events(self) -> dict[Place, list[Stored]]:
        """What was stored in each conversation, in order."""
        found: dict[Place, list[Stored]] = defaultdict(list)
        for item in self.stored.values():
            found[item.inbound.channel, item.inbound.conversation_key].append(item)
        return found

    @cached_property
    def conversations(self) -> dict[Place, int]:
        """Conversations by place."""
        found = {}
        for turn in self.ledger.turned:
            conversation = turn.result.conversation
            found[conversation.channel, conversation.key] = conversation.id
        return found

    @cached_property
    def dossiers(self) -> dict[Place, Dossier]:
        """Everything the desk shows."""
        found = {}
        for place, number in self.conversations.items():
            dossier = self.world.judge(lambda it, number=number: it.agents.dossier(number))  # type: ignore[misc]
            if dossier is not None:
                found[place] = dossier
        return found

    @cached_property
    def letters(self) -> dict[int, Written]:
        """Letters by number."""
        return {
            number: Written(id=number, letter=letter, turn=turn)
            for turn in self.ledger.turned
            for number, letter in zip(turn.letters, turn.result.letters, strict=True)
        }

    @cached_property
    def attempts(self) -> dict[int, list[Attempt]]:
        """Calls by letter."""
        found: dict[int, list[Attempt]] = defaultdict(list)
        for attempt in self.ledger.attempts:
            found[attempt.outbound_id].append(attempt)
        return found

    @cached_property
    def decided(self) -> list[Decided]:
        """Every decision the desk can read."""
        return [
            Decided(record=record, about=tuple(self._about(record)), place=place)
            for place, dossier in self.dossiers.items()
            for record in dossier.decisions
        ]

    @cached_property
    def _turn_of_row(self) -> dict[int, Turned]:
        return {
            row: turn
            for turn in self.ledger.turned
            for record in turn.result.decisions
            for row in record.inbound
        }

    @cached_property
    def turn_of(self) -> dict[tuple[str, str], Turned]:
        """The turn that decided on an event, by channel and key."""
        return {self._rows[row]: turn for row, turn in self._turn_of_row.items() if row in self._rows}

    def is_about(self, record: DecisionRecord, item: Stored) -> bool:
        """Tell whether a decision was about an event."""
        return any(self.stored.get(self._rows[row]) is item for row in record.inbound if row in self._rows)

    def _about(self, record: DecisionRecord) -> list[Stored]:
        """Give the events of a decision; follow-ups are events the store makes itself."""
        keys = (self._rows[row] for row in record.inbound)
        return [self.stored[key] for key in keys if key in self.stored]


def from_customer(item: Stored) -> bool:
    """Tell whether a customer said it."""
    return item.inbound.kind in FROM_CUSTOMER and not item.inbound.author.is_brand


def says(item: Stored, words: frozenset[str]) -> bool:
    """Tell whether a customer said one of these short words, and nothing else."""
    return from_customer(item) and plain(item.inbound.button or item.inbound.text) in words


def place_of(written: Written) -> Place:
    """Give the conversation of a letter."""
    conversation = written.turn.result.conversation
    return conversation.channel, conversation.key


def direct(week: Evidence, attempt: Attempt) -> bool:
    """Tell an answer of the bot's own from what people had sent again."""
    return attempt.letter.purpose in DIRECT and attempt.outbound_id in week.letters


def with_people(week: Evidence, written: Written) -> bool:
    """Tell whether the desk shows the letter, or did until somebody dealt with it."""
    dossier = week.dossiers[place_of(written)]
    if week.ledger.resent[written.id]:
        return True
    left = {OutboundStatus.UNKNOWN, OutboundStatus.REFUSED}
    if not any(item.id == written.id and item.status in left for item in dossier.pending):
        return False
    number = dossier.conversation.id
    seen = sum(week.ledger.finished[number, kind] for kind in ("maybe_sent", "not_sent"))
    return bool(seen) or any(task.kind.value in {"maybe_sent", "not_sent"} for task in dossier.tasks)
