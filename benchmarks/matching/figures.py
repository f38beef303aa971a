"""What a run's readings are worth, beside the intents people gave the sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.matching.process import Report, Timed
from benchmarks.matching.sentences import OUT_OF_SCOPE
from bot.evaluation.measures import calibration_error, coverage, share, told_apart

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a system made of a sentence of `intent`; the answer has its time."""

    intent: str
    answer: Timed

    @property
    def confidence(self) -> float:
        return self.answer.reading.confidence

    @property
    def right(self) -> bool:
        return list(self.answer.reading.intents[:1]) == [self.intent]

    @property
    def among_first_three(self) -> bool:
        return self.intent in self.answer.reading.intents[:3]


def figures_of(report: Report, intents: Sequence[str], *, answer_above: float, probable: bool) -> Figures:
    """Give the figures of a run over sentences of these intents.

    `probable`: the system's confidence claims to be a probability, so that its calibration can be judged.
    """
    outcomes = [
        Outcome(intent=intent, answer=answer) for intent, answer in zip(intents, report.answers, strict=True)
    ]
    inside = [item for item in outcomes if item.intent != OUT_OF_SCOPE]
    outside = [item for item in outcomes if item.intent == OUT_OF_SCOPE]
    seconds = sorted(item.answer.seconds for item in outcomes)
    return {
        "sentences": len(outcomes),
        "accuracy": share(item.right for item in inside),
        "among_first_three": share(item.among_first_three for item in inside),
        "coverage_at_95": coverage(inside, 0.95),
        "coverage_at_99": coverage(inside, 0.99),
        "ece": calibration_error(inside) if probable else None,
        **_answered("answered", inside, outside, answer_above if probable else None),
        "suggested": report.suggested,
        **_answered("suggested_answered", inside, outside, report.suggested),
        "novel_inside": share(item.answer.reading.novel for item in inside),
        "oos_auroc": told_apart(inside, outside),
        "oos_novel": share(item.answer.reading.novel for item in outside) if outside else None,
        "load_seconds": report.load_seconds,
        "fit_seconds": report.fit_seconds,
        "p50_ms": 1000 * seconds[len(seconds) // 2],
        "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)],
        "peak_rss_mb": report.peak_rss_mb,
    }


def _answered(
    name: str, inside: Sequence[Outcome], outside: Sequence[Outcome], above: float | None
) -> Figures:
    """Give the share answered above a threshold, how many of those were right, and the share out of scope."""
    if above is None:
        return {name: None, f"{name}_right": None, f"oos_{name}": None}
    sure = [item for item in inside if item.confidence >= above]
    return {
        name: len(sure) / len(inside) if inside else 0.0,
        f"{name}_right": share(item.right for item in sure) if sure else None,
        f"oos_{name}": share(item.confidence >= above for item in outside) if outside else None,
    }


def median_of(runs: Sequence[Figures]) -> Figures:
    """Give each figure's median over several runs; None where a run has none."""
    return {name: _median([run[name] for run in runs]) for name in runs[0]}


def rounded(figures: Figures) -> Figures:
    """Give the figures with four decimals."""
    return {name: round(value, 4) if value is not None else None for name, value in figures.items()}


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if len(known) == len(values) else None
