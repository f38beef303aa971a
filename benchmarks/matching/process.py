"""One system in a process of its own: a job comes in on stdin, what it made of each text goes out on stdout.

Standard library only, and Python 3.10: it also runs in the peers' environments.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Job:
    """What a system is taught, (text, intent) pairs in `language`, and the texts it is then asked about."""

    language: str
    train: Sequence[tuple[str, str]]
    test: Sequence[str]


@dataclass(frozen=True)
class Reading:
    """What a system makes of a text: the likeliest intents, best first, and how sure it is of the first."""

    intents: Sequence[str]
    confidence: float
    novel: bool = False


class Reader(Protocol):
    """A system that was taught."""

    @property
    def suggested(self) -> float | None:
        """Give the confidence from which 95 of its answers in a hundred are right, where it knows one."""
        ...

    def read(self, text: str) -> Reading:
        """Read one text."""
        ...


Preparation = Callable[[], "tuple[str, Callable[[Job], Reader]]"]
"""Loads a system; gives its version and what teaches it a job."""


@dataclass(frozen=True)
class Timed:
    """A reading and the processor's seconds it took."""

    reading: Reading
    seconds: float


@dataclass(frozen=True)
class Report:
    """What a process measured; `load_seconds` is what a system needs before it can be taught.

    Seconds are the processor's, of all threads.
    """

    version: str
    load_seconds: float
    fit_seconds: float
    peak_rss_mb: float
    suggested: float | None
    answers: Sequence[Timed]


def serve(prepare: Preparation) -> None:
    """Prepare a system, give its version and its fit, do the job on stdin and print the report.

    Whatever the system itself prints goes to stderr.
    """
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    report = measured(prepare, _job(json.load(sys.stdin)))
    with out:
        json.dump(asdict(report), out)


def measured(prepare: Preparation, job: Job) -> Report:
    """Do a job in this process; the clock is the processor's, so that a busy machine does not count."""
    start = time.process_time()
    version, fit = prepare()
    loaded = time.process_time()
    reader = fit(job)
    fitted = time.process_time()
    answers = [_timed(reader, text) for text in job.test]
    return Report(
        version=version,
        load_seconds=loaded - start,
        fit_seconds=fitted - loaded,
        peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        suggested=reader.suggested,
        answers=answers,
    )


def report_from(text: str) -> Report:
    """Read a report that `serve` printed."""
    raw = json.loads(text)
    answers = [
        Timed(reading=Reading(**item["reading"]), seconds=item["seconds"]) for item in raw.pop("answers")
    ]
    return Report(answers=answers, **raw)


def _job(raw: Mapping[str, Any]) -> Job:
    pairs = [(text, intent) for text, intent in raw["train"]]
    return Job(language=str(raw["language"]), train=pairs, test=[str(text) for text in raw["test"]])


def _timed(reader: Reader, text: str) -> Timed:
    start = time.process_time()
    reading = reader.read(text)
    return Timed(reading=reading, seconds=time.process_time() - start)
