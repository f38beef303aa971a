"""Runs systems on tasks, and gives each pair's figures."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.matching.figures import Figures, figures_of, median_of, rounded
from benchmarks.matching.process import Job
from benchmarks.matching.sentences import in_scope, read
from benchmarks.matching.systems import System, ask
from benchmarks.matching.tasks import Run, Task

ANSWER_ABOVE = 0.8
"""The threshold a brand has unless it sets another."""

SOME = 1_000
"""About so many sentences choose a system's variant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A system's figures on a task, `variant` being the one they are of, and the version that was run."""

    figures: Figures
    variant: str
    version: str
    draws: int

    def document(self) -> dict[str, Any]:
        """Give it as JSON would have it."""
        return {
            **rounded(self.figures),
            "variant": self.variant,
            "version": self.version,
            "draws": self.draws,
        }


def measure(task: Task, system: System, peers: Path) -> Measured:
    """Measure a system's best variant on a task: the median of its draws."""
    best = _best_variant(task, system, peers)
    found = [_run(run, task, system, best, peers) for run in task.runs[: system.draws]]
    return Measured(
        figures=median_of([figures for figures, _ in found]),
        variant=best,
        version=found[0][1],
        draws=len(found),
    )


def wants(system: System, task: Task) -> bool:
    """Tell whether a system is run on a task."""
    return not system.only or task.name in system.only


def _best_variant(task: Task, system: System, peers: Path) -> str:
    """Give the variant that is most often right on some of the sentences asked in the first draw."""
    if len(system.variants) == 1:
        return system.variants[0]
    tried = {name: _run(task.runs[0], task, system, name, peers, most=SOME) for name in system.variants}
    return max(tried, key=lambda name: tried[name][0]["accuracy"] or 0.0)


def _run(
    run: Run, task: Task, system: System, variant: str, peers: Path, *, most: int = 0
) -> tuple[Figures, str]:
    """Give the figures of one run, over about `most` sentences, evenly taken, where it is not 0."""
    train = in_scope([row for name in run.train for row in read(name)])
    test = [row for name in run.test for row in read(name)]
    test = test[:: max(1, len(test) // most)] if most else test
    job = Job(language=task.language, train=train, test=[row.text for row in test])
    report = ask(system, variant, job, peers)
    figures = figures_of(
        report,
        [row.intent for row in test],
        answer_above=ANSWER_ABOVE,
        probable=system.probable,
    )
    right = 100 * (figures["accuracy"] or 0.0)
    print(
        f"{task.name}  {Path(run.train[0]).name}  {system.name} {variant}  {right:.1f} % right,"
        f" taught in {report.fit_seconds:.1f} s",
        file=sys.stderr,
    )
    return figures, report.version
