"""All that an evaluation found, for the terminal, the page and JSON alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.asking import Run
from bot.evaluation.figures import Costs, Figures, figures_of
from bot.evaluation.intent_figures import IntentFigures, by_intent
from bot.evaluation.measures import Bin, bins, likely_range, share
from bot.evaluation.mistakes import Close, Confusion, confusions, hurting, too_close
from bot.evaluation.outcome import Fate, Outcome, fate_of, in_scope, near_miss_answered, out_of_scope
from bot.evaluation.question import Sort
from bot.evaluation.threshold import Point, Suggestion, curve, suggest
from bot.settings.values import Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was evaluated: whose sentences, how they were asked in a sentence or two, and what to know."""

    title: str
    how: str
    notes: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The questions of one sort: how many are in scope, and the shares right and answered."""

    sort: Sort
    examples: int
    accuracy: float | None
    answered: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found; `low` and `high` are where the true accuracy lies 95 times in 100."""

    about: About
    matching: Matching
    figures: Figures
    low: float
    high: float
    parts: tuple[Part, ...]
    intents: tuple[IntentFigures, ...]
    bins: tuple[Bin, ...]
    curve: tuple[Point, ...]
    suggestion: Suggestion | None
    confusions: tuple[Confusion, ...]
    hurting: tuple[Outcome, ...]
    too_close: tuple[Close, ...]
    near_misses: tuple[Outcome, ...]
    outcomes: tuple[Outcome, ...]


def report_of(
    run: Run, about: About, matching: Matching, *, target: float | None, peak_rss_mb: float | None
) -> Report:
    """Work out all there is to say of a run; `target` is the share of answers that shall be right."""
    inside = [item for item in run.outcomes if in_scope(item)]
    points = curve(run.outcomes, matching)
    fit_seconds = sum(run.fits) / len(run.fits) if run.fits else None
    low, high = likely_range(sum(item.right for item in inside), len(inside))
    return Report(
        about=about,
        matching=matching,
        figures=figures_of(run.outcomes, matching, Costs(fit_seconds=fit_seconds, peak_rss_mb=peak_rss_mb)),
        low=low,
        high=high,
        parts=_parts(run.outcomes, matching),
        intents=by_intent(inside),
        bins=bins(inside),
        curve=points,
        suggestion=suggest(points, target, ask_above=matching.ask_above) if target is not None else None,
        confusions=confusions(inside),
        hurting=hurting(inside, matching),
        too_close=too_close(inside, matching),
        near_misses=tuple(item for item in run.outcomes if near_miss_answered(item, matching)),
        outcomes=run.outcomes,
    )


def _parts(outcomes: Sequence[Outcome], matching: Matching) -> tuple[Part, ...]:
    counted = Counter(item.question.sort for item in outcomes if in_scope(item))
    return tuple(_part(sort, outcomes, matching) for sort in Sort if counted[sort])


def _part(sort: Sort, outcomes: Sequence[Outcome], matching: Matching) -> Part:
    inside = [item for item in outcomes if item.question.sort is sort and in_scope(item)]
    return Part(
        sort=sort,
        examples=len(inside),
        accuracy=share(item.right for item in inside),
        answered=share(fate_of(item, matching) is Fate.ANSWERED for item in inside),
    )


def counts(report: Report) -> tuple[int, int]:
    """Give how many questions are in scope and how many out of it."""
    inside = sum(in_scope(item) for item in report.outcomes)
    return inside, sum(out_of_scope(item) for item in report.outcomes)
