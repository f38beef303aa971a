"""The simulator is tested too: every bug planted on purpose is found, within its recorded seeds."""

from __future__ import annotations

import pytest

from tests.simulate.planted import ALL, Planted
from tests.simulate.verdict import judge


@pytest.mark.parametrize("planted", ALL, ids=lambda planted: planted.name)
def test_a_planted_bug_is_found(planted: Planted) -> None:
    found = any(judge(seed, planted).violations for seed in planted.seeds)
    assert found, f"{planted.name} was not found in {len(planted.seeds)} weeks"
