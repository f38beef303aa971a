"""Plausible values for the slots of a brand's sentences; none belongs to anybody."""

from __future__ import annotations

import re
from random import Random

from bot.knowledge.library import Knowledge
from bot.settings.values import Slot, SlotKind

_MARK = re.compile(r"\{(\w+)\}")
_AMOUNTS = ("5€", "10 euro", "15€", "20€", "20 euro", "25 euro", "30€", "50€", "12,50€", "100 euro")
_DATES = {"it": ("il 3 marzo", "12/11", "il 28 ottobre"), "en": ("3 March", "12/11", "28 October")}


def filled(text: str, knowledge: Knowledge, language: str, random: Random) -> str:
    """Give a sentence with a value in the place of each `{slot}`."""
    return _MARK.sub(lambda mark: value_of(mark[1], knowledge, language, random), text)


def value_of(name: str, knowledge: Knowledge, language: str, random: Random) -> str:
    """Give a value as a customer would write it; the slot's name where nothing can be invented for it."""
    slot = knowledge.settings.slots.get(name)
    return _value(slot, knowledge, language, random) if slot is not None else name


def _value(slot: Slot, knowledge: Knowledge, language: str, random: Random) -> str:  # noqa: PLR0911 - an arm a kind
    match slot.kind:
        case SlotKind.AMOUNT:
            return random.choice(_AMOUNTS)
        case SlotKind.PHONE:
            return f"3{random.randint(20, 99)} 555 0{random.randint(100, 999)}"
        case SlotKind.EMAIL:
            return f"cliente{random.randint(10, 999)}@example.com"
        case SlotKind.DATE:
            return random.choice(_DATES.get(language, _DATES["en"]))
        case SlotKind.ORDER:
            return f"AB-{random.randint(10_000, 99_999)}"
        case SlotKind.LIST:
            return random.choice(slot.values) if slot.values else slot.name
        case SlotKind.PATTERN:
            return _like_the_question(slot, knowledge, random)
        case SlotKind.IBAN:
            return "IT60X0542811101000000123456"  # the example in the standard's own documents
        case SlotKind.FISCAL_CODE:
            return "RSSMRA85T10A562S"  # the example of the revenue agency's own documents


def _like_the_question(slot: Slot, knowledge: Knowledge, random: Random) -> str:
    """Take the example that the brand's own question for it gives, with other digits where they fit."""
    for question in slot.ask.values():
        found = knowledge.matcher.slot(slot.name, question)
        if found is not None:
            other = re.sub(r"\d", lambda _: str(random.randint(0, 9)), found)
            return other if knowledge.matcher.slot(slot.name, other) else found
    return slot.name
