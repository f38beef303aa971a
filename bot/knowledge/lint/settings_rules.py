"""C: what is wrong in settings.toml beyond reading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.knowledge.calendar import wrong_holidays
from bot.knowledge.lint.parts import Parts, problem
from bot.model.problem import Problem
from bot.settings import codes
from bot.settings.document import Document, parse
from bot.settings.positions import Places
from bot.settings.suggest import did_you_mean

_FILE = "settings.toml"
_SOON = timedelta(days=7)


def holidays(parts: Parts) -> Iterator[Problem]:
    """C011: every holiday calendar exists."""
    places = _places(parts)
    for index, name in enumerate(parts.settings.hours.holidays):
        wrong = wrong_holidays(name, parts.ical)
        if wrong is not None:
            place = places.value(("hours", "holidays", index))
            yield problem(_FILE, place, codes.NO_HOLIDAYS, *wrong)


def routes(parts: Parts) -> Iterator[Problem]:
    """C012: every route is for a topic there is."""
    topics = {intent.topic for intent in parts.intents.values()} | {
        path.split("/")[1] for path in parts.sources if path.startswith("intents/")
    }
    for topic in parts.settings.routes:
        if topic not in topics:
            place = _places(parts).key(("routes", topic))
            message = f"no intents in the topic “{topic}”"
            yield problem(
                _FILE, place, codes.ROUTE_OF_NOTHING, message, did_you_mean(topic, topics), warning=True
            )


def opening(parts: Parts, now: datetime) -> Iterator[Problem]:
    """C006: the brand opens within a week, or says why it does not."""
    found = parts.calendar.next_opening(now)
    if found is not None and found - now < _SOON:
        return
    exception = parts.calendar.exception(parts.calendar.local(now).date())
    hint = (
        f"“{exception.note}” is why"
        if exception and exception.note
        else 'for example: mon-fri = ["09:00-18:00"]'
    )
    place = _places(parts).key(("hours",))
    yield problem(_FILE, place, codes.NO_OPENING, "no opening in the next 7 days", hint, warning=True)


def _places(parts: Parts) -> Places:
    source = parts.sources.get(_FILE)
    document = parse(source, codes.NOT_TOML) if source is not None else None
    return document.places if isinstance(document, Document) else Places()
