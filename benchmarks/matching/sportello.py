"""Sportello's matcher as a system of the benchmark; the encoder is named on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import version

from benchmarks.matching.process import Job, Reader, Reading, serve
from benchmarks.matching.sentences import intents_of
from bot.knowledge.matching import encoder_problem, fit, load_encoder
from bot.knowledge.ports import Matcher
from bot.settings.values import Brand, Settings

TARGET = 0.95


class Asked:
    """A fitted matcher."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self.suggested = matcher.threshold_for(TARGET)

    def read(self, text: str) -> Reading:
        match = self._matcher.match(text)
        return Reading(
            intents=[candidate.intent for candidate in match.candidates[:3]],
            confidence=match.best.confidence if match.best is not None else 0.0,
            novel=match.novel,
        )


def prepare(name: str) -> Callable[[Job], Asked]:
    """Load an encoder; give what fits a matcher with it. Raises SystemExit where it is missing."""
    if problem := encoder_problem(name):
        raise SystemExit(str(problem))
    encoder = load_encoder(name)
    if encoder is not None:
        encoder.encode(["first"])

    def fitted(job: Job) -> Asked:
        settings = Settings(brand=Brand(name="Benchmark", languages=(job.language,)))
        return Asked(fit(intents_of(job.train, job.language), settings, encoder))

    return fitted


def _prepare() -> tuple[str, Callable[[Job], Reader]]:
    return version("sportello"), prepare(sys.argv[1])


if __name__ == "__main__":
    serve(_prepare)
