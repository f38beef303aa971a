"""Rows by conversation, so that every group of conversations is counted the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.knowledge.wording import Fault, faults_of
from bot.model.feedback import Feedback
from bot.model.hours import Calendar, Calendars
from bot.model.promise import Promise, PromiseState
from bot.model.report import Place, Records
from bot.model.response import Response
from bot.reporting.groups import Group
from bot.reporting.opening import Opening
from bot.reporting.times import times_of
from bot.settings.hearing import PolicyWords

Row = TypeVar("Row", Response, Promise, Feedback)

NOT_KNOWN = "not known"
DUPLICATE, OVERHEARD = "duplicate", "overheard"

_DUE = frozenset({PromiseState.KEPT, PromiseState.RENEWED, PromiseState.BROKEN})


class Counting:
    """Counts groups of the conversations of some records; `asked` are those that have a question."""

    def __init__(self, records: Records, calendars: Calendars, own: PolicyWords, now: datetime) -> None:
        self._records, self._calendars, self._now = records, calendars, now
        self._waits = _by_conversation(records.waits)
        self._ruled = {
            rule: Counter(item.conversation_id for item in records.decided if item.rule == rule)
            for rule in (DUPLICATE, OVERHEARD)
        }
        self._promises = _by_conversation(records.promises)
        self._feedback = _by_conversation(records.feedback)
        self._spoken_in = {item.conversation_id for item in records.spoken}
        self.asked = frozenset(self._waits)
        self._outcomes = self._ended(records)
        self._spans = self._waited(records.places)
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
        spans = [span for number in numbers for span in self._spans.get(number, ())]
        ended = Counter(self._outcomes[number] for number in numbers if number in self.asked)
        promises = [item for number in numbers for item in self._promises.get(number, ())]
        judged = [
            item for number in numbers for item in self._feedback.get(number, ()) if item.solved is not None
        ]
        return Group(
            name=name,
            conversations=ended.total(),
            questions=len(spans),
            first_word=times_of(span.word for span in spans),
            first_word_open=times_of(span.word_open for span in spans),
            first_answer=times_of(span.answer for span in spans),
            first_answer_open=times_of(span.answer_open for span in spans),
            unanswered=sum(span.answer is None for span in spans),
            contained=ended["contained"],
            handed_off=ended["handed_off"],
            taken_up=ended["taken_up"],
            waiting=ended["waiting"],
            spoken_in=sum(number in self._spoken_in for number in numbers),
            elsewhere=sum(number in self.sent_elsewhere for number in numbers),
            promised=sum(item.state in _DUE or item.is_late(self._now) for item in promises),
            kept=sum(item.state is PromiseState.KEPT for item in promises),
            judged=len(judged),
            solved=sum(item.solved is True for item in judged),
            duplicates=sum(self._ruled[DUPLICATE][number] for number in numbers),
            overheard=sum(self._ruled[OVERHEARD][number] for number in numbers),
        )

    def _ended(self, records: Records) -> dict[int, str]:
        """Give what became of each conversation with a question: one of OUTCOMES."""
        handed = {item.conversation_id for item in records.decided if item.hand_off}
        by_people = {item.conversation_id for item in records.spoken if item.by_person}
        open_still = {wait.conversation_id for wait in records.waits if wait.answer_at is None}

        def outcome(number: int) -> str:
            if number in handed:
                return "handed_off"
            if number in open_still:
                return "waiting"
            return "taken_up" if number in by_people else "contained"

        return {number: outcome(number) for number in self.asked}

    def _waited(self, places: Iterable[Place]) -> dict[int, list[_Span]]:
        """Give how long each wait was, those of one calendar together."""
        by_calendar: dict[int, tuple[Calendar, list[int]]] = {}
        for place in places:
            if place.conversation_id in self.asked:
                calendar = self._calendars.of(channel=place.channel, topic=place.topic)
                by_calendar.setdefault(id(calendar), (calendar, []))[1].append(place.conversation_id)
        found: dict[int, list[_Span]] = {}
        for calendar, numbers in by_calendar.values():
            waits = {number: self._waits[number] for number in numbers}
            opening = Opening(
                calendar, (at for each in waits.values() for wait in each for at in _moments(wait))
            )
            found |= {number: [_span(wait, opening) for wait in each] for number, each in waits.items()}
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """How long a wait was, in seconds: to the first word and to the first answer; None: not yet."""

    word: float | None
    word_open: float | None
    answer: float | None
    answer_open: float | None


def _moments(wait: Response) -> Iterator[datetime]:
    yield wait.since
    yield from (at for at in (wait.any_at, wait.answer_at) if at is not None)


def _span(wait: Response, opening: Opening) -> _Span:
    def open_until(at: datetime | None) -> float | None:
        return None if at is None else opening.between(wait.since, at).total_seconds()

    return _Span(
        word=_seconds(wait, wait.any_at),
        word_open=open_until(wait.any_at),
        answer=_seconds(wait, wait.answer_at),
        answer_open=open_until(wait.answer_at),
    )


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
    known: dict[str, str] = {}  # the bot says many things word for word again
    for item in records.spoken:
        if item.conversation_id in found:
            continue
        if item.text not in known:
            fault = next(faults_of(Fault.ELSEWHERE, item.text, own), None)
            known[item.text] = fault.words if fault is not None else ""
        if known[item.text]:
            found[item.conversation_id] = known[item.text]
    return found
