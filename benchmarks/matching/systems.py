"""The systems that are measured, and how each is asked in a process of its own, on one thread."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.matching.environments import Environment, python_of
from benchmarks.matching.process import Job, Report, report_from

ROOT = Path(__file__).parents[2]
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A way to match intents.

    `variants` are the arguments of its module; the most accurate counts.
    `probable`: its confidence claims to be a probability. `only`: the tasks it is run on, empty for all, and
    `draws` how many of a task's draws.
    """

    name: str
    title: str
    module: str
    variants: tuple[str, ...] = ("",)
    probable: bool = False
    environment: Environment | None = None
    only: Collection[str] = ()
    draws: int = 3


SYSTEMS = (
    System(
        name="sportello",
        title="Sportello",
        module="benchmarks.matching.sportello",
        variants=("use",),
        probable=True,
    ),
    System(
        name="sportello_strong",
        title="Sportello, strong",
        module="benchmarks.matching.sportello",
        variants=("strong",),
        probable=True,
        only=("banking77_10", "posts_it_dev", "posts_it_held_out", "care_it_dev", "care_it_held_out"),
        draws=1,
    ),
    System(
        name="sportello_letters",
        title="Sportello, no encoder",
        module="benchmarks.matching.sportello",
        variants=("none",),
        probable=True,
    ),
    System(
        name="rapidfuzz",
        title="rapidfuzz alone",
        module="benchmarks.matching.peers.rapidfuzz_alone",
        variants=(
            "ratio",
            "token_sort_ratio",
            "token_set_ratio",
            "token_ratio",
            "partial_ratio",
            "partial_token_sort_ratio",
            "WRatio",
        ),
    ),
    System(
        name="svm",
        title="TF-IDF, linear SVM",
        module="benchmarks.matching.peers.linear_svm",
        environment=Environment(name="sklearn", packages=("scikit-learn==1.9.1",)),
    ),
    System(
        name="rasa",
        title="Rasa 3.6 (DIET)",
        module="benchmarks.matching.peers.rasa_diet",
        probable=True,
        environment=Environment(name="rasa", packages=("rasa==3.6.21",), python="python3.10"),
        only=("banking77_10", "posts_it_dev", "posts_it_held_out", "care_it_dev", "care_it_held_out"),
        draws=1,
    ),
)


class SystemFailedError(Exception):
    """A system's process ended badly; the message is the end of what it printed."""


def ask(system: System, variant: str, job: Job, peers: Path) -> Report:
    """Do a job with a system in a process of its own. Raises SystemFailedError."""
    python = python_of(system.environment, peers) if system.environment is not None else Path(sys.executable)
    command = [str(python), "-m", system.module, *([variant] if variant else [])]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        done = subprocess.run(
            command,
            input=json.dumps(asdict(job)),
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            check=False,
        )
        log.seek(0)
        if done.returncode:
            raise SystemFailedError(f"{system.name} {variant} failed:\n{log.read()[-2000:]}")
    return report_from(done.stdout)
