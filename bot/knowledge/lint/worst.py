"""Every state a variant can be said in, with the longest values there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from bot.knowledge.lint.parts import Parts
from bot.knowledge.replies.dates import alternatives
from bot.knowledge.replies.evaluating import asked, asked_by
from bot.knowledge.replies.nodes import Value, Word
from bot.knowledge.replies.templates import Variant
from bot.knowledge.replies.tongues import language_names
from bot.knowledge.replies.values import Values
from bot.knowledge.replies.vocabulary import WORDS
from bot.model.message import Surface
from bot.settings.values import Settings, Slot, SlotKind

NAME = "Massimilianaaaa"
"""A name of 15 letters."""

_MOST_TOGGLES = 6
_NOW = (2026, 8, 31, 10, 0)
_LATEST = (2026, 9, 30, 10, 30)  # a Wednesday: the longest date there is in Italian and in English
_LONGEST_VALUES = {
    SlotKind.AMOUNT: "1.234,56 €",
    SlotKind.PHONE: "+39 333 123 4567",
    SlotKind.EMAIL: "massimiliana.rossi@example.com",
    SlotKind.IBAN: "IT60 X054 2811 1010 0000 0123 456",
    SlotKind.FISCAL_CODE: "RSSMSM80A01F205X",
    SlotKind.DATE: "30 settembre 2026",
    SlotKind.ORDER: "ABC-1234567890",
    SlotKind.LIST: "",
    SlotKind.PATTERN: "ABCD-EFGH-1234567890",
}
_INCIDENT_TEXT = "n" * 100
"""A text of 100 characters; what a person writes is measured again before it is sent."""

_LINK = "https://example.com/" + "a" * 60


@dataclass(frozen=True, slots=True)
class Situation:
    """One state: `filled` are the optional values that are there."""

    values: Values
    filled: frozenset[str]


def situations(variant: Variant, parts: Parts, language: str, surface: Surface) -> Iterator[Situation]:
    """Give the states that change what a variant says: its words true and false, its values there and not."""
    leaves = [*asked(variant.body), *asked_by(variant.condition)]
    words = sorted({_paired(leaf.name) for leaf in leaves if isinstance(leaf, Word)})
    paths = {leaf.path for leaf in leaves if isinstance(leaf, Value)} | variant.paths
    optional = sorted(path for path in paths if path.startswith("slot.") or path == "customer.name")
    optional += sorted(
        {leaf.path for leaf in leaves if isinstance(leaf, Value)} - {*optional, "hours.next_open"}
    )
    told = longest_values(parts, language, surface)
    toggles = [*words, *optional]
    if len(toggles) > _MOST_TOGGLES:
        states: Iterator[tuple[bool, ...]] = iter([(True,) * len(toggles), (False,) * len(toggles)])
    else:
        states = product((True, False), repeat=len(toggles))
    for state in states:
        on = {toggle for toggle, is_on in zip(toggles, state, strict=True) if is_on}
        yield _situation(parts, language, told, frozenset(optional), on)


def _situation(
    parts: Parts, language: str, told: dict[str, str | datetime], optional: frozenset[str], on: set[str]
) -> Situation:
    empty = optional - on
    words = {word: word in on for word in WORDS}
    words["closed"] = not words["open"]
    values = Values(
        now=the_moment(parts),
        calendar=parts.calendar,
        language=language,
        told={path: "" if path in empty else value for path, value in told.items()},
        words=words,
    )
    return Situation(values, optional & on)


def the_moment(parts: Parts) -> datetime:
    """Give the moment at which everything is said: the dates in `longest_values` lie ahead of it."""
    return datetime(*_NOW, tzinfo=parts.calendar.zone)


def _paired(word: str) -> str:
    return "open" if word == "closed" else word


def longest_values(parts: Parts, language: str, surface: Surface) -> dict[str, str | datetime]:
    """Give every value a template may show on a surface, as long as it can be."""
    settings = parts.settings
    latest = datetime(*_LATEST, tzinfo=parts.calendar.zone)
    titles = sorted((intent.title_in(language) for intent in parts.intents.values()), key=len)[-3:]
    told: dict[str, str | datetime] = {
        "customer.name": NAME,
        "brand.name": settings.brand.name,
        "brand.languages": language_names(settings.brand.languages, language),
        "case.ref": "TK-1234567",
        "case.key": "TK-1234567" if surface is Surface.PUBLIC else f"TK-1234567_{'x' * 20}",
        "case.about": titles[-1] if titles else "x" * 30,
        "incident.about": titles[-1] if titles else "x" * 30,
        "incident.text": _INCIDENT_TEXT,
        "incident.next_update": latest,
        "agent.name": max(
            (person.name for person in settings.people.values()), key=len, default="Francesca B."
        ),
        "private_link": _LINK,
        "options": alternatives(tuple(titles), language),
        "question": _longest_question(settings, language, surface),
        "promise.by": latest,
        "hours.next_open": latest,
        "hours.today": _LONGEST_HOURS.get(language, "10:30–13:30, 14:30–18:30"),
    }
    for name, slot in settings.slots.items():
        if surface is not Surface.PUBLIC or not slot.private:
            told[f"slot.{name}"] = _longest(slot)
    return told


_LONGEST_HOURS = {
    "it": "dalle 10:30 alle 13:30 e dalle 14:30 alle 18:30",
    "en": "10:30 am to 1:30 pm and 2:30 pm to 6:30 pm",
}


def _longest_question(settings: Settings, language: str, surface: Surface) -> str:
    asked = [slot for slot in settings.slots.values() if surface is not Surface.PUBLIC or not slot.private]
    questions = [{**slot.ask, **slot.ask_again}.get(language, "") for slot in asked]
    return max(questions, key=len, default="")


def _longest(slot: Slot) -> str:
    return max(slot.values, key=len) if slot.values else _LONGEST_VALUES[slot.kind] or "x" * 20
