"""Closed: say when people are back and promise a time, once in a closed period."""

from __future__ import annotations

from bot.policy.people import ask_person
from bot.policy.rules.hand_off import reason_for
from bot.policy.situation import Ruling, Situation


def off_hours(case: Situation) -> Ruling | None:
    """Acknowledge with the next opening; silent where that opening was named already."""
    if case.calendar.is_open(case.now) or case.calendar.next_opening(case.now) is None:
        return None
    return ask_person(case, reason_for(case), ("not sure enough to answer",))
