"""How sure the bot must be: what each threshold would answer, and the one that is right often enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.measures import likely_range, share
from bot.evaluation.outcome import Outcome, in_scope, out_of_scope
from bot.settings.values import Matching

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What a threshold does: the share of questions in scope answered, and of all answers the share right.

    An answer to a question out of scope is a wrong one. `right` is None where nothing is answered.
    """

    answer_above: float
    answers: int
    answered: float | None
    right: float | None
    oos_answered: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The lowest threshold that is right often enough; None where none is, `best` being the most reached.

    `low` and `high`: where the true share of right answers lies 95 times in 100, given so few sentences.
    """

    target: float
    point: Point | None
    best: float | None
    low: float = 0.0
    high: float = 1.0


def point_at(outcomes: Sequence[Outcome], answer_above: float, margin: float) -> Point:
    """Give what one threshold does."""
    inside = [(item.answered_at(answer_above, margin), item.right) for item in outcomes if in_scope(item)]
    outside = [item.answered_at(answer_above, margin) for item in outcomes if out_of_scope(item)]
    given = [right for answered, right in inside if answered] + [False] * sum(outside)
    return Point(
        answer_above=answer_above,
        answers=len(given),
        answered=share(answered for answered, _right in inside),
        right=share(given),
        oos_answered=share(outside),
    )


def curve(outcomes: Sequence[Outcome], matching: Matching) -> tuple[Point, ...]:
    """Give what each hundredth from 0 to 1 does, as people write thresholds."""
    return tuple(point_at(outcomes, place / 100, matching.margin) for place in range(101))


def suggest(points: Sequence[Point], target: float, *, ask_above: float) -> Suggestion:
    """Give the threshold of a curve that answers most and is right in `target` of its answers.

    None below `ask_above`: settings must not have the bot ask where it is surer than to answer.
    """
    allowed = [(point.right, point) for point in points if point.answer_above >= ask_above]
    rated = [(right, point) for right, point in allowed if right is not None]
    reached = [point for right, point in rated if right >= target - _ROUNDING]
    best = max((right for right, _point in rated), default=None)
    if not reached:
        return Suggestion(target=target, point=None, best=best)
    chosen = max(reached, key=lambda point: (point.answers, -point.answer_above))
    low, high = likely_range(round((chosen.right or 0.0) * chosen.answers), chosen.answers)
    return Suggestion(target=target, point=chosen, best=best, low=low, high=high)
