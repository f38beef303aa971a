"""C: the questions for slots' values: there in every language, not twice the same, short enough."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.fitting import excess, with_signature
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.settings_rules import FILE, places_of
from bot.model.message import Surface
from bot.model.problem import Problem
from bot.settings import codes
from bot.settings.values import Slot


def questions(parts: Parts) -> Iterator[Problem]:
    """C016, C017 and C018 for every slot that is asked for."""
    for slot in parts.settings.slots.values():
        if slot.ask:
            yield from _same_again(parts, slot)
            yield from _missing(parts, slot)
            yield from _too_long(parts, slot)


def _same_again(parts: Parts, slot: Slot) -> Iterator[Problem]:
    for language in parts.settings.brand.languages:
        first, second = slot.ask.get(language, ""), slot.ask_again.get(language, "")
        if first and (not second or second.strip() == first.strip()):
            message = f"“{slot.name}” is asked again in the same words in “{language}”"
            hint = f'say which form is expected: ask_again = {{ {language} = "…" }}'
            key = "ask_again" if second else "ask"
            place = places_of(parts).value(("slots", slot.name, key, language))
            yield problem(FILE, place, codes.SAME_QUESTION_AGAIN, message, hint, warning=True)


def _missing(parts: Parts, slot: Slot) -> Iterator[Problem]:
    spoken = parts.settings.brand.languages
    for language in spoken:
        if language not in slot.ask:
            there = next((code for code in spoken if code in slot.ask), "")
            message = f"“{slot.name}” is not asked for in “{language}”"
            hint = f"customers are asked in “{there}”" if there else "customers are asked nothing"
            place = places_of(parts).key(("slots", slot.name, "ask"))
            yield problem(FILE, place, codes.NO_QUESTION, message, hint, warning=True)


def _too_long(parts: Parts, slot: Slot) -> Iterator[Problem]:
    for language, words in slot.ask.items():
        for traits, surface in parts.outlets():
            if surface is Surface.PUBLIC and slot.private:
                continue
            signature = parts.settings.bot_signature if surface is Surface.PUBLIC else ""
            over = excess(with_signature(words, signature), traits, surface)
            if over:
                limit = traits.limits[surface]
                message = f"{limit + over} characters; {traits.address(surface)} takes {limit}"
                place = places_of(parts).value(("slots", slot.name, "ask", language))
                yield problem(FILE, place, codes.LONG_QUESTION, message, f"shorten by {over}")
