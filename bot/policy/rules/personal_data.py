"""Who shows personal data in public is asked, in one line, to delete it and to go on in private."""

from __future__ import annotations

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.effects import Effect, HandOff, Invite, Outcome, Reply, Schedule, Understood
from bot.model.message import MASKED, Purpose, Surface
from bot.policy.people import leave
from bot.policy.situation import Ruling, Situation
from bot.policy.sureness import is_sure, person_reason


def personal_data(case: Situation) -> Ruling | None:
    """Answer a public message that shows personal data; what it asks is answered in private.

    The data was masked before the message was stored, and no value of a slot is taken from it.
    """
    kinds = dict.fromkeys(message.payload[MASKED] for message in case.messages if MASKED in message.payload)
    if case.conversation.surface is not Surface.PUBLIC or not kinds:
        return None
    why = (f"shows personal data in public ({', '.join(kinds)}): it was masked before it was stored",)
    line = Reply(template="_personal_data", purpose=Purpose.ANSWER)
    return Ruling(outcome=Outcome.ANSWER, effects=(*_about(case), Invite(), line), why=why)


def _about(case: Situation) -> tuple[Effect, ...]:
    """Remember what the customer asks; a person has what is for people, else the customer is waited for."""
    best, sure = case.best, is_sure(case.match, case.knowledge.settings.matching)
    intent = case.intent(best.intent) if best is not None and sure else None
    about = (Understood(intent=intent.name, topic=intent.topic),) if intent is not None else ()
    wanted = person_reason(case, intent) if intent is not None else None
    if intent is not None and wanted is not None:
        asked = HandOff(reason=wanted, topic=intent.topic, priority=intent.priority)
        return (*about, asked)
    return (*about, *waiting_in_private(case))


def waiting_in_private(case: Situation) -> tuple[Effect, ...]:
    """Wait for the customer to write in private: nobody is reminded of that in public."""
    left = leave(case, CaseStatus.WAITING_FOR_CUSTOMER)
    return tuple(
        item for item in left if not (isinstance(item, Schedule) and item.kind is FollowUpKind.REMIND)
    )
