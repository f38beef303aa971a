"""How well each intent is found: its recall, its precision and the two in one, the worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentFigures:
    """One intent: how many questions ask for it, the share found, and the share right of those read as it.

    `precision` is None where nothing was read as it; `f1` is the harmonic mean, 0 where nothing was right.
    """

    intent: str
    examples: int
    recall: float
    precision: float | None
    f1: float


def by_intent(inside: Sequence[Outcome]) -> tuple[IntentFigures, ...]:
    """Give the figures of every intent that questions in scope ask for."""
    asked = Counter(item.question.intent for item in inside)
    read = Counter(item.best.intent for item in inside)
    right = Counter(item.question.intent for item in inside if item.right)
    found = [
        IntentFigures(
            intent=name,
            examples=count,
            recall=right[name] / count,
            precision=right[name] / read[name] if read[name] else None,
            f1=2 * right[name] / (count + read[name]),
        )
        for name, count in asked.items()
    ]
    return tuple(sorted(found, key=lambda item: (item.f1, -item.examples, item.intent)))
