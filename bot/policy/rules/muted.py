"""To a contact whom a person muted the bot says nothing; what they write is kept, and need is heard."""

from __future__ import annotations

from bot.knowledge.tone import Tone
from bot.model.effects import HandOff, Outcome
from bot.policy.sensitive import REASONS
from bot.policy.situation import Ruling, Situation, is_muted

_STILL_HEARD = frozenset({Tone.SELF_HARM, Tone.THREAT, Tone.MINOR, Tone.LEGAL})
"""What a person hears of whoever says it."""


def muted(case: Situation) -> Ruling | None:
    """Be silent while the mute lasts; people are asked only where somebody may be in need or in danger."""
    mute = case.conversation.mute
    if mute is None or not is_muted(case.conversation, case.now) or not case.from_person:
        return None
    until = case.calendar.local(mute.until)
    why = f"{mute.agent} muted this contact until {until:%Y-%m-%d %H:%M}: {mute.reason}"
    grave = next((tone for tone in case.tones if tone in _STILL_HEARD), None)
    if grave is None:
        return Ruling(outcome=Outcome.SILENT, effects=case.wait_over, why=(why,))
    reason, priority = REASONS[grave]
    return Ruling(outcome=Outcome.SILENT, effects=(HandOff(reason=reason, priority=priority),), why=(why,))
