"""What is said in public loses its personal data before it is written down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from bot.knowledge.personal.guard import Guard
from bot.model.message import MASKED, Inbound, Quarantine, Surface
from bot.service.values import Batch

_NUMBERED = re.compile(r"(?:^|_)ids?(?:_str)?$")
"""What the platforms call their own numbers, which are nobody's telephone."""


def masked(batch: Batch, guard: Guard) -> Batch:
    """Mask what was said in public, by whomever, and what could not be read, wherever it was said."""
    return replace(batch, items=tuple(_masked(item, guard) for item in batch.items))


def _masked(item: Inbound | Quarantine, guard: Guard) -> Inbound | Quarantine:
    return masked_event(item, guard) if isinstance(item, Inbound) else _set_aside(item, guard)


def masked_event(event: Inbound, guard: Guard) -> Inbound:
    """Put marks for the personal data of a public event; its payload then names the kinds."""
    if event.surface is not Surface.PUBLIC:
        return event
    author = event.author
    said = guard.hide(event.text, names=(author.name,))
    named = guard.hide(author.name)
    if named.kinds:
        event = replace(event, author=replace(author, name=named.text))
    if not said.kinds:
        return event
    payload = {**event.payload, MASKED: ", ".join(said.kinds)}
    return replace(event, text=said.text, payload=payload)


def _set_aside(item: Quarantine, guard: Guard) -> Quarantine:
    """Mask what stands in an unreadable item; the platform's own numbers in it stay as they are."""
    try:
        raw = json.dumps(_texts(json.loads(item.raw), guard), ensure_ascii=False)
    except (ValueError, RecursionError):
        raw = guard.hide(item.raw).text
    return replace(item, raw=raw, reason=guard.hide(item.reason).text)


def _texts(value: object, guard: Guard, key: str = "") -> object:
    match value:
        case str() if not (value.isdigit() and _NUMBERED.search(key)):
            return guard.hide(value).text
        case Mapping():
            return {name: _texts(item, guard, str(name)) for name, item in value.items()}
        case list():
            return [_texts(item, guard, key) for item in value]
        case _:
            return value
