"""Rows by conversation, so that every group of conversations is counted the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.knowledge.wording import Fault, faults_of
from bot.model.feedback import Feedback
from bot.model.hours import Calendars
from bot.model.promise import Promise, PromiseState
from bot.model.report import Decided, Place, Records
from bot.model.response import Response
from bot.reporting.groups import Group
from bot.reporting.times import times_of
from bot.settings.hearing import PolicyWords

Row = TypeVar("Row", Response, Decided, Promise, Feedback)

NOT_KNOWN = "not known"
DUPLICATE, OVERHEARD = "duplicate", "overheard"

_DUE = frozenset({PromiseState.KEPT, PromiseState.RENEWED, PromiseState.BROKEN})


class Counting:
    """Counts groups of the conversations of some records; `asked` are those that have a question."""

    def __init__(self, records: Records, calendars: Calendars, own: PolicyWords, now: datetime) -> None:
        self._records, self._calendars, self._now = records, calendars, now
        self._waits = _by_conversation(records.waits)
        self._decided = _by_conversation(records.decided)
        self._promises = _by_conversation(records.promises)
        self._feedback = _by_conversation(records.feedback)
        self._by_people = {item.conversation_id for item in records.spoken if item.by_person}
        self._spoken_in = {item.conversation_id for item in records.spoken}
        self.asked = frozenset(self._waits)
        self._handed = {number for number in self.asked if self._is_handed_off(number)}
        places = {place.conversation_id: place for place in records.places}
        self._open = {
            wait: self._open_seconds(places[wait.conversation_id], wait)
            for wait in records.waits
            if wait.conversation_id in places
        }
        self.sent_elsewhere = _sent_elsewhere(records, own)

    def hour(self, place: Place) -> str:
        """Give the hour of a conversation's first question, on the brand's clock: "09"; "" without one."""
        waits = self._waits.get(place.conversation_id)
        if not waits:
            return ""
        return f"{self._calendars.brand.local(min(wait.since for wait in waits)).hour:02}"

    def groups(self, name: Callable[[Place], str]) -> tuple[Group, ...]:
        """Give a group for each name there is."""
        members: dict[str, list[Place]] = {}
        for place in self._records.places:
            members.setdefault(name(place) or NOT_KNOWN, []).append(place)
        return tuple(self.group(key, places) for key, places in members.items())

    def group(self, name: str, places: Sequence[Place]) -> Group:
        """Count some conversations."""
        numbers = [place.conversation_id for place in places]
        waits = [wait for number in numbers for wait in self._waits.get(number, ())]
        asked = [number for number in numbers if number in self.asked]
        promises = [item for number in numbers for item in self._promises.get(number, ())]
        judged = [
            item for number in numbers for item in self._feedback.get(number, ()) if item.solved is not None
        ]
        return Group(
            name=name,
            conversations=len(asked),
            questions=len(waits),
            first_word=times_of(_seconds(wait, wait.any_at) for wait in waits),
            first_word_open=times_of(self._open[wait][0] for wait in waits),
            first_answer=times_of(_seconds(wait, wait.answer_at) for wait in waits),
            first_answer_open=times_of(self._open[wait][1] for wait in waits),
            unanswered=sum(wait.answer_at is None for wait in waits),
            contained=sum(self._is_calm(number) and self._is_answered(number) for number in asked),
            handed_off=sum(number in self._handed for number in asked),
            taken_up=sum(self._is_taken_up(number) for number in asked),
            waiting=sum(self._is_waiting(number) for number in asked),
            spoken_in=sum(number in self._spoken_in for number in numbers),
            elsewhere=sum(number in self.sent_elsewhere for number in numbers),
            promised=sum(item.state in _DUE or self._is_late(item) for item in promises),
            kept=sum(item.state is PromiseState.KEPT for item in promises),
            judged=len(judged),
            solved=sum(item.solved is True for item in judged),
            duplicates=self._count(numbers, DUPLICATE),
            overheard=self._count(numbers, OVERHEARD),
        )

    def _count(self, numbers: Iterable[int], rule: str) -> int:
        """Count the decisions of a rule."""
        return sum(item.rule == rule for number in numbers for item in self._decided.get(number, ()))

    def _is_handed_off(self, number: int) -> bool:
        return any(item.hand_off for item in self._decided.get(number, ()))

    def _is_answered(self, number: int) -> bool:
        return all(wait.answer_at is not None for wait in self._waits[number])

    def _is_calm(self, number: int) -> bool:
        """Tell whether no person took part, asked or not."""
        return number not in self._handed and number not in self._by_people

    def _is_taken_up(self, number: int) -> bool:
        return number not in self._handed and number in self._by_people and self._is_answered(number)

    def _is_waiting(self, number: int) -> bool:
        return number not in self._handed and not self._is_answered(number)

    def _is_late(self, item: Promise) -> bool:
        return item.state is PromiseState.OPEN and item.due_at < self._now

    def _open_seconds(self, place: Place, wait: Response) -> tuple[float | None, float | None]:
        """Give the opening time to the first word and to the first answer."""
        calendar = self._calendars.of(channel=place.channel, topic=place.topic)

        def until(at: datetime | None) -> float | None:
            return None if at is None else calendar.open_time_between(wait.since, at).total_seconds()

        word = until(wait.any_at)
        return word, word if wait.answer_at == wait.any_at else until(wait.answer_at)


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
        if item.conversation_id in found:
            continue
        fault = next(faults_of(Fault.ELSEWHERE, item.text, own), None)
        if fault is not None:
            found[item.conversation_id] = fault.words
    return found
