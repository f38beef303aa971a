"""The kinds of tone that are listened for, the gravest first."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """What a text sounds like; the names are the keys of `[tone]`."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    MINOR = "minor"
    LEGAL = "legal"
    SCANDAL = "scandal"
    INSULT = "insult"
    DARK = "dark"
    IRONY = "irony"
    CHORUS = "chorus"
    JOKE = "joke"
