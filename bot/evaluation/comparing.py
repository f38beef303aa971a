"""The same questions put to two versions of a brand: which got better, which worse, and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from bot.evaluation.figures import Figures
from bot.evaluation.outcome import Fate, Outcome, fate_of, in_scope, near_miss_answered, out_of_scope
from bot.evaluation.question import Sort
from bot.evaluation.report import Report
from bot.settings.values import Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A question read otherwise than before."""

    before: Outcome
    now: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed; `figures` are (name, before, now) of those that differ.

    Better and worse go by what the customer gets: the right answer, a question or a person, a wrong answer.
    """

    against: str
    questions: int
    better: tuple[Changed, ...]
    worse: tuple[Changed, ...]
    figures: tuple[tuple[str, float | None, float | None], ...]


_COSTS = frozenset({"fit_seconds", "p50_ms", "p99_ms", "peak_rss_mb"})


def compare(before: Report, now: Report, *, against: str) -> Comparison:
    """Compare two reports whose runs asked the same questions in the same order."""
    pairs = [
        (_worth(was, before.matching), _worth(new, now.matching), Changed(before=was, now=new))
        for was, new in zip(before.outcomes, now.outcomes, strict=True)
    ]
    return Comparison(
        against=against,
        questions=sum(in_scope(item) or out_of_scope(item) for item in now.outcomes),
        better=_ordered([changed for was, new, changed in pairs if new > was]),
        worse=_ordered([changed for was, new, changed in pairs if new < was]),
        figures=_differing(before.figures, now.figures),
    )


def _worth(outcome: Outcome, matching: Matching) -> int:
    """Rank what the customer gets: 0 a wrong answer, 1 a person, 2 asked about the right one, 3 right."""
    fate = fate_of(outcome, matching)
    if outcome.question.sort is Sort.NEAR_MISS:
        return 0 if near_miss_answered(outcome, matching) else 3
    if out_of_scope(outcome):
        return {Fate.ANSWERED: 0, Fate.ASKED: 1, Fate.PERSON: 3}[fate]
    if fate is Fate.ANSWERED:
        return 3 if outcome.right else 0
    return 2 if fate is Fate.ASKED and outcome.right else 1


def _ordered(changed: Sequence[Changed]) -> tuple[Changed, ...]:
    """Give first what changed most in confidence."""
    return tuple(sorted(changed, key=lambda item: -abs(item.now.confidence - item.before.confidence)))


def _differing(before: Figures, now: Figures) -> tuple[tuple[str, float | None, float | None], ...]:
    pairs = (
        (item.name, getattr(before, item.name), getattr(now, item.name))
        for item in fields(Figures)
        if item.name not in _COSTS
    )
    return tuple((name, was, new) for name, was, new in pairs if was != new)
