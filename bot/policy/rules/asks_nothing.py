"""A message that asks for nothing, after something was said, needs no answer and no person."""

from __future__ import annotations

from bot.model.case import CaseStatus
from bot.model.effects import Outcome
from bot.policy.people import leave
from bot.policy.situation import Ruling, Situation
from bot.policy.text import PLEASANTRIES


def asks_nothing(case: Situation) -> Ruling | None:
    """Let an "ok" or a lone emoji be, unless it is the customer's first word."""
    if len(case.messages) > 1 or case.plain_text not in PLEASANTRIES or not case.state.used:
        return None
    settled = leave(case, CaseStatus.ANSWERED)
    effects = (*settled, *case.wait_over)
    return Ruling(outcome=Outcome.SILENT, effects=effects, why=("the message asks for nothing",))
