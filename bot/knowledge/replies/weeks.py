"""A week's usual hours in the words of a language: “dal lunedì al venerdì 9-13 e 14-18”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from babel import Locale

from bot.knowledge.replies.dates import AND, ENGLISH_DAYS, ITALIAN_DAYS, listed
from bot.model.hours import Interval

_DAY = 1440
_SUNDAY = 6
_LONG = 3
_EVERY_DAY = {"it": "tutti i giorni", "en": "every day", "fr": "tous les jours", "es": "todos los días"}
_ALL_DAY = {"it": "24 ore su 24", "en": "24 hours a day"}


def week_words(week: Mapping[int, tuple[Interval, ...]], language: str) -> str:
    """Say the hours of a week, 0 being Monday; days alike are said together; "" for a week that is closed."""
    shared: dict[str, list[int]] = {}
    for day in sorted(week):
        hours = _hours(week[day], language)
        if hours:
            shared.setdefault(hours, []).append(day)
    return ", ".join(f"{_days(days, language)} {hours}" for hours, days in shared.items())


def _hours(intervals: Sequence[Interval], language: str) -> str:
    if any(item.start == 0 and item.end == _DAY for item in intervals):
        return _ALL_DAY.get(language, "0-24")
    return listed([_span(item) for item in intervals], AND.get(language, ","))


def _span(item: Interval) -> str:
    end = item.end if item.end == _DAY else item.end % _DAY
    return f"{_clock(item.start)}-{_clock(end)}"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{hour}:{rest:02}" if rest else str(hour)


def _days(days: Sequence[int], language: str) -> str:
    if len(days) == _SUNDAY + 1 and language in _EVERY_DAY:
        return _EVERY_DAY[language]
    runs: list[list[int]] = [[days[0]]]
    for before, day in pairwise(days):
        if day == before + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return listed([words for run in runs for words in _run(run, language)], AND.get(language, ","))


def _run(run: Sequence[int], language: str) -> list[str]:
    """Say days that follow each other: two by their names, more from the first to the last."""
    if len(run) < _LONG:
        return [_on(day, language) for day in run]
    first, last = run[0], run[-1]
    match language:
        case "it":
            return [f"{_with('dal', first)} {_with('al', last)}"]
        case "en":
            return [f"{ENGLISH_DAYS[first]} to {ENGLISH_DAYS[last]}"]
        case _:
            return [f"{_on(first, language)}–{_on(last, language)}"]


def _on(day: int, language: str) -> str:
    match language:
        case "it":
            return f"{'la' if day == _SUNDAY else 'il'} {ITALIAN_DAYS[day]}"
        case "en":
            return ENGLISH_DAYS[day]
        case _:
            return str(Locale.parse(language).days["format"]["wide"][day])


def _with(preposition: str, day: int) -> str:
    """Sunday is the one day that is feminine."""
    return f"{preposition}{'la' if day == _SUNDAY else ''} {ITALIAN_DAYS[day]}"
