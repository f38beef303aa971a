"""P: what a brand does not say to its customers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.knowledge import codes, wording_lists
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.speech import spoken
from bot.knowledge.lint.texts import own_words, place_of
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.evaluating import shown
from bot.knowledge.replies.templates import Variant
from bot.knowledge.wording import Fault, faults_of
from bot.model.message import Surface
from bot.model.problem import Problem

_SENTENCE_END = re.compile(r"[.!?\n]")


def _any_of(expressions: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{item})" for item in expressions), re.IGNORECASE)


def elsewhere(parts: Parts) -> Iterator[Problem]:
    """P001: the customer is answered here."""
    hint = "answer here, or {{ private_link }}"
    yield from _found(
        parts, codes.ELSEWHERE, Fault.ELSEWHERE, "sends the customer to another channel", hint, warning=False
    )


def shows_inside(parts: Parts) -> Iterator[Problem]:
    """P003: departments and colleagues are nobody's business."""
    yield from _found(parts, codes.SHOWS_INSIDE, Fault.INSIDE, "shows how you are organised inside")


def blames(parts: Parts) -> Iterator[Problem]:
    """P004: the customer is not blamed."""
    hint = "say what to do next instead"
    yield from _found(parts, codes.BLAMES, Fault.BLAME, "blames the customer", hint)


def disowns(parts: Parts) -> Iterator[Problem]:
    """P007: a courier's or an installer's fault is our customer's case all the same."""
    hint = "say what you do about it, and when"
    yield from _found(parts, codes.DISOWNS, Fault.DISOWNS, "disowns what a third party did", hint)


def shouts(parts: Parts) -> Iterator[Problem]:
    """P005: no rows of capitals, no rows of exclamation marks."""
    yield from _found(parts, codes.SHOUTS, Fault.SHOUTS, "shouts", "small letters, one “!”")


def _found(
    parts: Parts, code: str, fault: Fault, message: str, hint: str = "", *, warning: bool = True
) -> Iterator[Problem]:
    for speech in spoken(parts):
        for found in faults_of(fault, speech.words, parts.settings.policy):
            said = f"{message}: “{found.words}”"
            yield problem(speech.file, speech.place(found.start), code, said, hint, warning=warning)


def asks_in_public(parts: Parts) -> Iterator[Problem]:
    """P002: personal data is not asked for where all can read."""
    data = _any_of(wording_lists.PERSONAL_DATA)
    asking = re.compile(rf"\b(?:{wording_lists.ASKING})\b", re.IGNORECASE)
    refusing = re.compile(wording_lists.NOT_ASKING, re.IGNORECASE)
    hint = _private_hint(parts)
    for _, _, variant in parts.variants():
        if not _is_public(parts, variant):
            continue
        words = own_words(variant.section)
        for match in data.finditer(words):
            before = _SENTENCE_END.split(words[: match.start()])[-1]
            if asking.search(before) and not refusing.search(before):
                place = place_of(variant.section, match.start())
                message = f"asks for personal data in a public reply: “{match.group()}”"
                yield problem(variant.file, place, codes.ASKS_IN_PUBLIC, message, hint)


def repeats_in_public(parts: Parts) -> Iterator[Problem]:
    """P006: a private slot is not repeated where all can read."""
    private = {f"slot.{name}" for name, slot in parts.settings.slots.items() if slot.private}
    for _, _, variant in parts.variants():
        if not _is_public(parts, variant):
            continue
        for item in shown(variant.body):
            if item.path in private:
                message = f"repeats personal data in a public reply: “{item.path}”"
                yield problem(
                    variant.file, item.place, codes.REPEATS_IN_PUBLIC, message, _private_hint(parts)
                )


def _is_public(parts: Parts, variant: Variant) -> bool:
    return any(
        surface is Surface.PUBLIC and address_rank(variant, traits.name, surface) >= 0
        for traits, surface in parts.outlets()
    )


def _private_hint(parts: Parts) -> str:
    both = [
        traits.address(Surface.PRIVATE)
        for traits, surface in parts.outlets()
        if surface is Surface.PUBLIC and Surface.PRIVATE in traits.limits
    ]
    return f"move it to a “=== {both[0]}” section" if both else "ask for it in private: {{ private_link }}"
