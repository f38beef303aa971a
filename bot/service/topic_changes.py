"""Two write down what a topic shows: each carries over what it changed, and nothing of the other is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from bot.service.values import DeskTopic


def carried_over(stored: DeskTopic, since: DeskTopic, topic: DeskTopic) -> DeskTopic:
    """Give the topic as stored with what changed from `since` to `topic`; of lists, each item by itself."""
    names = [field.name for field in fields(DeskTopic)]
    changed = [name for name in names if getattr(topic, name) != getattr(since, name)]
    values: Mapping[str, Any] = {
        name: _one(getattr(stored, name), getattr(since, name), getattr(topic, name)) for name in changed
    }
    return replace(stored, **values)


def _one(stored: object, since: object, now: object) -> object:
    if not (isinstance(stored, tuple) and isinstance(since, tuple) and isinstance(now, tuple)):
        return now
    kept = tuple(item for item in stored if item in now or item not in since)
    return (*kept, *(item for item in now if item not in since and item not in kept))
