"""Which of the offered choices a short message picks: by its label, its place, or a plain yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from bot.model.conversation import Offered
from bot.policy.text import AGREES, NO, NONE, PLACES, YES, plain

LIKE_ENOUGH = 84.0
"""How alike (0 to 100) a word must be to one of a label's, so that a slip of the finger is one."""

CLEARLY = 8.0
"""By how much a label must be nearer than the next one, where slips of the finger are allowed."""

_NO_INTENTS = frozenset({"yes", "no", "none", "enough", "person"})
_SAYS = 4
"""Letters a word has that says what is meant: “la” and “not” stand in every label."""

_LEAD = re.compile(r"^(?:(?:la|il|lo|the|numero|opzione|number|option|no|n) )*(\d)$")
_POLITE = re.compile(
    r"^(?:(?:si|yes|ok|allora|direi|scelgo|preferisco|intendo|intendevo|i meant?|i choose|please) )+"
    r"|(?: (?:grazie|per favore|please|thanks|thank you))+$"
)
_DENIES = frozenset({"non", "not", "no", "nessuna", "nessuno", "niente", "neither", "ne"})


def chosen_of(offered: Sequence[Offered], text: str, *, only_labels: bool = False) -> Offered | None:
    """Give the choice that a text, plain as `plain` gives it, picks; None where it picks none for sure.

    `only_labels`: a number or a yes answers something else.
    """
    if not offered or not text:
        return None
    bare = _POLITE.sub("", text)
    by_label = _by_label(offered, text) or _by_label(offered, bare)
    if by_label is not None:
        return by_label
    if only_labels:
        return None
    return _by_place(offered, bare) or _by_word(offered, text) or _near(offered, bare)


def _by_label(offered: Iterable[Offered], text: str) -> Offered | None:
    return next((choice for choice in offered if text == plain(choice.label)), None)


def _by_place(offered: Sequence[Offered], text: str) -> Offered | None:
    number = _LEAD.match(text)
    if number is not None:
        place = int(number[1])
        return offered[place - 1] if 1 <= place <= len(offered) else None
    return next((choice for choice, ways in zip(offered, PLACES, strict=False) if text in ways), None)


def _by_word(offered: Sequence[Offered], text: str) -> Offered | None:
    meanings = {choice.meaning: choice for choice in reversed(offered)}
    if text in YES | AGREES:
        return (meanings.get("yes") if text in YES else None) or _only(offered)
    if text in NO | NONE:
        refusing = ("no", "enough", "none") if text in NO else ("none", "enough")
        return next((meanings[name] for name in refusing if name in meanings), None)
    return None


def _only(offered: Iterable[Offered]) -> Offered | None:
    """A yes picks the only intent, or the first of those that were all asked about."""
    intents = [choice for choice in offered if choice.meaning not in _NO_INTENTS]
    one = len(intents) == 1 or all(choice.asked for choice in intents)
    return intents[0] if intents and one else None


def _near(offered: Iterable[Offered], text: str) -> Offered | None:
    """Take a label said in part or with a slip: each telling word of the text is one of the label's."""
    words = [word for word in text.split() if len(word) >= _SAYS or word.isdigit()]
    if not words:
        return None
    found = sorted(
        ((_likeness(text, words, plain(choice.label)), at) for at, choice in enumerate(offered)),
        reverse=True,
    )
    best, at = found[0]
    if best < LIKE_ENOUGH or (len(found) > 1 and best - found[1][0] < CLEARLY):
        return None
    choice = list(offered)[at]
    return None if _DENIES & set(text.split()) - set(plain(choice.label).split()) else choice


def _likeness(text: str, words: Iterable[str], label: str) -> float:
    """Give how alike a text is to a label, or the worst of its telling words to any word of the label."""
    parts = label.split()
    worst = min(max((fuzz.ratio(word, part) for part in parts), default=0.0) for word in words)
    return max(worst, fuzz.ratio(text, label))
