"""All that `sportello hours` shows, gathered once: for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.cli.asking import make_asker
from bot.cli.brand import Loaded, address
from bot.cli.strips import hours_in_words, why_unusual
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.knowledge.library import Knowledge
from bot.knowledge.replies.weeks import week_words
from bot.model.almanac import DAY, Day, Own, days_of, open_time, own_hours
from bot.model.hours import Calendar
from bot.service.told import Told, occasions, tell
from bot.settings.hours_reader import written
from bot.settings.moments import read_moment
from bot.settings.suggest import did_you_mean

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A calendar week by its Monday, and its opening time."""

    monday: date
    open: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The hours of the brand, or of one channel or topic, from a moment on."""

    brand: str
    channel: str
    topic: str
    now: datetime
    calendar: Calendar
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    own: tuple[Own, ...]
    told: tuple[Told, ...]


def make_outlook(
    loaded: Loaded, *, at: str | None, days: int, channel: str | None, topic: str | None
) -> Outlook:
    """Gather it. Raises SetupError for a moment, a channel or a topic that there is not."""
    knowledge, real = loaded.knowledge, SystemClock().now()
    now = read_moment(at, knowledge.calendar.zone, real) if at else real
    place = address(loaded.traits, channel) if channel else ""
    _require_topic(knowledge, topic)
    calendar = knowledge.calendars.of(channel=place.partition(".")[0], topic=topic or "")
    first = calendar.local(now).date()
    shown = tuple(days_of(calendar, first, days))
    asker = make_asker(loaded, channel=channel, language="", at=None)
    spoken_on = asker.addresses[0][0].partition(".")[0]
    found = occasions(knowledge.calendars.of(channel=spoken_on, topic=topic or ""), now, days)
    return Outlook(
        brand=knowledge.settings.brand.name,
        channel=place,
        topic=topic or "",
        now=now,
        calendar=calendar,
        days=shown,
        weeks=tuple(_weeks(calendar, shown)),
        own=tuple(own_hours(knowledge.calendars, first, days)) if not channel and not topic else (),
        told=tuple(tell(loaded.knowledge, found, asker, topic=topic)),
    )


def _require_topic(knowledge: Knowledge, topic: str | None) -> None:
    topics = {intent.topic for intent in knowledge.intents.values()} | set(knowledge.calendars.by_topic)
    if topic is not None and topic not in topics:
        raise SetupError(f"there is no topic “{topic}”", hint=did_you_mean(topic, topics))


def _weeks(calendar: Calendar, days: tuple[Day, ...]) -> Iterator[Week]:
    mondays = dict.fromkeys(day.date - day.date.weekday() * DAY for day in days)
    for monday in mondays:
        yield Week(monday=monday, open=open_time(calendar, monday, monday + 7 * DAY))


def week_in_words(own: Own) -> str:
    """Say the hours of a week of their own."""
    return week_words(own.calendar.week, "en") or "closed"


def as_json(outlook: Outlook) -> dict[str, Any]:
    """Give it for programs: times in ISO 8601 with the zone's offset, lengths in minutes."""
    calendar, now = outlook.calendar, outlook.now
    return {
        "brand": outlook.brand,
        "channel": outlook.channel or None,
        "topic": outlook.topic or None,
        "timezone": calendar.zone.key,
        "at": _time(calendar, now),
        "open": calendar.is_open(now),
        "next_opening": _time(calendar, calendar.next_opening(now)),
        "next_closing": _time(calendar, calendar.next_closing(now)),
        "days": [_day(day) for day in outlook.days],
        "weeks": [
            {"monday": str(week.monday), "open_minutes": week.open // _MINUTE} for week in outlook.weeks
        ],
        "own": [
            {
                "kind": own.kind,
                "name": own.name,
                "week": week_in_words(own),
                "unusual": [_day(day) for day in own.unusual],
            }
            for own in outlook.own
        ],
        "told": [_told(calendar, told) for told in outlook.told],
    }


def _day(day: Day) -> Mapping[str, Any]:
    return {
        "date": str(day.date),
        "hours": [written(item) for item in day.intervals],
        "words": hours_in_words(day),
        "why": why_unusual(day),
        "holiday": day.holiday or None,
        "exception": day.exception,
        "open_minutes": day.open // _MINUTE,
        "clock_change": _change(day),
    }


def _change(day: Day) -> str | None:
    jump = day.jump
    return f"{jump.before:%H:%M}-{jump.after:%H:%M}" if jump is not None else None


def _told(calendar: Calendar, told: Told) -> Mapping[str, Any]:
    return {
        "at": _time(calendar, told.occasion.at),
        "when": told.occasion.what,
        "intent": told.intent or None,
        "channel": told.channel,
        "language": told.language,
        "outcome": told.outcome,
        "texts": list(told.texts),
    }


def _time(calendar: Calendar, moment: datetime | None) -> str | None:
    return calendar.local(moment).isoformat(timespec="seconds") if moment is not None else None
