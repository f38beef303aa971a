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
    """Measure a system on a task, the median of its draws; the first chooses the most accurate variant."""
    first, *others = task.runs[: system.draws]
    tried = {variant: _run(first, task, system, variant, peers) for variant in system.variants}
    best = max(tried, key=lambda variant: tried[variant][0]["accuracy"] or 0.0)
    found = [tried[best], *(_run(run, task, system, best, peers) for run in others)]
    return Measured(
        figures=median_of([figures for figures, _ in found]),
        variant=best,
        version=tried[best][1],
        draws=len(found),
    )


def wants(system: System, task: Task) -> bool:
    """Tell whether a system is run on a task."""
    return not system.only or task.name in system.only


def _run(run: Run, task: Task, system: System, variant: str, peers: Path) -> tuple[Figures, str]:
    train = in_scope([row for name in run.train for row in read(name)])
    test = [row for name in run.test for row in read(name)]
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
