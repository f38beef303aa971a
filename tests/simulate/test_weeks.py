"""A hundred simulated weeks of the real program: every promise holds in each."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.simulate.sometimes import NAMES
from tests.simulate.verdict import judge, judged

WEEKS = 100
CHUNK = 5


@pytest.mark.parametrize("first", range(0, WEEKS, CHUNK))
def test_every_promise_holds_in_every_week(first: int) -> None:
    found = [f"week {seed}: {one}" for seed in range(first, first + CHUNK) for one in judged(seed).violations]
    assert not found, "\n".join(found)


def test_what_must_happen_sometimes_has_happened_in_a_hundred_weeks() -> None:
    seen: Counter[str] = Counter()
    missing = set(NAMES)
    for seed in range(WEEKS):
        seen += judged(seed).happened
        missing = {name for name in NAMES if not seen[name]}
        if not missing:
            break
    assert not missing


def test_the_same_seed_gives_the_same_week() -> None:
    assert judge(3).digest == judged(3).digest
    assert judged(3).digest != judged(4).digest


def test_the_same_seed_gives_the_same_week_in_another_process() -> None:
    ask = "from tests.simulate.verdict import judge; print(judge(3).digest)"
    other = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == judged(3).digest
