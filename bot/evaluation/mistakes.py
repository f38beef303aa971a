"""What went wrong and where to look: pairs mixed up, examples that hurt, intents too close to each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.outcome import Outcome
from bot.settings.values import Matching

CLOSE = 0.1
"""Two intents are too close when this share of their questions is mixed up or nearly so."""

FEWEST = 3
"""Fewer questions than these are no sign of two intents being close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Questions of one intent that were read as another, the surest first; "" is none."""

    intent: str
    read_as: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Two intents, how many questions they have, and those mixed up (wrong) or nearly so (a tie)."""

    first: str
    second: str
    questions: int
    outcomes: tuple[Outcome, ...]

    @property
    def part(self) -> float:
        """The share of the two's questions that are mixed up or nearly so."""
        return len(self.outcomes) / self.questions


def confusions(inside: Sequence[Outcome]) -> tuple[Confusion, ...]:
    """Give every pair that was mixed up, the most frequent first."""
    pairs: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in inside:
        if not outcome.right:
            pairs[outcome.question.intent, outcome.best.intent].append(outcome)
    found = [
        Confusion(intent=intent, read_as=read, outcomes=tuple(surest_first(wrong)))
        for (intent, read), wrong in pairs.items()
    ]
    return tuple(sorted(found, key=lambda item: (-len(item.outcomes), item.intent, item.read_as)))


def hurting(inside: Sequence[Outcome], matching: Matching) -> tuple[Outcome, ...]:
    """Give the questions that would confidently be answered as another intent, the surest first.

    Read without having been taught, such a sentence stands among another intent's: its label may be wrong,
    and as an example it pulls others after it.
    """
    wrong = [item for item in inside if not item.right]
    return tuple(surest_first([item for item in wrong if _sure(item, matching)]))


def too_close(inside: Sequence[Outcome], matching: Matching) -> tuple[Close, ...]:
    """Give the pairs of intents that are hard to tell apart, the hardest first."""
    asked = Counter(item.question.intent for item in inside)
    pairs: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in inside:
        rival = _rival(outcome, matching)
        if rival in asked:
            first, second = sorted((outcome.question.intent, rival))
            pairs[first, second].append(outcome)
    found = [
        Close(first=one, second=two, questions=asked[one] + asked[two], outcomes=tuple(surest_first(mixed)))
        for (one, two), mixed in pairs.items()
    ]
    close = [item for item in found if item.part >= CLOSE and len(item.outcomes) >= FEWEST]
    return tuple(sorted(close, key=lambda item: (-item.part, -item.questions, item.first, item.second)))


def surest_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Order outcomes by confidence, the greatest first; equal ones by where they stand."""
    return sorted(outcomes, key=lambda item: (-item.confidence, item.question.file, item.question.line))


def _sure(outcome: Outcome, matching: Matching) -> bool:
    return outcome.answered_at(matching.answer_above, matching.margin)


def _rival(outcome: Outcome, matching: Matching) -> str:
    """Give the intent a question was taken for, or nearly; "" where there is no rival."""
    if not outcome.right:
        return outcome.best.intent
    tied = len(outcome.candidates) > 1 and outcome.lead < matching.margin
    return outcome.candidates[1].intent if tied else ""
