"""What a new brand's customers will be told: one evening, one weekend, and the evening before a holiday."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from bot.cli.asking import make_asker
from bot.cli.brand import Loaded
from bot.model.hours import Calendar, Closure
from bot.model.wall import moments
from bot.service.told import Occasion, Told, occasions, tell

_KINDS = ("in the evening", "at the weekend")
_EVENING = time(20)
_YEAR = 366
_WIDTH = 100


def three_moments(calendar: Calendar, now: datetime) -> tuple[Occasion, ...]:
    """Give the next evening and weekend, and the next evening before a holiday, of those there are."""
    usual = [item for item in occasions(calendar, now, _YEAR) if item.what in _KINDS]
    before = next(_eves(calendar, now), None)
    return (*usual, before) if before is not None else tuple(usual)


def first_words(loaded: Loaded, now: datetime) -> Iterator[str]:
    """Give the bot's own words at each moment in each language, in lines."""
    calendar = loaded.knowledge.calendar
    asker = make_asker(loaded, channel=None, language=loaded.knowledge.settings.brand.languages[0], at=None)
    told = tell(loaded.knowledge, three_moments(calendar, now), asker, topic=None)
    for occasion, group in groupby(told, key=lambda item: item.occasion):
        at = calendar.local(occasion.at)
        yield f"  {at:%A} {at.day} {at:%B} at {at:%H:%M}, {occasion.what}:"
        for one in group:
            yield from _lines(one)


def _lines(told: Told) -> Iterator[str]:
    text = " ".join(" ".join(told.texts).split()) or f"(nothing is said: {told.outcome})"
    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=f"    {told.language:<4}", subsequent_indent=" " * 8
    )


def _eves(calendar: Calendar, now: datetime) -> Iterator[Occasion]:
    """Give the evenings before holidays, where the evening itself is closed and none."""
    today = calendar.local(now).date()
    for offset in range(_YEAR):
        day = today + timedelta(days=offset)
        eve, morrow = (
            moments(calendar.zone, datetime.combine(date, _EVENING))[:1]
            for date in (day, day + timedelta(days=1))
        )
        if eve and morrow and eve[0] >= now and _is_eve(calendar, eve[0], morrow[0]):
            yield Occasion(at=eve[0], what="before a holiday")


def _is_eve(calendar: Calendar, evening: datetime, morrow: datetime) -> bool:
    if not _is_holiday(calendar, morrow) or _is_holiday(calendar, evening):
        return False
    return not calendar.is_open(evening)


def _is_holiday(calendar: Calendar, moment: datetime) -> bool:
    return calendar.closure(moment) is Closure.HOLIDAY
