"""The bot never talks to itself, to another bot, or in circles, and keeps its caps."""

from __future__ import annotations

from bot.model.effects import HandOff, HandOffReason, Outcome
from bot.policy.situation import Ruling, Situation
from bot.policy.timing import STALE

SAME_TEXT = 3
"""After this many equal texts in a row, answered each time, a person looks."""


def own_or_automatic(case: Situation) -> Ruling | None:
    """Keep quiet towards our own and other automatic authors; ask a person where answers go in circles."""
    author = case.last.author
    if author.is_brand or author.is_bot:
        who = "the brand itself" if author.is_brand else "a bot"
        return Ruling(outcome=Outcome.SILENT, effects=case.wait_over, why=(f"written by {who}",))
    forbidden = [message.silence_because for message in case.messages if message.silence_because]
    if forbidden:
        return _to_person(HandOffReason.PLATFORM_FORBIDS, forbidden[0])
    if case.now - case.last.received_at > STALE:
        return _to_person(HandOffReason.STALE, "more than a day old: the bot does not answer it any more")
    if case.state.repeats >= SAME_TEXT:
        return _to_person(HandOffReason.LOOP, f"the same text {case.state.repeats} times in a row")
    said, most = case.said_last_hour, case.most_an_hour
    if said >= most:
        return _to_person(HandOffReason.LOOP, f"{said} automatic messages in the last hour; at most {most}")
    return None


def _to_person(reason: HandOffReason, why: str) -> Ruling:
    return Ruling(outcome=Outcome.SILENT, effects=(HandOff(reason=reason),), why=(why,))
