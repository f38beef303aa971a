"""The figures of a group of conversations, and the shares that some of them are of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reporting.times import Times

SHARES: Mapping[str, str] = {
    "contained": "conversations",
    "handed_off": "conversations",
    "taken_up": "conversations",
    "waiting": "conversations",
    "elsewhere": "spoken_in",
    "kept": "promised",
    "solved": "judged",
}
"""Figures that are shares, and of what."""

OUTCOMES = ("contained", "handed_off", "taken_up", "waiting")
"""What became of a conversation: each has exactly one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of all conversations, or of those alike in one thing; `words.py` says what each means."""

    name: str
    conversations: int
    questions: int
    first_word: Times
    first_word_open: Times
    first_answer: Times
    first_answer_open: Times
    unanswered: int
    contained: int
    handed_off: int
    taken_up: int
    waiting: int
    spoken_in: int
    elsewhere: int
    promised: int
    kept: int
    judged: int
    solved: int
    duplicates: int
    overheard: int


def share_of(group: Group, name: str) -> float | None:
    """Give a count as a share of what it is of; None where there is nothing."""
    of: int = getattr(group, SHARES[name])
    return getattr(group, name) / of if of else None
