"""While a person has the conversation, the bot is silent."""

from __future__ import annotations

from bot.knowledge.intents import Means
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.effects import MoveCase, Outcome, Schedule
from bot.policy.situation import Ruling, Situation
from bot.policy.text import PLEASANTRIES


def with_agent(case: Situation) -> Ruling | None:
    """Stay silent while an agent has taken over; if they never answer, the customer is not forgotten."""
    until = case.state.silent_until
    if until is None or not case.taken_over or not case.from_person:
        return None
    local, hours = case.calendar.local(until), case.timetable()
    why = f"{case.state.agent} has taken over; the bot is silent until {local:%Y-%m-%d %H:%M}"
    if _asks_nothing(case):
        closing = case.now + case.knowledge.settings.follow_ups.give_up_after
        ending = Schedule(kind=FollowUpKind.GIVE_UP, at=hours.polite(closing))
        effects = (ending, *case.wait_over)
        return Ruling(outcome=Outcome.SILENT, effects=effects, why=(why, "the customer asks for nothing"))
    ladder = hours.follow_ups.reassure_every
    soonest = max(until, case.now + ladder[0]) if ladder else until
    forgotten = Schedule(kind=FollowUpKind.REASSURE, at=hours.polite(soonest))
    followed = MoveCase(status=CaseStatus.WITH_AGENT)
    return Ruling(outcome=Outcome.SILENT, effects=(followed, forgotten), why=(why,))


def _asks_nothing(case: Situation) -> bool:
    """Whether the customer only thanks or greets, and no promise is open."""
    if case.promise is not None:
        return False
    if case.plain_text in PLEASANTRIES and len(case.messages) == 1:
        return True
    best, sure = case.best, case.knowledge.settings.matching.answer_above
    intent = case.intent(best.intent) if best is not None and best.confidence >= sure else None
    return intent is not None and intent.means in {Means.GREETING, Means.THANKS}
