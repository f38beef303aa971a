"""The bot never talks to itself, to another bot, or in circles, and keeps its caps."""

from __future__ import annotations

from bot.model.effects import HandOff, Outcome
from bot.model.hand_off import HandOffReason
from bot.policy.authors import who_is_automatic
from bot.policy.loops import circles
from bot.policy.repeating import repeats
from bot.policy.situation import Ruling, Situation

SAME_TEXT = 3
"""After this many equal texts in a row, answered each time, a person looks."""


def own_or_automatic(case: Situation) -> Ruling | None:
    """Keep quiet towards our own and other automatic authors; ask a person where answers go in circles."""
    if not case.from_person:
        who = who_is_automatic(case.last.author, case.knowledge)
        return Ruling(outcome=Outcome.SILENT, effects=case.wait_over, why=(f"written by {who}",))
    forbidden = [message.silence_because for message in case.messages if message.silence_because]
    if forbidden:
        return _to_person(HandOffReason.PLATFORM_FORBIDS, forbidden[0])
    if case.is_stale:
        return _to_person(HandOffReason.STALE, "more than a day old: the bot does not answer it any more")
    again = repeats(case) != ""
    circling = ("" if again else _same_text(case)) or circles(case.conversation)
    if circling:
        return _to_person(HandOffReason.LOOP, circling)
    if case.said_enough and not again:
        return _to_person(HandOffReason.TOO_MANY, case.said_enough, silenced=len(case.messages))
    return None


def _same_text(case: Situation) -> str:
    times = case.state.repeats
    return f"the same text {times} times in a row" if times >= SAME_TEXT else ""


def _to_person(reason: HandOffReason, why: str, *, silenced: int = 0) -> Ruling:
    wanted = HandOff(reason=reason, silenced=silenced)
    return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=(why,))
