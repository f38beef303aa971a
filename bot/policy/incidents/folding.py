"""What an incident takes off people's hands: its customers wait for its next word, not for a person."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import Cancel, Effect, EndPromise, MoveCase, Schedule
from bot.model.incident import Announcement
from bot.model.promise import PromiseState
from bot.policy.situation import promise_of
from bot.policy.timing import Timetable

_OTHERS = frozenset(FollowUpKind) - {FollowUpKind.PROMISE}


def fold(
    conversation: Conversation, said: Announcement, knowledge: Knowledge, hours: Timetable, now: datetime
) -> tuple[Effect, ...]:
    """Take the conversation out of people's queue; nothing where a person is asked about something else.

    A promise made before is renewed: the customer is told the incident's next time.
    """
    if waits_for_else(conversation, said, knowledge):
        return ()
    promised = (EndPromise(state=PromiseState.RENEWED),) if promise_of(conversation) is not None else ()
    closing = hours.polite(now + knowledge.settings.follow_ups.give_up_after)
    return (
        Cancel(kinds=_OTHERS),
        *promised,
        MoveCase(status=CaseStatus.ANSWERED),
        Schedule(kind=FollowUpKind.GIVE_UP, at=closing),
    )


def waits_for_else(conversation: Conversation, said: Announcement, knowledge: Knowledge) -> bool:
    """Tell whether a person owes this customer an answer that the incident does not give."""
    case = conversation.case
    if case.status is CaseStatus.WITH_AGENT:
        return True
    if case.status is not CaseStatus.WAITING_FOR_AGENT or not case.intent:
        return False
    intent = knowledge.intents.get(case.intent)
    return case.intent not in said.intents and (intent is None or intent.topic not in said.topics)
