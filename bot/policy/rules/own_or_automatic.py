"""The bot never talks to itself, to another bot, or in circles, and keeps its caps."""

from __future__ import annotations

from datetime import timedelta

from bot.model.effects import HandOff, HandOffReason, Outcome
from bot.model.message import Surface
from bot.policy.situation import Ruling, Situation

SAME_TEXT = 3
"""After this many equal texts in a row, answered each time, a person looks."""


def own_or_automatic(case: Situation) -> Ruling | None:
    """Keep quiet towards our own and other automatic authors; ask a person where answers go in circles."""
    author = case.last.author
    if author.is_brand or author.is_bot:
        who = "the brand itself" if author.is_brand else "a bot"
        return Ruling(outcome=Outcome.SILENT, why=(f"written by {who}",))
    if case.last.silence_because:
        return _to_person(HandOffReason.PLATFORM_FORBIDS, case.last.silence_because)
    if case.state.repeats >= SAME_TEXT:
        return _to_person(HandOffReason.LOOP, f"the same text {case.state.repeats} times in a row")
    said, most = _said_last_hour(case), _most_an_hour(case)
    if said >= most:
        return _to_person(HandOffReason.LOOP, f"{said} automatic messages in the last hour; at most {most}")
    return None


def _said_last_hour(case: Situation) -> int:
    return sum(1 for at in case.state.automatic if case.now - at < timedelta(hours=1))


def _most_an_hour(case: Situation) -> int:
    limits = case.knowledge.settings.limits
    public = case.conversation.surface is Surface.PUBLIC
    return limits.public_per_hour if public else limits.private_per_hour


def _to_person(reason: HandOffReason, why: str) -> Ruling:
    return Ruling(outcome=Outcome.SILENT, effects=(HandOff(reason=reason),), why=(why,))
