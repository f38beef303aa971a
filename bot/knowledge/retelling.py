"""Says again what was said once, in the words a reply has now or would have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.knowledge import names
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.worst import longest_values
from bot.knowledge.replies.book import address_rank, ranked
from bot.knowledge.replies.evaluating import MissingValueError, say
from bot.knowledge.replies.templates import Template, Variant
from bot.knowledge.replies.values import Values
from bot.model.message import Surface

_FROM_CALENDAR = ("hours.next_open", "hours.today")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When, where and to whom something was said, in which variant; `slots` as far as they are known."""

    channel: str
    surface: Surface
    variant: int
    at: datetime
    name: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


def retell(template: Template, parts: Parts, occasion: Occasion, *, was: Variant | None = None) -> str:
    """Give the words for an occasion; "" where there are none for it.

    `was` is the variant that was said, of another text: where it is still there it is said again, whatever
    its number is by now. What is not known any more (a reference, a promise's time, a slot) stands there as
    an example.
    """
    values = _values(parts, template.language, occasion)
    channel, surface, turn = occasion.channel, occasion.surface, occasion.variant
    fitting = [item for item in template.variants if address_rank(item, channel, surface) >= 0]
    same = [item for item in fitting if was is not None and _wording(item) == _wording(was)]
    numbered = [item for item in fitting if item.number == occasion.variant]
    others = ranked(template, values, channel=channel, surface=surface, turn=turn)
    for variant in (*same, *numbered, *others):
        try:
            return say(variant.body, values)
        except MissingValueError:
            continue
    return ""


def _wording(variant: Variant) -> tuple[str, str, frozenset[tuple[str, Surface | None]]]:
    """Give what makes a variant another: its words, its condition, its addresses."""
    section = variant.section
    addresses = frozenset((item.channel, item.surface) for item in section.addresses)
    return section.body.strip(), section.when, addresses


def _values(parts: Parts, language: str, occasion: Occasion) -> Values:
    public = occasion.surface is Surface.PUBLIC
    told: dict[str, str | datetime] = longest_values(parts, language, occasion.surface)
    told |= {f"slot.{name}": value for name, value in occasion.slots.items() if f"slot.{name}" in told}
    told["customer.name"] = names.first_name(occasion.name) if public else names.private_name(occasion.name)
    for path in _FROM_CALENDAR:
        del told[path]
    told["promise.by"] = parts.calendar.next_opening(occasion.at) or occasion.at
    return Values(now=occasion.at, calendar=parts.calendar, language=language, told=told)
