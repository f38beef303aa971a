"""C: what is wrong in settings.toml beyond reading it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.knowledge.calendar import wrong_holidays
from bot.knowledge.lint.parts import Parts, problem
from bot.model.hours import Calendar
from bot.model.problem import Problem
from bot.settings import codes
from bot.settings.document import Document, parse
from bot.settings.positions import Path, Places
from bot.settings.suggest import did_you_mean
from bot.settings.values import Hours

FILE = "settings.toml"
_SOON = timedelta(days=7)


def holidays(parts: Parts) -> Iterator[Problem]:
    """C011, C014, C015: every holiday calendar exists, and the files among them can be read."""
    places = places_of(parts)
    for path, names in _listed(parts.settings.hours):
        for index, name in enumerate(names):
            wrong = wrong_holidays(name, parts.ical)
            if wrong is not None:
                yield problem(FILE, places.value((*path, index)), codes.NO_HOLIDAYS, *wrong)
    for file in parts.ical.values():
        yield from file.problems


def _listed(hours: Hours) -> Iterator[tuple[Path, Sequence[str]]]:
    yield ("hours", "holidays"), hours.holidays
    for kind, others in (("channels", hours.channels), ("topics", hours.topics)):
        for name, other in others.items():
            yield ("hours", kind, name, "holidays"), other.holidays or ()


def routes(parts: Parts) -> Iterator[Problem]:
    """C012, C013: every route, and every topic's hours, are for a topic there is."""
    topics = {intent.topic for intent in parts.intents.values()} | {
        path.split("/")[1] for path in parts.sources if path.startswith("intents/")
    }
    named: list[tuple[tuple[str, ...], str]] = [
        (("routes", name), codes.ROUTE_OF_NOTHING) for name in parts.settings.routes
    ]
    named += [(("hours", "topics", name), codes.HOURS_OF_NOTHING) for name in parts.settings.hours.topics]
    for path, code in named:
        topic = path[-1]
        if topic not in topics:
            message, hint = f"no intents in the topic “{topic}”", did_you_mean(topic, topics)
            yield problem(FILE, places_of(parts).key(path), code, message, hint, warning=True)


def approval(parts: Parts) -> Iterator[Problem]:
    """C034: every band of [approval] is for topics and intents there are."""
    intents = set(parts.intents)
    topics = {intent.topic for intent in parts.intents.values()}
    for index, band in enumerate(parts.settings.approval.when):
        for key, named, known in (("topics", band.topics, topics), ("intents", band.intents, intents)):
            for name in named:
                if name in known:
                    continue
                place = places_of(parts).value(("approval", "when", index, key))
                message, hint = f"no {key[:-1]} “{name}”", did_you_mean(name, known)
                yield problem(FILE, place, codes.APPROVAL_OF_NOTHING, message, hint)


def opening(parts: Parts, now: datetime) -> Iterator[Problem]:
    """C006: the brand, and each with hours of its own, opens within a week, or says why it does not."""
    calendars = parts.calendars
    yield from _opens(parts, ("hours",), calendars.brand, now)
    for kind, others in (("channels", calendars.by_channel), ("topics", calendars.by_topic)):
        for name, calendar in others.items():
            yield from _opens(parts, ("hours", kind, name), calendar, now)


def _opens(parts: Parts, path: Path, calendar: Calendar, now: datetime) -> Iterator[Problem]:
    found = calendar.next_opening(now)
    if found is not None and found - now < _SOON:
        return
    exception = calendar.exception(calendar.local(now).date())
    noted = exception is not None and exception.note
    hint = f"“{noted}” is why" if noted else 'for example: mon-fri = ["09:00-18:00"]'
    place = places_of(parts).key(path)
    yield problem(FILE, place, codes.NO_OPENING, "no opening in the next 7 days", hint, warning=True)


def places_of(parts: Parts) -> Places:
    """Give where everything stands in settings.toml."""
    source = parts.sources.get(FILE)
    document = parse(source, codes.NOT_TOML) if source is not None else None
    return document.places if isinstance(document, Document) else Places()
