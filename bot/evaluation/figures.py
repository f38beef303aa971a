"""The figures of an evaluation, as `sportello eval --json` prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from bot.evaluation.measures import calibration_error, coverage, quantile, share, told_apart
from bot.evaluation.outcome import Fate, Outcome, fate_of, in_scope, near_miss_answered, out_of_scope
from bot.evaluation.question import Sort
from bot.settings.values import Matching

MORE_IS_BETTER = (
    "accuracy",
    "coverage_at_95",
    "coverage_at_99",
    "oos_auroc",
    "oos_recall",
    "in_scope_kept",
    "among_first_three",
    "answered",
    "answered_right",
)
"""The figures a least value can be asked of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What an evaluation took: seconds to fit once, and the process's greatest memory in MB."""

    fit_seconds: float | None = None
    peak_rss_mb: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares are in [0, 1]; None means that there was nothing to measure.

    `examples` are the questions in scope and out of it, near misses aside. `oos_…` are about the questions
    out of scope; `in_scope_kept` and `oos_recall` are those a person does, or does not, have to read.
    """

    examples: int
    accuracy: float | None
    coverage_at_95: float | None
    coverage_at_99: float | None
    ece: float | None
    oos_auroc: float | None
    oos_recall: float | None
    in_scope_kept: float | None
    fit_seconds: float | None
    p50_ms: float | None
    p99_ms: float | None
    peak_rss_mb: float | None
    among_first_three: float | None
    answered: float | None
    answered_right: float | None
    oos_answered: float | None
    near_misses: int
    near_misses_answered: int


def figures_of(outcomes: Sequence[Outcome], matching: Matching, costs: Costs) -> Figures:
    """Work the figures out."""
    inside = [item for item in outcomes if in_scope(item)]
    outside = [item for item in outcomes if out_of_scope(item)]
    near = [item for item in outcomes if item.question.sort is Sort.NEAR_MISS]
    given = [item for item in inside if fate_of(item, matching) is Fate.ANSWERED]
    times = [1000 * item.seconds for item in outcomes]
    return Figures(
        examples=len(inside) + len(outside),
        accuracy=share(item.right for item in inside),
        coverage_at_95=coverage(inside, 0.95),
        coverage_at_99=coverage(inside, 0.99),
        ece=calibration_error(inside),
        oos_auroc=told_apart(inside, outside),
        oos_recall=share(fate_of(item, matching) is Fate.PERSON for item in outside),
        in_scope_kept=share(fate_of(item, matching) is not Fate.PERSON for item in inside),
        fit_seconds=costs.fit_seconds,
        p50_ms=quantile(times, 0.5),
        p99_ms=quantile(times, 0.99),
        peak_rss_mb=costs.peak_rss_mb,
        among_first_three=share(_among_first(item, 3) for item in inside),
        answered=share(fate_of(item, matching) is Fate.ANSWERED for item in inside),
        answered_right=share(item.right for item in given),
        oos_answered=share(fate_of(item, matching) is Fate.ANSWERED for item in outside),
        near_misses=len(near),
        near_misses_answered=sum(near_miss_answered(item, matching) for item in near),
    )


def rounded(figures: Figures) -> dict[str, float | int | None]:
    """Give the figures by name, with four decimals."""
    values = {field.name: getattr(figures, field.name) for field in fields(Figures)}
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


def _among_first(outcome: Outcome, most: int) -> bool:
    return any(one.intent == outcome.question.intent for one in outcome.candidates[:most])
