"""Which clocks run in a conversation, when people must be told, and what they are told.

Clocks say nothing to customers. An acknowledgement stops none of them but the one for acknowledging.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, Priority
from bot.model.conversation import Conversation
from bot.model.effects import Alert, ClockTold, Decision
from bot.model.message import Surface
from bot.model.sla import Clock, ClockName, Stage
from bot.model.traits import Traits
from bot.model.turn import TaskKind
from bot.policy.situation import own_promise_of, promise_of
from bot.policy.timing import Timetable, timetable
from bot.policy.waking import Waking

_WORDS = {
    ClockName.ACKNOWLEDGE: "a first sign of life",
    ClockName.FIRST_ANSWER: "the first answer",
    ClockName.NEXT_ANSWER: "the next answer",
    ClockName.RESOLUTION: "the solution",
    ClockName.PUBLIC_ANSWER: "an answer to this public post",
    ClockName.PUBLIC_RESOLUTION: "the solution of this public complaint",
    ClockName.OUT_OF_HAND: "the last moment before this public complaint is out of hand",
    ClockName.PROMISE: "the answer promised to the customer",
    ClockName.WINDOW: "the last moment at which the platform lets us write",
}

_TOGETHER = timedelta(minutes=30)
"""A promise and an answer due within this of each other are warned of once."""

_GRAVITY = tuple(ClockName)
"""Where several clocks are over at once, people are told of the last of these."""


def running(conversation: Conversation, knowledge: Knowledge, traits: Traits) -> tuple[Clock, ...]:
    """Give the clocks that run: none unless a person owes the next word."""
    if not conversation.case.is_for_people:
        return ()
    hours = timetable(conversation, knowledge, traits)
    answers = tuple(_answer_clocks(conversation, hours))
    rest = (*_case_clocks(conversation, hours), *_outer_clocks(conversation, hours, answers))
    return (*answers, *rest)


def _answer_clocks(conversation: Conversation, hours: Timetable) -> Iterator[Clock]:
    """Time the customer's first unanswered message."""
    since, sla = conversation.unanswered_since, hours.sla
    if since is None:
        return
    told = promise_of(conversation) is not None or any(used.at >= since for used in conversation.state.used)
    if not told and conversation.case.status is CaseStatus.WAITING_FOR_AGENT:
        yield Clock(name=ClockName.ACKNOWLEDGE, since=since, due=since + sla.acknowledge)
    first = conversation.case.answered_at is None
    name = ClockName.FIRST_ANSWER if first else ClockName.NEXT_ANSWER
    due = hours.calendar.add_open_time(since, sla.first_answer if first else sla.next_answer)
    if due is not None:
        yield Clock(name=name, since=since, due=due)
    if conversation.surface is Surface.PUBLIC:
        yield _social(conversation, hours, ClockName.PUBLIC_ANSWER, since, sla.public_post[0])


def _case_clocks(conversation: Conversation, hours: Timetable) -> Iterator[Clock]:
    """Time the case since it was opened."""
    opened, sla = conversation.case.opened_at, hours.sla
    if sla.resolution is not None:
        due = hours.calendar.add_open_time(opened, sla.resolution)
        if due is not None:
            yield Clock(name=ClockName.RESOLUTION, since=opened, due=due)
    if conversation.surface is Surface.PUBLIC:
        _answered, solved, lost = sla.public_post
        yield _social(conversation, hours, ClockName.PUBLIC_RESOLUTION, opened, solved)
        yield _social(conversation, hours, ClockName.OUT_OF_HAND, opened, lost)


def _outer_clocks(
    conversation: Conversation, hours: Timetable, answers: tuple[Clock, ...]
) -> Iterator[Clock]:
    """Time what others hold us to: the promised hour, unless an answer is due then anyway, and the window."""
    promised = own_promise_of(conversation)  # one made elsewhere is timed there
    if promised is not None:
        same = [clock for clock in answers if abs(clock.due - promised.at) <= _TOGETHER]
        if not same:
            since = promised.at - timedelta(days=1)
            yield Clock(name=ClockName.PROMISE, since=since, due=promised.at)
    heard = conversation.state.heard_at
    if hours.closes is not None and heard is not None and conversation.unanswered_since is not None:
        yield Clock(name=ClockName.WINDOW, since=heard, due=hours.closes)


def _social(
    conversation: Conversation, hours: Timetable, name: ClockName, since: datetime, span: timedelta
) -> Clock:
    return Clock(name=name, since=since, due=since + span / hours.sla.faster(conversation.contact.followers))


def next_look(conversation: Conversation, knowledge: Knowledge, traits: Traits) -> datetime | None:
    """Give when people must next be told something, past moments included; None if never."""
    warn_before, told = knowledge.settings.sla.warn_before, conversation.state.told
    moments = [
        at
        for clock in running(conversation, knowledge, traits)
        for stage, at in clock.stages(warn_before)
        if clock.key(stage) not in told and _is_told(clock, stage)
    ]
    return min(moments, default=None)


def _is_told(clock: Clock, stage: Stage) -> bool:
    """A promise that falls due has a follow-up of its own; people only need the warning."""
    return clock.name is not ClockName.PROMISE or stage is Stage.WARNING


def look_at_clocks(waking: Waking) -> Decision:
    """Tell people of every stage that has been reached since they were last told."""
    conversation, now = waking.conversation, waking.now
    warn_before, told = waking.hours.sla.warn_before, conversation.state.told
    fresh: list[tuple[Stage, Clock]] = []
    keys: list[str] = []
    for clock in running(conversation, waking.knowledge, waking.traits):
        reached = [stage for stage, at in clock.stages(warn_before) if at <= now and _is_told(clock, stage)]
        keys += [clock.key(stage) for stage in reached]
        if reached and clock.key(reached[-1]) not in told:
            fresh.append((reached[-1], clock))
    known = ClockTold(keys=tuple(keys))
    if not fresh:
        return waking.silent((known,), "nothing is late any more")
    stage, clock = max(fresh, key=lambda item: (item[0] is Stage.BREACH, _GRAVITY.index(item[1].name)))
    alert = _alert(waking, clock, stage)
    return waking.silent((alert, known), f"people are told: {alert.text}")


def _alert(waking: Waking, clock: Clock, stage: Stage) -> Alert:
    breach = stage is Stage.BREACH
    topic = waking.conversation.case.topic
    local = waking.hours.calendar.local(clock.due)
    was = "was" if breach else "is"
    return Alert(
        text=f"{_WORDS[clock.name].capitalize()} {was} due {local:%Y-%m-%d %H:%M}",
        kind=TaskKind.SLA,
        reason=f"{clock.name}:{stage}:{int(clock.due.timestamp())}",
        priority=Priority.HIGH if breach else Priority.NORMAL,
        people=waking.knowledge.settings.people_for(topic, escalate=breach),
    )
