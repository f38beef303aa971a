"""What names the brand without speaking to it is never answered; if it is grave, people see it at once."""

from __future__ import annotations

from bot.knowledge.naming import named_in
from bot.knowledge.tone import Tone
from bot.knowledge.trade import trade_in
from bot.model.case import Priority
from bot.model.effects import HandOff, Outcome
from bot.model.hand_off import HandOffReason
from bot.policy.sensitive import REASONS
from bot.policy.situation import Ruling, Situation

_GRAVE = frozenset({Tone.SELF_HARM, Tone.THREAT, Tone.MINOR, Tone.LEGAL, Tone.SCANDAL})

_IN_NEED = frozenset({Tone.SELF_HARM, Tone.THREAT, Tone.MINOR})
"""What is heard of whoever says it; a lawyer's letter about the trade is not about us."""


def overheard(case: Situation) -> Ruling | None:
    """Stay silent; ask a person where risk words stand in it or very many follow its author."""
    if not case.last.overheard:
        return None
    if not case.from_person:
        return Ruling(outcome=Outcome.SILENT, why=("overheard, and written by no person",))
    topic = _topic(case)
    why = (
        (f"about “{topic}”, and does not name us",)
        if topic
        else (f"names “{_term(case)}” without speaking to us",)
    )
    listened = _IN_NEED if topic else _GRAVE
    grave = next((tone for tone in case.tones if tone in listened), None)
    if grave is not None:
        reason, priority = REASONS[grave]
        wanted = HandOff(reason=reason, priority=priority)
        return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=(*why, f"sounds like {grave.value}"))
    followers, reach = case.last.author.followers or 0, case.knowledge.settings.listening.reach
    if followers >= reach and not topic:
        wanted = HandOff(reason=HandOffReason.OVERHEARD, priority=Priority.HIGH)
        return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=(*why, f"{followers} follow its author"))
    return Ruling(outcome=Outcome.SILENT, why=why)


def _topic(case: Situation) -> str:
    """Name the topic of the trade that it is about; "" where it names the brand, or no topic."""
    settings = case.knowledge.settings
    alike = settings.listening.misspellings
    named = named_in(case.text, settings.names, alike)
    return "" if named else trade_in(case.text, settings.listening.topics, alike)


def _term(case: Situation) -> str:
    settings = case.knowledge.settings
    return named_in(case.text, settings.names, settings.listening.misspellings) or settings.brand.name
