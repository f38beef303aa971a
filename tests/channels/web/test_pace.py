"""The pace of one customer, judged by counting."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.web.pace import Pace


@settings(max_examples=100)
@given(st.lists(st.floats(0, 30), max_size=80))
def test_no_window_holds_more_than_the_burst_and_one_for_each_interval(moments: list[float]) -> None:
    pace = Pace(burst=5, every=2.0)
    let_through = [moment for moment in sorted(moments) if pace.wait("k", moment) == 0]
    for start, first in enumerate(let_through):
        for count, last in enumerate(let_through[start:], 1):
            assert count <= 5 + (last - first) / 2.0 + 1e-6


@given(st.integers(1, 20))
def test_after_the_wait_it_gives_the_next_one_passes(burst: int) -> None:
    pace = Pace(burst=burst, every=3.0)
    assert [pace.wait("k", 0.0) for _ in range(burst)] == [0] * burst
    wait = pace.wait("k", 0.0)
    assert wait > 0
    assert pace.wait("k", float(wait)) == 0


def test_keys_at_rest_are_forgotten() -> None:
    pace = Pace(burst=2, every=1.0)
    for number in range(10_000):
        pace.wait(f"key-{number}", number * 10.0)
    assert len(pace._full_at) <= 4096
