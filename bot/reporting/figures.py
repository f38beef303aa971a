"""The figures of a report, counted from rows; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.knowledge.wording import Fault, faults_of
from bot.model.hours import Calendars
from bot.model.promise import PromiseState
from bot.model.report import Decided, Place, Records
from bot.model.response import Response
from bot.reporting.times import Times, times_of
from bot.settings.values import PolicyWords

MOST = 10
Row = TypeVar("Row", Response, Decided)

NOT_KNOWN = "not known"
DUPLICATE, OVERHEARD = "duplicate", "overheard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of all conversations, or of those alike in one thing; `words.py` says what each means."""

    name: str
    conversations: int
    questions: int
    first_word: Times
    first_answer: Times
    first_answer_open: Times
    unanswered: int
    contained: int
    handed_off: int
    spoken_in: int
    elsewhere: int
    duplicates: int
    overheard: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures of a time; the mappings are in the order in which they are shown."""

    since: datetime
    until: datetime
    total: Group
    channels: tuple[Group, ...]
    languages: tuple[Group, ...]
    intents: tuple[Group, ...]
    hand_offs: Mapping[str, int]
    promises: Mapping[str, int]
    asked: Mapping[str, int]
    elsewhere: Mapping[int, str]


def report_of(records: Records, calendars: Calendars, own: PolicyWords) -> Report:
    """Count a report; opening time is that of each conversation's channel and topic."""
    counting = _Counting(records, calendars, own)
    return Report(
        since=records.since,
        until=records.until,
        total=counting.group("all", records.places),
        channels=counting.groups(lambda place: place.channel),
        languages=counting.groups(lambda place: place.language),
        intents=counting.groups(lambda place: place.intent),
        hand_offs=_hand_offs(records.decided),
        promises=_promises(records),
        asked=dict(Counter(item.intent for item in records.decided if item.intent).most_common(MOST)),
        elsewhere=counting.sent_elsewhere,
    )


class _Counting:
    """Rows by conversation, so that every group is counted the same way."""

    def __init__(self, records: Records, calendars: Calendars, own: PolicyWords) -> None:
        self._records, self._calendars = records, calendars
        self._waits = _by_conversation(records.waits)
        self._decided = _by_conversation(records.decided)
        self._by_people = {item.conversation_id for item in records.spoken if item.by_person}
        self._spoken_in = {item.conversation_id for item in records.spoken}
        self.sent_elsewhere = _sent_elsewhere(records, own)

    def groups(self, name: Callable[[Place], str]) -> tuple[Group, ...]:
        """Give a group for each name there is, the largest first."""
        members: dict[str, list[Place]] = {}
        for place in self._records.places:
            members.setdefault(name(place) or NOT_KNOWN, []).append(place)
        found = (self.group(key, places) for key, places in members.items())
        return tuple(sorted(found, key=lambda group: (-group.conversations, group.name)))

    def group(self, name: str, places: Sequence[Place]) -> Group:
        """Count some conversations."""
        waits = [(place, wait) for place in places for wait in self._waits.get(place.conversation_id, ())]
        asked = [place.conversation_id for place in places if self._waits.get(place.conversation_id)]
        handed = {number for number in asked if self._is_handed_off(number)}
        numbers = [place.conversation_id for place in places]
        return Group(
            name=name,
            conversations=len(asked),
            questions=len(waits),
            first_word=times_of(_seconds(wait, wait.any_at) for _, wait in waits),
            first_answer=times_of(_seconds(wait, wait.answer_at) for _, wait in waits),
            first_answer_open=times_of(self._open_seconds(place, wait) for place, wait in waits),
            unanswered=sum(wait.answer_at is None for _, wait in waits),
            contained=sum(self._is_contained(number, handed) for number in asked),
            handed_off=len(handed),
            spoken_in=sum(number in self._spoken_in for number in numbers),
            elsewhere=sum(number in self.sent_elsewhere for number in numbers),
            duplicates=self._count(numbers, DUPLICATE),
            overheard=self._count(numbers, OVERHEARD),
        )

    def _count(self, numbers: Iterable[int], rule: str) -> int:
        """Count the decisions of a rule."""
        return sum(item.rule == rule for number in numbers for item in self._decided.get(number, ()))

    def _is_handed_off(self, number: int) -> bool:
        return any(item.hand_off for item in self._decided.get(number, ()))

    def _is_contained(self, number: int, handed: Iterable[int]) -> bool:
        answered = all(wait.answer_at is not None for wait in self._waits[number])
        return answered and number not in handed and number not in self._by_people

    def _open_seconds(self, place: Place, wait: Response) -> float | None:
        if wait.answer_at is None:
            return None
        calendar = self._calendars.of(channel=place.channel, topic=place.topic)
        return calendar.open_time_between(wait.since, wait.answer_at).total_seconds()


def _by_conversation(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row)
    return found


def _seconds(wait: Response, at: datetime | None) -> float | None:
    return None if at is None else (at - wait.since).total_seconds()


def _sent_elsewhere(records: Records, own: PolicyWords) -> dict[int, str]:
    """Give the words by which each conversation was sent to another channel, the first of them."""
    found: dict[int, str] = {}
    for item in records.spoken:
        fault = next(faults_of(Fault.ELSEWHERE, item.text, own), None)
        if fault is not None:
            found.setdefault(item.conversation_id, fault.words)
    return found


def _hand_offs(decided: Iterable[Decided]) -> dict[str, int]:
    """Count the conversations in which a person was asked, by each reason there was."""
    pairs = {(item.conversation_id, item.hand_off) for item in decided if item.hand_off}
    return dict(Counter(reason for _, reason in sorted(pairs)).most_common())


def _promises(records: Records) -> dict[str, int]:
    """Count the promises by what became of them; an open one that is past its time is late."""
    counts = Counter(
        "late" if item.state is PromiseState.OPEN and item.due_at < records.until else item.state.value
        for item in records.promises
    )
    return {name: counts[name] for name in ("kept", "renewed", "broken", "late", "released", "open")}
