"""Many authors never seen before, alike words, a short time: one alarm to people, and no replies."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from bot.knowledge.intents import Means
from bot.knowledge.tone import Tone
from bot.model.case import Priority
from bot.model.effects import Alert, Outcome
from bot.policy.situation import Ruling, Situation
from bot.policy.text import plain

REASON = "brigade"

_HOSTILE = frozenset({Tone.INSULT, Tone.SCANDAL, Tone.DARK, Tone.IRONY, Tone.CHORUS, Tone.JOKE})
_STILL_HEARD = frozenset({Tone.SELF_HARM, Tone.THREAT, Tone.MINOR})
_ALIKE_HOSTILE, _COPIED = 75.0, 92.0
_FEWEST_WORDS = 6
"""Shorter texts are alike by chance, unless they are hostile."""

_BESIDE = re.compile(r"https?://\S+|[@#]\w+")


def brigade(case: Situation) -> Ruling | None:
    """Raise the alarm and be silent where so many newcomers say nearly the same.

    Not where they ask what the bot knows: many who report an outage are customers, rude or not.
    """
    crowd, limits = case.conversation.crowd, case.knowledge.settings.brigade
    if len(crowd) + 1 < limits.authors or not case.from_person or _asks(case):
        return None
    if not _STILL_HEARD.isdisjoint(case.tones):
        return None
    said, lately = _bare(case.text), [item for item in crowd if case.now - item.at < limits.within]
    least = _least(case, said)
    alike = {item.contact for item in lately if fuzz.ratio(said, _bare(item.text)) >= least}
    if len(alike) + 1 < limits.authors:
        return None
    conversation = case.conversation
    alarm = Alert(
        text="alike messages of authors never seen before: the bot answers none of them",
        reason=REASON,
        priority=Priority.HIGH,
        about=f"{REASON}:{conversation.channel}:{conversation.account}",
        messages=len(case.messages),
    )
    why = f"{len(alike) + 1} authors never seen before said nearly this within {limits.within}"
    return Ruling(outcome=Outcome.SILENT, effects=(alarm, *case.wait_over), why=(why,))


def _least(case: Situation, said: str) -> float:
    """Give how alike (0 to 100) texts must be; 101 where they say too little to be compared."""
    if not _HOSTILE.isdisjoint(case.tones):
        return _ALIKE_HOSTILE
    return _COPIED if len(said.split()) >= _FEWEST_WORDS else 101.0


def _asks(case: Situation) -> bool:
    """Whether it is likely enough a question or a report that the brand has an intent for."""
    best, least = case.best, case.knowledge.settings.matching.ask_above
    intent = case.intent(best.intent) if best is not None and best.confidence >= least else None
    return intent is not None and intent.means is Means.NOTHING


def _bare(text: str) -> str:
    return plain(_BESIDE.sub(" ", text[:500]))
