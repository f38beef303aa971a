"""A report in the words of its page: headlines, drawings with their tables, and every definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from bot.desk.report.drawing import Hours, Piece, hours_of, length_of, strip_of
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.reporting.counting import NOT_KNOWN
from bot.reporting.figures import Report
from bot.reporting.groups import OUTCOMES, SHARES, Group, share_of
from bot.reporting.times import Times, in_words
from bot.reporting.words import DEFINITIONS
from bot.reporting.writing import hand_off_shares, parts_of

COLUMNS = (
    "conversations",
    "first_answer",
    "first_answer_open",
    "contained",
    "handed_off",
    "unanswered",
    "kept",
    "elsewhere",
    "solved",
)
"""The figures of the tables by channel, language, intent and hour."""

_HEADLINES = ("conversations", "questions", "unanswered", *SHARES)
_TIMES = ("first_word", "first_answer")
MOST_GROUPS, MOST_ELSEWHERE = 40, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure with its name; `more` says of what it is a share."""

    name: str
    title: str
    value: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long customers waited: by the clock and in opening time, each the middle and the p90."""

    name: str
    title: str
    cells: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A row of a table with its bar; `length` is of 100."""

    title: str
    count: int
    length: float
    share: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of a group, as `COLUMNS` has them."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A report in words; `more` is how many rows of a list are left out."""

    facts: tuple[Fact, ...]
    waits: tuple[Wait, ...]
    outcomes: tuple[Fact, ...]
    strip: tuple[Piece, ...]
    hand_offs: tuple[Bar, ...]
    promises: tuple[Bar, ...]
    asked: tuple[Bar, ...]
    hours: Hours
    tables: Mapping[str, tuple[Row, ...]]
    more: Mapping[str, int]
    elsewhere: tuple[tuple[int, str], ...]
    definitions: tuple[tuple[str, str], ...]


def shown_report(visit: Visit, report: Report) -> Shown:
    """Put a report into the words of the reader."""
    w, total, groups = words(visit.language), report.total, parts_of(report)
    return Shown(
        facts=tuple(_fact(w, total, name) for name in _HEADLINES if name not in OUTCOMES),
        waits=tuple(_wait(w, total, name) for name in _TIMES),
        outcomes=tuple(_fact(w, total, name) for name in OUTCOMES),
        strip=_strip(w, total),
        hand_offs=_bars(
            report.hand_offs, lambda reason: w.get(f"reason_{reason}", reason), hand_off_shares(report)
        ),
        promises=_bars(report.promises, lambda state: w[f"owed_{state}"]),
        asked=_bars(report.asked, str),
        hours=_hours(w, report),
        tables={by: _rows(visit, by, found[:MOST_GROUPS]) for by, found in groups.items()},
        more={
            **{by: max(0, len(found) - MOST_GROUPS) for by, found in groups.items()},
            "elsewhere": max(0, len(report.elsewhere) - MOST_ELSEWHERE),
        },
        elsewhere=tuple(report.elsewhere.items())[:MOST_ELSEWHERE],
        definitions=tuple((w[f"report_{name}"], w[f"report_def_{name}"]) for name in DEFINITIONS),
    )


def percent(share: float | None) -> str:
    """Write a share; "–" where there is nothing it could be of."""
    return "–" if share is None else f"{share:.0%}".replace("%", "\u00a0%")


def _fact(w: Mapping[str, str], group: Group, name: str) -> Fact:
    count = getattr(group, name)
    title = w[f"report_{name}"]
    if name not in SHARES:
        return Fact(name=name, title=title, value=str(count))
    of = getattr(group, SHARES[name])
    more = w["report_of"].format(n=count, of=of)
    return Fact(name=name, title=title, value=percent(share_of(group, name)), more=more)


def _wait(w: Mapping[str, str], group: Group, name: str) -> Wait:
    clock, opening = getattr(group, name), getattr(group, f"{name}_open")
    cells = (_span(w, clock.median), _span(w, clock.p90), _span(w, opening.median), _span(w, opening.p90))
    return Wait(name=name, title=w[f"report_{name}"], cells=cells)


def _span(w: Mapping[str, str], seconds: float | None) -> str:
    return in_words(seconds, day=w["report_day_letter"])


def _strip(w: Mapping[str, str], total: Group) -> tuple[Piece, ...]:
    return strip_of(
        [(name, getattr(total, name), f"{w[f'report_{name}']}: {getattr(total, name)}") for name in OUTCOMES]
    )


def _bars(
    counts: Mapping[str, int], titled: Callable[[str], str], shares: Mapping[str, float] | None = None
) -> tuple[Bar, ...]:
    longest = max(counts.values(), default=0)
    return tuple(
        Bar(
            title=titled(name),
            count=count,
            length=length_of(count, longest),
            share=percent(shares[name]) if shares is not None else "",
        )
        for name, count in counts.items()
    )


def _hours(w: Mapping[str, str], report: Report) -> Hours:
    asked = {
        int(group.name): (group.questions, group.unanswered)
        for group in report.hours
        if group.name != NOT_KNOWN
    }
    return hours_of(asked, w["report_hour_says"])


def _rows(visit: Visit, by: str, groups: Sequence[Group]) -> tuple[Row, ...]:
    w = words(visit.language)
    return tuple(
        Row(name=_name(visit, by, group.name), cells=tuple(_cell(w, group, name) for name in COLUMNS))
        for group in groups
    )


def _name(visit: Visit, by: str, name: str) -> str:
    if name == NOT_KNOWN:
        return words(visit.language)["report_not_known"]
    match by:
        case "channel":
            return visit.desk.channels.get(name, name)
        case "language":
            return _language(name, visit.language)
        case "hour":
            return f"{name}:00"
        case _:
            return name


def _language(code: str, reader: str) -> str:
    try:
        return Locale.parse(code).get_language_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code


def _cell(w: Mapping[str, str], group: Group, name: str) -> str:
    value = getattr(group, name)
    if isinstance(value, Times):
        return f"{_span(w, value.median)} / {_span(w, value.p90)}" if value.count else "–"
    return percent(share_of(group, name)) if name in SHARES else str(value)
