"""Where everything stands on the page's axis of time, in parts of its width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rehearsal.page.words import KINDS, words
from bot.rehearsal.report import Entry, Report, Result, Talk, Who

CHART = 120
"""How high the chart of all messages is, in pixels."""

_BUCKETS = 150
_STEPS = tuple(timedelta(minutes=count) for count in (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440))
_LONGEST_HINT = 300
_ORDER = (
    (Result.ANSWERED, "answered"),
    (Result.ASKED, "asked"),
    (Result.ACKNOWLEDGED, "acknowledged"),
    (Result.HANDED_OVER, "handed"),
    (Result.QUIET, "silent"),
    (Result.SET_ASIDE, "silent"),
    (Result.LOST, "lost"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The axis: from `start` to `end`."""

    start: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """Give a moment's place in hundredths of the width, kept within it."""
        whole = (self.end - self.start).total_seconds() or 1.0
        return round(min(max((moment - self.start).total_seconds() / whole * 100, 0.0), 100.0), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle: places in hundredths of the width, heights in pixels from the top."""

    x: float
    width: float
    y: float = 0.0
    height: float = 0.0
    kind: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark in a lane: `upper` for what the customer wrote."""

    x: float
    kind: str
    hint: str
    upper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A promise in a lane, from when it was made to when it is due."""

    x1: float
    x2: float
    state: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One conversation on the axis."""

    dots: tuple[Dot, ...]
    ties: tuple[Tie, ...]


def shades(report: Report, axis: Axis) -> tuple[Box, ...]:
    """Give the closed stretches and the quiet ones."""
    spans = [("closed", span) for span in report.closed] + [("quiet", span) for span in report.quiet]
    return tuple(
        Box(x=axis.at(span.start), width=round(axis.at(span.end) - axis.at(span.start), 3), kind=kind)
        for kind, span in spans
    )


def ticks(axis: Axis) -> tuple[tuple[float, str, bool], ...]:
    """Give the labels of the axis: its place, its words, and whether a day begins there."""
    return tuple(_ticks(axis))


def _ticks(axis: Axis) -> Iterator[tuple[float, str, bool]]:
    days = max(1, (axis.end - axis.start).days + 1)
    hours = 6 if days <= 5 else 24
    at = axis.start.replace(hour=0, minute=0, second=0, microsecond=0)
    while at < axis.end:
        if at >= axis.start:
            yield axis.at(at), f"{at:%a} {at.day}" if at.hour == 0 else f"{at.hour}", at.hour == 0
        at += timedelta(hours=hours)


def bars(report: Report, axis: Axis) -> tuple[Box, ...]:
    """Give the messages that came in, by stretches of time, stacked by what became of them."""
    step = next((s for s in _STEPS if (axis.end - axis.start) / s <= _BUCKETS), _STEPS[-1])
    counts: dict[datetime, Counter[Result]] = {}
    for message in report.messages:
        start = axis.start + (message.at - axis.start) // step * step
        counts.setdefault(start, Counter())[message.result] += 1
    tallest = max((sum(found.values()) for found in counts.values()), default=1)
    width = axis.at(axis.start + step)
    return tuple(
        replace(box, x=round(axis.at(start) + width * 0.08, 3), width=round(width * 0.84, 3))
        for start in sorted(counts)
        for box in _stack(start, counts[start], tallest)
    )


def _stack(start: datetime, found: Counter[Result], tallest: int) -> Iterator[Box]:
    told = ", ".join(f"{found[result]} {words(result)}" for result, _kind in _ORDER if found[result])
    hint = f"{start:%a %H:%M}: {told}"
    top = float(CHART)
    for result, kind in _ORDER:
        if found[result]:
            height = round(found[result] / tallest * (CHART - 14), 2)
            top = round(top - height, 2)
            yield Box(x=0.0, width=0.0, y=top, height=height, kind=kind, hint=hint)


def queue_line(report: Report, axis: Axis) -> tuple[Box, ...]:
    """Give how many wait for a person, as steps: one for each change that can be seen."""
    longest = max((size for _moment, size in report.desk.queue), default=0)
    if not longest:
        return ()
    seen: list[tuple[float, int]] = []
    for moment, size in report.desk.queue:
        x = round(axis.at(moment) * 4) / 4
        if seen and seen[-1][0] == x:
            seen[-1] = (x, size)
        else:
            seen.append((x, size))
    return tuple(_steps(seen, longest))


def _steps(seen: Sequence[tuple[float, int]], longest: int) -> Iterator[Box]:
    """Give each step of the queue, and the riser to the next one."""
    ends = [*seen[1:], (100.0, seen[-1][1])]
    for (x, size), (end, following) in zip(seen, ends, strict=True):
        y, to = _height(size, longest), _height(following, longest)
        hint = f"{size} wait for a person"
        yield Box(x=x, width=round(end - x, 3), y=y, hint=hint)
        if to != y:
            yield Box(x=end, width=0.0, y=y, height=round(to - y, 2), hint=hint)


def _height(size: int, longest: int) -> float:
    return round(CHART - size / longest * (CHART - 14), 2)


def lane(talk: Talk, axis: Axis) -> Lane:
    """Put a conversation on the axis."""
    spoken = [entry for entry in talk.entries if entry.kind in KINDS]
    return Lane(dots=tuple(_dots(spoken, axis)), ties=tuple(_ties(talk, axis)))


def _dots(entries: Sequence[Entry], axis: Axis) -> Iterator[Dot]:
    for entry in entries:
        text = entry.text if len(entry.text) <= _LONGEST_HINT else f"{entry.text[:_LONGEST_HINT]}…"
        yield Dot(
            x=axis.at(entry.at),
            kind=KINDS[entry.kind],
            hint=f"{entry.at:%a %H:%M} {words(entry.kind)}: {text}",
            upper=entry.who is Who.CUSTOMER,
        )


def _ties(talk: Talk, axis: Axis) -> Iterator[Tie]:
    for promise in talk.promises:
        if promise.state == "released":
            continue
        ended = f" ({promise.ended_at:%a %H:%M})" if promise.ended_at is not None else ""
        yield Tie(
            x1=axis.at(promise.made_at),
            x2=axis.at(promise.due_at),
            state=promise.state,
            hint=f"promised for {promise.due_at:%a %H:%M}: {promise.state}{ended}",
        )
