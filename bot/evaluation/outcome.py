"""What the matcher made of a question, whether that was right, and what the bot would do with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.evaluation.question import OUT_OF_SCOPE, Question, Sort
from bot.model.matching import Candidate
from bot.settings.values import Matching

NOTHING = Candidate(intent="", confidence=0.0)
"""The reading of a text that is read as nothing at all."""


class Fate(StrEnum):
    """What the bot does with a reading: answers, asks “did you mean”, or leaves it to a person."""

    ANSWERED = "answered"
    ASKED = "asked"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A question with its reading, best candidate first, and the `seconds` the reading took."""

    question: Question
    candidates: tuple[Candidate, ...] = ()
    novel: bool = False
    seconds: float = 0.0

    @property
    def best(self) -> Candidate:
        """The likeliest reading."""
        return self.candidates[0] if self.candidates else NOTHING

    @property
    def confidence(self) -> float:
        """How sure the likeliest reading is, in [0, 1]."""
        return self.best.confidence

    @property
    def right(self) -> bool:
        """Whether the likeliest reading is the question's intent; never for one out of scope."""
        return self.question.intent != OUT_OF_SCOPE and self.best.intent == self.question.intent

    @property
    def lead(self) -> float:
        """How much surer the likeliest reading is than the next."""
        return self.confidence - (self.candidates[1].confidence if len(self.candidates) > 1 else 0.0)

    def answered_at(self, answer_above: float, margin: float) -> bool:
        """Tell whether the bot answers under these thresholds."""
        tied = len(self.candidates) > 1 and self.lead < margin
        return bool(self.candidates) and self.confidence >= answer_above and not (tied or self.novel)


def fate_of(outcome: Outcome, matching: Matching) -> Fate:
    """Say what the bot does under the thresholds in force, as its rules `answer` and `clarify` do."""
    if outcome.answered_at(matching.answer_above, matching.margin):
        return Fate.ANSWERED
    asked = bool(outcome.candidates) and outcome.confidence >= matching.ask_above and not outcome.novel
    return Fate.ASKED if asked else Fate.PERSON


def in_scope(outcome: Outcome) -> bool:
    """Tell whether a question has an intent to be found."""
    return outcome.question.sort is not Sort.NEAR_MISS and outcome.question.intent != OUT_OF_SCOPE


def out_of_scope(outcome: Outcome) -> bool:
    """Tell whether a question should be claimed by no intent."""
    return outcome.question.sort is not Sort.NEAR_MISS and outcome.question.intent == OUT_OF_SCOPE


def near_miss_answered(outcome: Outcome, matching: Matching) -> bool:
    """Tell whether this is a near miss, and answered as the very intent it must not match."""
    question = outcome.question
    claimed = question.sort is Sort.NEAR_MISS and outcome.best.intent == question.intent
    return claimed and fate_of(outcome, matching) is Fate.ANSWERED
