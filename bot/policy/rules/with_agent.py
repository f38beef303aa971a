"""While a person has the conversation, the bot is silent."""

from __future__ import annotations

from bot.model.case import FollowUpKind
from bot.model.effects import Outcome, Schedule
from bot.policy.situation import Ruling, Situation
from bot.policy.timing import polite


def with_agent(case: Situation) -> Ruling | None:
    """Stay silent while an agent has taken over; if they never answer, the customer is not forgotten."""
    until = case.state.silent_until
    if not case.state.agent or until is None or case.now >= until:
        return None
    why = f"{case.state.agent} has taken over; the bot is silent until {until:%Y-%m-%d %H:%M} UTC"
    forgotten = Schedule(kind=FollowUpKind.REASSURE, at=polite(case.knowledge, until))
    return Ruling(outcome=Outcome.SILENT, effects=(forgotten,), why=(why,))
