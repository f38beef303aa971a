"""Teaches a matcher for each sitting and asks it one sentence at a time, with a clock beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.evaluation.listening import Listener
from bot.evaluation.outcome import Outcome
from bot.evaluation.question import Question, Sort
from bot.evaluation.sittings import Sitting, without
from bot.knowledge.intents import Intent
from bot.knowledge.matching import fit
from bot.knowledge.matching.lessons import with_samples
from bot.knowledge.ports import Matcher
from bot.settings.values import Settings

MOST = 3
"""So many candidates of each reading are kept."""

Told = Callable[[int, str], None]
"""Is told how many questions have been asked, and in words what is being done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What matchers are taught, by what settings, hearing through which encoder (None: letters alone)."""

    intents: tuple[Intent, ...]
    settings: Settings
    listener: Listener | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Every question's outcome in the order asked, and the seconds each matcher took to be taught."""

    outcomes: tuple[Outcome, ...]
    fits: tuple[float, ...]


def run(taught: Taught, sittings: Iterable[Sitting], clock: Clock, told: Told) -> Run:
    """Hold the sittings one after the other; one matcher is kept at a time."""
    outcomes: list[Outcome] = []
    fits: list[float] = []
    if taught.listener is not None:
        taught.listener.warm()
    for sitting in sittings:
        told(len(outcomes), "teaching")
        start = clock.monotonic()
        matcher = _fitted(taught, sitting)
        fits.append(clock.monotonic() - start)
        for outcome in ask(matcher, sitting.questions, taught, clock):
            outcomes.append(outcome)
            told(len(outcomes), "asking")
        del matcher  # before the next one is made: one of thousands of sentences takes gigabytes
    return Run(outcomes=tuple(outcomes), fits=tuple(fits))


def _fitted(taught: Taught, sitting: Sitting) -> Matcher:
    if taught.listener is not None:
        taught.listener.is_asked = False
    return fit(without(taught.intents, sitting.held), taught.settings, taught.listener)


def ask(matcher: Matcher, questions: Sequence[Question], taught: Taught, clock: Clock) -> Iterator[Outcome]:
    """Ask a matcher each question; slots of the brand's own lines are filled with likely values."""
    if taught.listener is not None:
        taught.listener.is_asked = True
    for question in questions:
        text = _spoken(question, taught)
        start = clock.monotonic()
        match = matcher.match(text)
        yield Outcome(
            question=question,
            candidates=match.candidates[:MOST],
            novel=match.novel,
            seconds=clock.monotonic() - start,
        )


def _spoken(question: Question, taught: Taught) -> str:
    if question.sort is Sort.FILE:
        return question.text
    return with_samples(question.text, taught.settings.slots)
