"""The names, bare words and filters that templates have; nothing else exists for them."""

from __future__ import annotations

from collections.abc import Collection

WORDS = (
    "open",
    "closed",
    "break",
    "evening",
    "weekend",
    "holiday",
    "closure",
    "incident",
    "first_message",
    "vip",
)
"""Bare words of conditions."""

TIMES = frozenset({"promise.by", "hours.next_open", "incident.next_update"})
"""Values that are moments: they need one of TIME_FILTERS."""

TIME_FILTERS = frozenset({"when", "day", "time"})
TEXT_FILTERS = frozenset({"money", "first_name", "plural"})
FILTERS = TIME_FILTERS | TEXT_FILTERS

_ATTRIBUTES = {
    "customer": ("name",),
    "brand": ("name", "languages"),
    "hours": ("next_open", "today", "week"),
    "promise": ("by",),
    "case": ("ref", "key", "about"),
    "incident": ("about", "text", "next_update"),
    "agent": ("name",),
}
_LONE = ("private_link", "options", "question")


def paths(slots: Collection[str]) -> frozenset[str]:
    """Give every value a template may show, where the brand has these slots."""
    dotted = {f"{name}.{attribute}" for name, attributes in _ATTRIBUTES.items() for attribute in attributes}
    return frozenset({*dotted, *_LONE, *(f"slot.{name}" for name in slots)})


def roots() -> tuple[str, ...]:
    """Give the names that may stand before a dot, or alone."""
    return (*_ATTRIBUTES, "slot", *_LONE)


def attributes(root: str, slots: Collection[str]) -> tuple[str, ...]:
    """Give what may follow a name and a dot."""
    return tuple(slots) if root == "slot" else _ATTRIBUTES.get(root, ())
