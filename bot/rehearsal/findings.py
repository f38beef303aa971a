"""What no customer should meet, looked for in what was committed and sent, not in what the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.hours import Calendar
from bot.model.message import FROM_CUSTOMER, Letter, Purpose
from bot.model.traits import Traits
from bot.rehearsal.hours import calendar_of, in_quiet
from bot.rehearsal.report import Finding, Message, Promise, Result, Sort
from bot.rehearsal.tale import Tale
from bot.rehearsal.watching import Said, Turned

_GAPS = re.compile(r"  | [,.;:](?=\s|$)|\{\{|\}\}|\{%|“”|\(\)|\bNone\b|\(\s|,\s*,|\.\.(?!\.)(?<!\.\.\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One conversation to be looked over, with what was worked out about it already."""

    tale: Tale
    customer: str
    messages: tuple[Message, ...]
    promises: tuple[Promise, ...]


def findings(
    cases: Iterable[Case], knowledge: Knowledge, traits: Mapping[str, Traits]
) -> tuple[Finding, ...]:
    """Look every conversation over; findings come in the order of time."""
    found = [
        item
        for case in cases
        for look in (_lost, _second_acknowledgements, _promises, _unasked, _words, _twice)
        for item in look(case, knowledge, traits)
    ]
    return tuple(sorted(found, key=lambda item: (item.at, item.conversation)))


def _lost(case: Case, knowledge: Knowledge, _traits: Mapping[str, Traits]) -> Iterator[Finding]:
    for message in case.messages:
        if message.result is Result.LOST:
            yield _finding(case, knowledge, Sort.NO_OUTCOME, message.at, f"nothing came of “{message.text}”")


def _second_acknowledgements(
    case: Case, knowledge: Knowledge, _traits: Mapping[str, Traits]
) -> Iterator[Finding]:
    """Find two acknowledgements that name the same opening."""
    named: set[tuple[datetime | None, ...]] = set()
    for said in case.tale.said:
        if said.outbound.letter.purpose is not Purpose.ACKNOWLEDGEMENT:
            continue
        opening = tuple(calendar.next_opening(said.at) for calendar in _calendars(case, knowledge))
        if opening in named:
            text = f"acknowledged again in one closed period: “{said.outbound.letter.text}”"
            yield _finding(case, knowledge, Sort.SECOND_ACKNOWLEDGEMENT, said.at, text)
        named.add(opening)


def _promises(case: Case, knowledge: Knowledge, _traits: Mapping[str, Traits]) -> Iterator[Finding]:
    calendars = tuple(_calendars(case, knowledge))
    for promise in case.promises:
        if not any(calendar.is_open(promise.due_at) for calendar in calendars):
            text = f"promised for {promise.due_at:%a %d %b %H:%M}, when the brand is closed"
            yield _finding(case, knowledge, Sort.PROMISE_WHEN_CLOSED, promise.made_at, text)


def _unasked(case: Case, knowledge: Knowledge, _traits: Mapping[str, Traits]) -> Iterator[Finding]:
    """Find what was said by itself in quiet hours: to a customer who had not just written."""
    prompted = [turn for turn in case.tale.turns if _heard(turn)]
    for said in case.tale.said:
        letter = said.outbound.letter
        if not letter.purpose.automatic or not in_quiet(knowledge, said.at):
            continue
        if letter.purpose is Purpose.FOLLOW_UP or not any(letter in turn.result.letters for turn in prompted):
            text = f"said by itself in quiet hours: “{letter.text}”"
            yield _finding(case, knowledge, Sort.IN_QUIET_HOURS, said.at, text)


def _words(case: Case, knowledge: Knowledge, traits: Mapping[str, Traits]) -> Iterator[Finding]:
    for said in _automatic(case):
        letter, channel = said.outbound.letter, traits[said.outbound.channel]
        limit = channel.limits[letter.surface]
        if channel.count(letter.text) > limit:
            text = f"{channel.count(letter.text)} characters where {limit} fit: “{letter.text}”"
            yield _finding(case, knowledge, Sort.TOO_LONG, said.at, text)
        if _GAPS.search(letter.text):
            yield _finding(case, knowledge, Sort.GAP, said.at, f"a gap was left open: “{letter.text}”")


def _twice(case: Case, knowledge: Knowledge, _traits: Mapping[str, Traits]) -> Iterator[Finding]:
    before: Letter | None = None
    for said in case.tale.said:
        letter = said.outbound.letter
        if letter.purpose.automatic and before is not None and letter.text == before.text:
            text = f"said twice in a row: “{letter.text}”"
            yield _finding(case, knowledge, Sort.SAID_TWICE, said.at, text)
        before = letter


def _automatic(case: Case) -> Iterator[Said]:
    return (item for item in case.tale.said if item.outbound.letter.purpose.automatic)


def _heard(turn: Turned) -> bool:
    return any(inbound.kind in FROM_CUSTOMER for _row, inbound in turn.inbound)


def _calendars(case: Case, knowledge: Knowledge) -> Iterator[Calendar]:
    """Give the hours that held: those of the channel, and of each topic the conversation had."""
    conversations = [turn.result.conversation for turn in case.tale.turns]
    places = {(item.channel, item.case.topic) for item in conversations}
    for channel, topic in sorted(places):
        yield calendar_of(knowledge, channel, topic)


def _finding(case: Case, knowledge: Knowledge, sort: Sort, at: datetime, text: str) -> Finding:
    return Finding(
        sort=sort,
        conversation=case.tale.number,
        customer=case.customer,
        at=knowledge.calendar.local(at),
        text=text,
    )
