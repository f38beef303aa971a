"""Where everything stands in the page's figures, in units of a drawing 340 wide and 240 high."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.outcome import in_scope, out_of_scope
from bot.evaluation.report import Report
from bot.evaluation.threshold import Point
from bot.evaluation.words import percent

WIDTH, HEIGHT = 340, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 12, 34
BARS = 20
"""Into so many bars confidence is cut for the histogram."""

_KINDS = ("right", "wrong", "outside")
_ACROSS, _DOWN = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
_LOWEST = {0.8: 4, 0.5: 5, 0.0: 4}
"""Where the standing axis of the curve may begin, and into how many steps it is then cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with what it says."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of a curve that has a meaning."""

    x: float
    y: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label on an axis, at its place."""

    at: float
    label: str


def across(part: float) -> float:
    """Give the place of a share on the lying axis."""
    return round(LEFT + _ACROSS * part, 2)


def up(part: float) -> float:
    """Give the place of a share on the standing axis."""
    return round(TOP + _DOWN * (1 - part), 2)


def shares_across() -> tuple[Tick, ...]:
    """Give the labels of a lying axis from 0 to 100 %."""
    return tuple(Tick(at=across(value / 100), label=f"{value}") for value in (0, 25, 50, 75, 100))


def shares_up(lowest: float = 0.0) -> tuple[Tick, ...]:
    """Give the labels of a standing axis from `lowest` to 100 %."""
    steps = _LOWEST[lowest]
    return tuple(
        Tick(at=up(place / steps), label=f"{100 * (lowest + (1 - lowest) * place / steps):.0f}")
        for place in range(steps + 1)
    )


def reliability(report: Report) -> tuple[Box, ...]:
    """Give a bar for each bin: as wide as the bin, as high as the share that is right."""
    return tuple(
        Box(
            x=across(item.low) + 1,
            y=up(item.right),
            width=round(_ACROSS * (item.high - item.low) - 2, 2),
            height=round(_DOWN * item.right, 2),
            kind="right",
            title=f"{percent(item.confidence)} sure: {percent(item.right)} right, {item.count} sentences",
        )
        for item in report.bins
    )


def dots(report: Report) -> tuple[Mark, ...]:
    """Give each bin's mean confidence and share right; on the diagonal confidence means what it says."""
    return tuple(
        Mark(x=across(item.confidence), y=up(item.right), kind="dot", title=f"{item.count} sentences")
        for item in report.bins
    )


def histogram(report: Report) -> tuple[Box, ...]:
    """Give how sure the readings are: right ones, wrong ones and those out of scope on top of each other."""
    counted = _counted(report)
    tallest = max((sum(found.values()) for found in counted.values()), default=1)
    return tuple(box for place in sorted(counted) for box in _stack(place, counted[place], tallest))


def tallest_bar(report: Report) -> int:
    """Give how many sentences the tallest bar of the histogram stands for."""
    return max((sum(found.values()) for found in _counted(report).values()), default=0)


def tenths(report: Report) -> tuple[tuple[str, int, int, int], ...]:
    """Give the histogram's table: a tenth of confidence, and how many are right, wrong and out of scope."""
    counted = _counted(report)
    tenths = [(place, _tenth(counted, place)) for place in range(10)]
    return tuple(
        (f"{10 * place} to {10 * place + 10} %", found["right"], found["wrong"], found["outside"])
        for place, found in tenths
        if found.total()
    )


def _tenth(counted: Mapping[int, Counter[str]], tenth: int) -> Counter[str]:
    each = BARS // 10
    bars = (counted.get(place, Counter()) for place in range(each * tenth, each * (tenth + 1)))
    return sum(bars, Counter())


def _counted(report: Report) -> dict[int, Counter[str]]:
    counted: dict[int, Counter[str]] = {}
    for item in report.outcomes:
        if in_scope(item) or out_of_scope(item):
            kind = "outside" if out_of_scope(item) else "right" if item.right else "wrong"
            place = min(BARS - 1, int(item.confidence * BARS))
            counted.setdefault(place, Counter())[kind] += 1
    return counted


def _stack(place: int, found: Counter[str], tallest: int) -> Iterator[Box]:
    sure = f"{100 * place // BARS} to {100 * (place + 1) // BARS} % sure"
    bottom = 0
    for kind in _KINDS:
        if found[kind]:
            bottom += found[kind]
            yield Box(
                x=across(place / BARS) + 0.75,
                y=up(bottom / tallest),
                width=round(_ACROSS / BARS - 1.5, 2),
                height=round(_DOWN * found[kind] / tallest, 2),
                kind=kind,
                title=f"{sure}: {found[kind]} {NAMES[kind]}",
            )


NAMES = {"right": "right", "wrong": "wrong", "outside": "out of scope"}
"""How the kinds of the histogram are called."""


def lowest_precision(report: Report) -> float:
    """Give where the standing axis of the curve begins: a round share below all of it."""
    least = min((point.right for point in report.curve if point.right is not None), default=1.0)
    return next(lowest for lowest in _LOWEST if lowest <= least)


def curve_path(report: Report) -> str:
    """Give the points of the curve of what is answered (lying) against what is right (standing)."""
    lowest = lowest_precision(report)
    places = (_place(point, lowest) for point in report.curve)
    return " ".join(f"{place[0]},{place[1]}" for place in places if place is not None)


def marks(report: Report) -> tuple[Mark, ...]:
    """Give the threshold in force, and the suggested one."""
    lowest = lowest_precision(report)
    matching, suggestion = report.matching, report.suggestion
    named = [("force", "in force", nearest(report.curve, matching.answer_above))]
    if suggestion is not None and suggestion.point is not None:
        named.append(("suggested", f"right {100 * suggestion.target:g} times in 100", suggestion.point))
    return tuple(
        Mark(x=place[0], y=place[1], kind=kind, title=f"answer_above = {point.answer_above:.2f}, {words}")
        for kind, words, point in named
        if (place := _place(point, lowest)) is not None
    )


def nearest(points: Sequence[Point], answer_above: float) -> Point:
    """Give the point of a curve whose threshold is nearest."""
    return min(points, key=lambda point: abs(point.answer_above - answer_above))


def _place(point: Point, lowest: float) -> tuple[float, float] | None:
    if point.answered is None or point.right is None:
        return None
    return across(point.answered), up((point.right - lowest) / (1 - lowest))
