"""What the panel shows, as JSON without words of any language: the page puts it into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads

from bot.channels.web.api import Place, iso
from bot.channels.web.demo.happenings import Coming, Happening
from bot.channels.web.demo.reading import Moments
from bot.errors import SetupError
from bot.model.conversation import Conversation
from bot.model.hours import Calendar
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord
from bot.settings.values import Mode, Settings

Json = dict[str, object]

_PRESETS = {"evening": "22:00", "saturday": "sat 10:00"}
"""Times worth going to, in words; the panel names them. The next opening is a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with its address ("x.post") and what its channel can do."""

    address: str
    place: Place
    traits: Traits

    def as_json(self, settings: Settings) -> Json:
        """Describe the place to the panel."""
        own = settings.channels.get(self.place.channel)
        return {
            "address": self.address,
            "base": self.place.base,
            "title": self.traits.title,
            "surface": self.place.surface.value,
            "surfaces": len(self.traits.surfaces),
            "audience": self.traits.default_surface is Surface.PUBLIC,
            "mode": (own.mode if own is not None else Mode.ANSWER).value,
        }


def spots(places: Sequence[Place], traits: Mapping[str, Traits]) -> tuple[Spot, ...]:
    """Give the places where customers write, with their addresses."""
    return tuple(
        Spot(address=traits[place.channel].address(place.surface), place=place, traits=traits[place.channel])
        for place in places
    )


def clock_state(calendar: Calendar, now: datetime, moments: Moments) -> Json:
    """Describe the time, the opening hours and where one might want to go."""
    is_open = calendar.is_open(now)
    changes_at = calendar.next_closing(now) if is_open else calendar.next_opening(now)
    closure = calendar.closure(now)
    return {
        "now": iso(now),
        "zone": str(calendar.zone),
        "open": is_open,
        "closure": closure.value if closure is not None else None,
        "changes_at": iso(changes_at) if changes_at is not None else None,
        "presets": list(_presets(calendar, now, moments)),
    }


def _presets(calendar: Calendar, now: datetime, moments: Moments) -> Iterator[Json]:
    closing = calendar.next_closing(now)
    opening = calendar.next_opening(closing) if closing is not None else None
    if opening is not None:
        yield {"name": "opening", "at": iso(opening)}
    for name, words in _PRESETS.items():
        try:
            yield {"name": name, "at": iso(moments(words, now))}
        except SetupError:  # a brand's clock that has no such time
            continue


def coming_json(coming: Coming | None, places: Sequence[Spot]) -> Json | None:
    """Describe the next thing that will happen."""
    if coming is None:
        return None
    whose = _whose(coming.conversation, places) if coming.conversation is not None else {}
    return {"at": iso(coming.at), "kind": coming.kind, **whose}


def happening_json(happening: Happening, places: Sequence[Spot]) -> Json:
    """Describe something that happened."""
    return {
        "at": iso(happening.at),
        "kind": happening.kind,
        "said": list(happening.said),
        "why": list(happening.why),
        **_whose(happening.conversation, places),
    }


def _whose(conversation: Conversation, places: Sequence[Spot]) -> Json:
    spot = next((spot for spot in places if is_in(conversation, spot.place)), None)
    return {
        "name": conversation.contact.name,
        "address": spot.address if spot is not None else conversation.channel,
        "customer": conversation.key.removeprefix(spot.place.prefix) if spot is not None else "",
    }


def is_in(conversation: Conversation, place: Place) -> bool:
    """Tell whether a conversation takes place there."""
    where = (conversation.channel, conversation.account, conversation.surface)
    return where == (place.channel, place.account, place.surface)


def decision_json(record: DecisionRecord) -> Json:
    """Describe a decision: who spoke, why, and what the message may have meant."""
    return {
        "rule": record.rule,
        "outcome": record.outcome,
        "why": list(record.why),
        "at": iso(record.at),
        "candidates": loads(record.detail).get("candidates", []),
    }
