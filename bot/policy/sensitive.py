"""Which tones are for people, why, how soon, and for how long the bot stays quiet in public."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.tone import Tone
from bot.model.case import CaseStatus, Priority
from bot.model.conversation import Conversation
from bot.model.hand_off import HandOffReason

REASONS: Mapping[Tone, tuple[HandOffReason, Priority]] = {
    Tone.SELF_HARM: (HandOffReason.SELF_HARM, Priority.HIGH),
    Tone.THREAT: (HandOffReason.THREAT, Priority.HIGH),
    Tone.MINOR: (HandOffReason.MINOR, Priority.HIGH),
    Tone.LEGAL: (HandOffReason.LEGAL, Priority.HIGH),
    Tone.SCANDAL: (HandOffReason.SCANDAL, Priority.HIGH),
    Tone.INSULT: (HandOffReason.ANGRY, Priority.HIGH),
    Tone.DARK: (HandOffReason.HATRED, Priority.NORMAL),
    Tone.IRONY: (HandOffReason.IRONY, Priority.NORMAL),
    Tone.CHORUS: (HandOffReason.BYSTANDER, Priority.NORMAL),
    Tone.JOKE: (HandOffReason.IRONY, Priority.NORMAL),
}
"""A rude complaint is still a complaint, and waits for a person no longer than a polite one."""

IN_PRIVATE_TOO = frozenset({Tone.SELF_HARM, Tone.THREAT})

MINDED = "what the customer wrote is for a person to read first"

_FOR_PEOPLE = frozenset(reason.value for reason, _ in REASONS.values())


def is_for_tone(reason: HandOffReason) -> bool:
    """Tell whether a person was asked because of how something was said."""
    return reason.value in _FOR_PEOPLE


def minded(conversation: Conversation) -> bool:
    """Tell whether the case waits for a person because of its tone: the bot adds nothing in public."""
    case = conversation.case
    return case.status is CaseStatus.WAITING_FOR_AGENT and case.reason in _FOR_PEOPLE
