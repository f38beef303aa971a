"""The invented people of the desk: they answer in opening hours, first whoever was promised first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.hours import Calendar
from bot.model.message import FROM_CUSTOMER
from bot.model.turn import TurnResult
from bot.rehearsal.watching import Event, SetAside, Turned

CLOSES = 0.3
"""Part of the answers after which a person closes the case, unless told otherwise."""

_READS_AGAIN = timedelta(minutes=2)

CalendarOf = Callable[[str, str], Calendar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """How many people answer, how long an answer takes each, and how they sign, in order.

    `closes` is the part of the answers after which the person closes the case.
    """

    count: int
    answer_in: timedelta
    keys: tuple[str, ...] = ()
    closes: float = CLOSES

    def key(self, place: int) -> str:
        """Give the signature of the person at a place, counted from 0."""
        return self.keys[place] if place < len(self.keys) else f"P{place + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person does now in a conversation: answers, or closes the case."""

    conversation: int
    agent: str
    closes: bool
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waits:
    since: datetime
    due: datetime | None
    channel: str
    topic: str

    @property
    def place(self) -> tuple[str, str]:
        """Whose hours hold."""
        return self.channel, self.topic


_Place = tuple[datetime, datetime, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doing:
    until: datetime
    conversation: int
    place: int
    closes: bool = False


@dataclass
class People:
    """Watches who waits for a person, and answers in turn; `queue` is how many wait, at each change.

    Conversations whose keys begin with `spared` are not theirs ("": all are).
    """

    staff: Staff
    calendar_of: CalendarOf
    seed: int
    spared: str = ""
    queue: list[tuple[datetime, int]] = field(default_factory=list)
    answered: int = 0
    busy: timedelta = timedelta(0)
    _waiting: dict[int, _Waits] = field(default_factory=dict)
    _places: dict[tuple[str, str], list[_Place]] = field(default_factory=dict)
    _openings: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _doing: list[_Doing] = field(default_factory=list)
    _closing: list[_Doing] = field(default_factory=list)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The conversations that wait for a person."""
        return tuple(self._waiting)

    def note(self, event: Event) -> None:
        """See from what was committed who waits for a person now."""
        if isinstance(event, SetAside):
            self._wait(event.conversation, _Waits(since=event.at, due=None, channel="", topic=""), event.at)
        if isinstance(event, Turned):
            self._look(event)

    def next_at(self, now: datetime) -> datetime | None:
        """Give when a person does something next."""
        moments = [item.until for item in (*self._doing, *self._closing)]
        if self._idle():
            openings = (self._opening(place, now) for place, waits in self._places.items() if waits)
            moments.extend(at for at in openings if at is not None)
        return min(moments, default=None)

    def act(self, now: datetime) -> Iterator[Act]:
        """Give what people do now; those who are free then begin on who is next."""
        for item in sorted(self._due(now), key=lambda doing: (doing.until, doing.place)):
            agent = self.staff.key(item.place)
            if item.closes:
                yield Act(conversation=item.conversation, agent=agent, closes=True, id="")
                continue
            self.answered += 1
            self._closes_later(item)
            yield Act(conversation=item.conversation, agent=agent, closes=False, id=f"answer {self.answered}")
        for place in self._idle():
            self._begin(place, now)

    def _look(self, event: Turned) -> None:
        result = event.result
        if self.spared and result.conversation.key.startswith(self.spared):
            return
        if _wants_person(event):
            case = result.conversation.case
            promise = [
                item.at for item in result.conversation.follow_ups if item.kind is FollowUpKind.PROMISE
            ]
            known = self._waiting.get(event.conversation)
            waits = _Waits(
                since=known.since if known is not None else event.at,
                due=min(promise, default=None),
                channel=result.conversation.channel,
                topic=case.topic,
            )
            self._wait(event.conversation, waits, event.at)
        elif _is_settled(result):
            self._leave(event.conversation, event.at)

    def _wait(self, conversation: int, waits: _Waits, now: datetime) -> None:
        if any(item.conversation == conversation for item in self._doing):
            return  # the answer under way is for this message too
        self._leave(conversation, now)
        self._waiting[conversation] = waits
        line = self._places.setdefault(waits.place, [])
        heappush(line, (waits.due or waits.since, waits.since, conversation))
        self.queue.append((now, len(self._waiting)))

    def _leave(self, conversation: int, now: datetime) -> None:
        if self._waiting.pop(conversation, None) is not None:
            self.queue.append((now, len(self._waiting)))

    def _first(self, place: tuple[str, str]) -> _Place | None:
        """Give who is first in a line; those who have left it are dropped from its head."""
        line = self._places[place]
        while line and not self._stands(place, line[0]):
            heappop(line)
        return line[0] if line else None

    def _stands(self, place: tuple[str, str], item: _Place) -> bool:
        waits = self._waiting.get(item[2])
        return (
            waits is not None and waits.place == place and item[:2] == (waits.due or waits.since, waits.since)
        )

    def _opening(self, place: tuple[str, str], now: datetime) -> datetime | None:
        """Give when a place is open next, looked up once for each closed period."""
        known = self._openings.get(place)
        if known is None or known < now:
            known = self.calendar_of(*place).next_opening(now)
            if known is not None and known > now:
                self._openings[place] = known
        return known

    def _due(self, now: datetime) -> Sequence[_Doing]:
        due = [item for item in (*self._doing, *self._closing) if item.until <= now]
        self._doing = [item for item in self._doing if item.until > now]
        self._closing = [item for item in self._closing if item.until > now]
        return due

    def _idle(self) -> list[int]:
        working = {item.place for item in self._doing}
        return [place for place in range(self.staff.count) if place not in working] if self._waiting else []

    def _begin(self, place: int, now: datetime) -> None:
        """Begin an answer to the customer whose promise is due first, or who waits longest."""
        ready = [
            head
            for where in self._places
            if (head := self._first(where)) is not None and self._opening(where, now) == now
        ]
        if not ready:
            return
        first = min(ready)[2]
        self._leave(first, now)
        takes = self.staff.answer_in * Random(f"{self.seed} {first} {now}").uniform(0.6, 1.4)
        takes = timedelta(seconds=round(takes.total_seconds()))
        self.busy += takes
        self._doing.append(_Doing(until=now + takes, conversation=first, place=place))

    def _closes_later(self, item: _Doing) -> None:
        if Random(f"{self.seed} closes {item.conversation} {item.until}").random() < self.staff.closes:
            until = item.until + _READS_AGAIN
            closing = _Doing(until=until, conversation=item.conversation, place=item.place, closes=True)
            self._closing.append(closing)


def _wants_person(event: Turned) -> bool:
    """Whether somebody now waits for a person: handed over, or written to one who has taken over."""
    status = event.result.conversation.case.status
    if status is CaseStatus.WAITING_FOR_AGENT:
        return True
    heard = any(item.kind in FROM_CUSTOMER for _row, item in event.inbound)
    over = event.result.wait_over
    return status is CaseStatus.WITH_AGENT and heard and not over and not event.result.letters


def _is_settled(result: TurnResult) -> bool:
    """Whether nobody waits any more: answered by a person, solved, or closed."""
    return result.conversation.case.status is not CaseStatus.WITH_AGENT or any(
        not letter.purpose.automatic for letter in result.letters
    )
