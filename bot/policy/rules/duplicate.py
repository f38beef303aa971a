"""A public post that says the same again belongs to the open case, and has a short word of its own."""

from __future__ import annotations

from bot.model.case import FollowUpKind
from bot.model.effects import Effect, HandOff, Outcome, Reply, Schedule
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.policy.limits import room_at
from bot.policy.people import ACKNOWLEDGED, ask_person, is_acknowledged, owe_waiting
from bot.policy.repeating import repeats, waiting_posts
from bot.policy.situation import Ruling, Situation
from bot.policy.timing import STALE

AGAIN = "_again"


def duplicate(case: Situation) -> Ruling | None:
    """Name the case and the promised time in fresh words; over a cap the post waits, or a person answers."""
    why = repeats(case)
    if not why:
        return None
    if case.said_enough:
        return over_a_cap(case, why)
    closed = _closed(case)
    if closed and not is_acknowledged(case):
        return ask_person(case, HandOffReason.REPEATED, (why,))
    wanted = HandOff(reason=HandOffReason.REPEATED, topic=case.conversation.case.topic)
    reply = Reply(template=AGAIN, purpose=Purpose.HAND_OFF, fresh=True)
    known = (why, ACKNOWLEDGED) if closed else (why,)
    return Ruling(outcome=Outcome.HAND_OFF, effects=(wanted, *_owed(case), reply), why=known)


def _closed(case: Situation) -> bool:
    calendar = case.timetable().calendar
    return not calendar.is_open(case.now) and calendar.next_opening(case.now) is not None


def _owed(case: Situation) -> tuple[Effect, ...]:
    promised = case.promise
    if case.awaits_person and promised is not None and promised.at > case.now:
        return ()
    return owe_waiting(case.conversation, case.timetable(), case.now)


def over_a_cap(case: Situation, why: str) -> Ruling:
    """Let the post wait for room under the caps, or leave it to a person where that would take too long."""
    because = (why, case.said_enough)
    room = room_at(case.conversation, case.knowledge, case.now)
    at = case.timetable().polite(room) if room is not None else None
    crowd = len(waiting_posts(case.conversation)) >= case.knowledge.settings.limits.public_per_day
    if at is None or at - case.last.received_at > STALE or crowd:
        wanted = HandOff(reason=HandOffReason.TOO_MANY, silenced=len(case.messages))
        return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=because)
    owed = [item.at for item in case.conversation.follow_ups if item.kind is FollowUpKind.AGAIN]
    later = Schedule(kind=FollowUpKind.AGAIN, at=min([at, *owed]))
    wanted = HandOff(reason=HandOffReason.REPEATED, topic=case.conversation.case.topic)
    local = case.calendar.local(at)
    waits = f"it has its answer when there is room, about {local:%Y-%m-%d %H:%M}"
    return Ruling(outcome=Outcome.SILENT, effects=(wanted, later), why=(*because, waits))
