"""Makes the report of a rehearsal from what was played: conversations, figures and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.model.message import Purpose
from bot.rehearsal.findings import Case, findings
from bot.rehearsal.hours import closed_spans, in_quiet, quiet_spans
from bot.rehearsal.people import People
from bot.rehearsal.promises import promises_of, waits_of
from bot.rehearsal.report import (
    Desk,
    Entry,
    Mark,
    Night,
    Promise,
    Report,
    Result,
    Span,
    Summary,
    Talk,
    Wait,
    Who,
)
from bot.rehearsal.script import Line, channel_of
from bot.rehearsal.stage import Played
from bot.rehearsal.tale import Tale
from bot.settings.values import Mode


def report_of(played: Played, *, answering: bool) -> Report:
    """Tell what came of a rehearsal; `answering` says that drafts were sent as if they were answers."""
    knowledge = played.knowledge
    local = knowledge.calendar.local
    tales = _tales(played)
    promises = promises_of(played.promises, local)
    cases = tuple(_case(tale, played, promises.get(tale.number, ())) for tale in tales)
    found = findings(cases, knowledge, played.traits)
    waits = waits_of(played.responses, local)
    left = frozenset(played.people.waiting)
    odd = frozenset(item.conversation for item in found)
    return Report(
        brand=knowledge.settings.brand.name,
        version=knowledge.version,
        zone=knowledge.calendar.zone.key,
        source=played.script.source,
        since=local(played.script.since),
        until=local(played.ended),
        answering=answering,
        notes=tuple(_notes(played)),
        summary=_summary(cases, waits, played),
        desk=_desk(played.people, played),
        findings=found,
        messages=tuple(
            sorted((m for case in cases for m in case.messages), key=lambda m: (m.at, m.conversation))
        ),
        talks=tuple(_talk(case, played, left=left, odd=odd) for case in cases),
        closed=_local_spans(closed_spans(knowledge.calendar, played.script.since, played.ended), played),
        quiet=_local_spans(quiet_spans(knowledge, played.script.since, played.ended), played),
    )


def _tales(played: Played) -> tuple[Tale, ...]:
    tales: dict[int, Tale] = {}
    for event in played.events:
        if event.conversation not in tales:
            tales[event.conversation] = Tale(number=event.conversation, knowledge=played.knowledge)
        tales[event.conversation].tell(event)
    return tuple(tales.values())


def _case(tale: Tale, played: Played, promises: tuple[Promise, ...]) -> Case:
    line = _line(tale, played)
    return Case(
        tale=tale,
        customer=f"{line.name} ({line.customer})" if line.name else line.customer,
        messages=tuple(tale.messages()),
        promises=promises,
    )


def _line(tale: Tale, played: Played) -> Line:
    """Give the line by which the customer is known."""
    return played.lines[tale.heard[0].message_id]


def _talk(case: Case, played: Played, *, left: frozenset[int], odd: frozenset[int]) -> Talk:
    tale = case.tale
    line = _line(tale, played)
    conversation = tale.conversation
    entries = tuple(sorted((*_dues(case), *tale.entries), key=lambda entry: entry.at))
    return Talk(
        conversation=tale.number,
        customer=line.customer,
        name=line.name,
        channel=line.address,
        language=conversation.state.language if conversation is not None else "",
        reference=conversation.case.reference if conversation is not None else "",
        followers=line.followers,
        entries=entries,
        promises=case.promises,
        marks=tuple(_marks(case, entries, is_left=tale.number in left, is_odd=tale.number in odd)),
    )


def _dues(case: Case) -> Iterator[Entry]:
    """Give a line for each promise where it falls due."""
    for promise in case.promises:
        if promise.state != "released":
            text = f"promised by {promise.due_at:%a %d %b %H:%M}: {promise.state}"
            yield Entry(at=promise.due_at, who=Who.NOTE, kind="promise", text=text)


def _marks(case: Case, entries: Sequence[Entry], *, is_left: bool, is_odd: bool) -> Iterator[Mark]:
    """Say what is remarkable about a conversation, the gravest first."""
    states = {promise.state for promise in case.promises}
    kinds = {entry.kind for entry in entries}
    told = {
        Mark.FINDING: is_odd,
        Mark.WAITING: is_left,
        Mark.BROKEN: "broken" in states,
        Mark.LATE: "renewed" in states,
        Mark.DRAFT: "draft" in kinds,
        Mark.NIGHT: any(entry.night and entry.who is Who.BOT for entry in entries),
        Mark.PERSON: "person_asked" in kinds,
    }
    yield from (mark for mark in Mark if told[mark])


def _notes(played: Played) -> Iterator[str]:
    """Say what is not as it would be in life."""
    settings = played.knowledge.settings
    if played.script.invented:
        yield "The customers are invented."
    if played.people.staff.count:
        yield "The people who answer are invented too."
    for name in sorted({channel_of(line.address) for line in played.script.lines}):
        title = played.traits[name].title
        channel = settings.channels.get(name)
        if channel is None:
            yield f"{title} is not in settings.toml: it is rehearsed as if it answered by itself."
        elif channel.mode is Mode.DRAFT:
            yield f"{title} is in mode draft: the bot's words wait for a person."
        elif channel.mode is Mode.ACKNOWLEDGE:
            yield f"{title} is in mode acknowledge: the bot answers nothing by itself."


def _summary(cases: Sequence[Case], waits: Sequence[Wait], played: Played) -> Summary:
    messages = [message for case in cases for message in case.messages]
    said = [item for case in cases for item in case.tale.said]
    purposes = Counter(item.outbound.letter.purpose for item in said)
    first = [_seconds(wait.any_at, wait) for wait in waits if wait.any_at is not None]
    answers = [_seconds(wait.answer_at, wait) for wait in waits if wait.answer_at is not None]
    longest = max(waits, key=lambda wait: _seconds(wait.answer_at, wait, played.ended), default=None)
    return Summary(
        messages=len(messages),
        customers=len({line.customer for line in played.lines.values()}),
        results={result.value: sum(m.result is result for m in messages) for result in Result},
        languages=_counted(_language(case) for case in cases),
        channels=_counted(_line(case.tale, played).address for case in cases),
        handed_over=sum(any(e.kind == "person_asked" for e in case.tale.entries) for case in cases),
        warnings=sum(entry.kind == "warned" for case in cases for entry in case.tale.entries),
        drafts=sum(entry.kind == "draft" for case in cases for entry in case.tale.entries),
        follow_ups=purposes[Purpose.FOLLOW_UP],
        person_answers=purposes[Purpose.AGENT],
        promises=_promise_counts(cases),
        first_word_median=median(first) if first else None,
        first_word_longest=max(first, default=None),
        answer_median=median(answers) if answers else None,
        answer_longest=_seconds(longest.answer_at, longest, played.ended) if longest is not None else None,
        longest_wait_of=_customer(longest, cases) if longest is not None else "",
        night=_night(cases, played),
    )


def _promise_counts(cases: Sequence[Case]) -> dict[str, int]:
    states = ("made", "kept", "renewed", "broken", "open", "released")
    counts = Counter(promise.state for case in cases for promise in case.promises)
    counts["made"] = sum(counts.values())
    return {state: counts[state] for state in states}


def _night(cases: Sequence[Case], played: Played) -> tuple[Night, ...]:
    said = Counter(
        item.outbound.letter.purpose.value
        for case in cases
        for item in case.tale.said
        if item.outbound.letter.purpose.automatic and in_quiet(played.knowledge, item.at)
    )
    return tuple(Night(purpose=purpose, count=count) for purpose, count in sorted(said.items()))


def _language(case: Case) -> str:
    conversation = case.tale.conversation
    return conversation.state.language if conversation is not None else ""


def _customer(wait: Wait, cases: Sequence[Case]) -> str:
    return next((case.customer for case in cases if case.tale.number == wait.conversation), "")


def _counted(values: Iterator[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _seconds(end: datetime | None, wait: Wait, ended: datetime | None = None) -> float:
    until = end or ended
    return (until - wait.since) / timedelta(seconds=1) if until is not None else 0.0


def _desk(people: People, played: Played) -> Desk:
    local = played.knowledge.calendar.local
    worked = [item for item in people.queue if played.knowledge.calendar.is_open(item[0])]
    longest = max(worked, key=lambda item: item[1], default=None)
    empty = [moment for moment, size in worked if size == 0]
    return Desk(
        people=people.staff.count,
        answer_minutes=people.staff.answer_in / timedelta(minutes=1),
        answered=people.answered,
        longest_queue=longest[1] if longest is not None else 0,
        longest_queue_at=local(longest[0]) if longest is not None else None,
        empty_at=local(empty[-1]) if empty and not people.waiting else None,
        left_waiting=len(people.waiting),
        queue=tuple((local(moment), size) for moment, size in people.queue),
    )


def _local_spans(spans: Iterator[tuple[datetime, datetime]], played: Played) -> tuple[Span, ...]:
    local = played.knowledge.calendar.local
    return tuple(Span(start=local(start), end=local(end)) for start, end in spans)
