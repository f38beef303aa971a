"""Moments in the words of a language: “domani alle 9”, “on Monday at 2 pm”; on the brand's wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_skeleton, format_time

from bot.model.hours import Calendar

ITALIAN_DAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
_ITALIAN_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NEAR = {"it": ("oggi", "domani"), "en": ("today", "tomorrow")}
_NO_ON_AFTER = ("by", "before", "until", "till", "from", "after", "since", "on", "for")
_WITH_SPACE = tuple(f" {word}" for word in _NO_ON_AFTER)
_THIS_WEEK = 6
_SAME_YEAR = 180


def when(moment: datetime, now: datetime, calendar: Calendar, language: str, before: str = "") -> str:
    """Say a moment as people do. `before` is the text it follows (“by” wants no “on”)."""
    local = calendar.local(moment)
    day_words = day(moment, now, calendar, language)
    at = clock(local, language)
    match language:
        case "it":
            return f"{day_words} {_italian_at(at)}"
        case "en":
            named = day_words not in _NEAR["en"] and not f" {before}".rstrip().lower().endswith(_WITH_SPACE)
            return f"{'on ' if named else ''}{day_words} at {at}"
        case _:
            return f"{day_words}, {at}"


def day(moment: datetime, now: datetime, calendar: Calendar, language: str) -> str:
    """Say a moment's day: today, tomorrow, the weekday within 6 days, else weekday and date."""
    local, today = calendar.local(moment).date(), calendar.local(now).date()
    ahead = (local - today).days
    if language in _NEAR and ahead in {0, 1}:
        return _NEAR[language][ahead]
    short = 0 <= ahead <= _THIS_WEEK and not _holiday_between(today, local, calendar)
    return _date(local, language, short=short, year=abs(ahead) > _SAME_YEAR)


def _holiday_between(first: date, last: date, calendar: Calendar) -> bool:
    """Tell whether a bare weekday could be taken for a day the brand is unusually closed on."""
    days = [first + timedelta(days=offset) for offset in range(1, (last - first).days + 1)]
    return any(calendar.exception(item) is not None or calendar.holiday(item) for item in days)


def _date(local: date, language: str, *, short: bool, year: bool) -> str:
    match language:
        case "it":
            weekday, month = ITALIAN_DAYS[local.weekday()], _ITALIAN_MONTHS[local.month - 1]
            number = "1º" if local.day == 1 else str(local.day)
        case "en":
            weekday, month = ENGLISH_DAYS[local.weekday()], _ENGLISH_MONTHS[local.month - 1]
            number = str(local.day)
        case _:
            skeleton = "EEEE" if short else "yMMMMEEEEd" if year else "MMMMEEEEd"
            return str(
                format_skeleton(skeleton, datetime.combine(local, datetime.min.time()), locale=language)
            )
    if short:
        return weekday
    return f"{weekday} {number} {month} {local.year}" if year else f"{weekday} {number} {month}"


def clock(local: datetime, language: str) -> str:
    """Say a time of day without a preposition: “9”, “9:30”, “2 pm”; `local` is on the brand's clock."""
    minutes = f":{local.minute:02}" if local.minute else ""
    match language:
        case "it":
            return f"{local.hour}{minutes}" if local.hour or minutes else "0:00"
        case "en":
            half = "am" if local.hour < 12 else "pm"
            return f"{local.hour % 12 or 12}{minutes} {half}"
        case _:
            return str(format_time(local.time(), "short", locale=language)).replace("\u202f", " ")


def _italian_at(at: str) -> str:
    return f"all'{'una' if at == '1' else at}" if at == "1" or at.startswith("1:") else f"alle {at}"


def opening_words(calendar: Calendar, now: datetime, language: str) -> str:
    """Say today's hours: “dalle 9 alle 13 e dalle 14 alle 18”; "" when closed all day."""
    today = calendar.local(now).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    spans = []
    for item in calendar.intervals(today.date()):
        start, end = (clock(today + timedelta(minutes=minute), language) for minute in (item.start, item.end))
        spans.append(_span(start, "24" if item.end == 1440 and language == "it" else end, language))
    return listed(spans, AND.get(language, ","))


def _span(start: str, end: str, language: str) -> str:
    match language:
        case "it":
            return f"{_italian_at(start).replace('al', 'dal', 1)} {_italian_at(end)}"
        case "en":
            return f"{start} to {end}"
        case _:
            return f"{start}–{end}"


AND = {"it": " e", "en": " and", "fr": " et", "es": " y", "de": " und", "pt": " e"}
_OR = {"it": " o", "en": " or", "fr": " ou", "es": " o", "de": " oder", "pt": " ou"}


def alternatives(titles: tuple[str, ...], language: str) -> str:
    """Say what a customer may choose from: “A”, “B” o “C”."""
    return listed([f"“{title}”" for title in titles], _OR.get(language, ","))


def listed(items: Sequence[str], last: str) -> str:
    """Join what is listed, the last with a word of its own: “A, B e C”."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])}{last} {items[-1]}"
