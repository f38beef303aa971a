"""How well answers do with customers: what they say when asked, and what comes after each template."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from bot.model.feedback import Feedback, Step
from bot.model.hand_off import HandOffReason

SOON = timedelta(hours=24)
"""What comes later than this after an answer is about something else."""


class After(StrEnum):
    """What came after an answer, within a day and before another answer."""

    NO = "no"  # the customer said that it did not solve it
    ANGER = "anger"
    HAND_OFF = "hand_off"


_ANGER = frozenset({HandOffReason.ANGRY, HandOffReason.HATRED, HandOffReason.THREAT, HandOffReason.LEGAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one template did: how often it was given, what customers said, and what came after it."""

    template: str
    given: int = 0
    yes: int = 0
    no: int = 0
    anger: int = 0
    hand_off: int = 0

    @property
    def csat(self) -> float | None:
        """The share of those who said yes among those who said anything; None where nobody did."""
        said = self.yes + self.no
        return self.yes / said if said else None

    @property
    def bad(self) -> int:
        """How many answers were followed by a no, by anger or by a hand-off."""
        return self.no + self.anger + self.hand_off


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All templates, the worst first; of conversations, how many were asked and said yes or no.

    `unsolved` are the references of the cases whose customers said no, the latest first.
    """

    scores: tuple[Score, ...]
    asked: int
    yes: int
    no: int
    unsolved: tuple[str, ...] = ()

    @property
    def csat(self) -> float | None:
        """The share of the conversations solved among those that said; None where none did."""
        said = self.yes + self.no
        return self.yes / said if said else None


def summarise(feedback: Sequence[Feedback], steps: Iterable[Step]) -> Summary:
    """Sum up what customers said and what came after each answer. `steps` in order within a conversation."""
    given: Counter[str] = Counter()
    after: dict[str, Counter[After]] = defaultdict(Counter)
    for template, what in _answers(steps):
        given[template] += 1
        if what is not None:
            after[template][what] += 1
    yes = Counter(item.template for item in feedback if item.solved is True)
    no = Counter(item.template for item in feedback if item.solved is False)
    names = {*given, *(item.template for item in feedback)}
    scores = (
        Score(
            template=name,
            given=given[name],
            yes=yes[name],
            no=no[name],
            anger=after[name][After.ANGER],
            hand_off=after[name][After.HAND_OFF],
        )
        for name in names
    )
    latest = sorted(feedback, key=attrgetter("asked_at"), reverse=True)
    return Summary(
        scores=tuple(sorted(scores, key=lambda score: (-score.bad, score.template))),
        asked=len(feedback),
        yes=yes.total(),
        no=no.total(),
        unsolved=tuple(item.reference for item in latest if item.solved is False),
    )


def _answers(steps: Iterable[Step]) -> Iterator[tuple[str, After | None]]:
    """Give each answer with what came after it; what customers said when asked is counted apart."""
    for _, conversation in groupby(steps, key=attrgetter("conversation_id")):
        ordered = list(conversation)
        for index, step in enumerate(ordered):
            if step.answered:
                yield step.answered, _after(step, ordered[index + 1 :])


def _after(answer: Step, later: Iterable[Step]) -> After | None:
    for step in later:
        if step.answered or step.at - answer.at > SOON:
            return None
        if step.handed_off == HandOffReason.NOT_SOLVED:
            return After.NO
        if step.handed_off:
            return After.ANGER if step.handed_off in _ANGER else After.HAND_OFF
    return None
