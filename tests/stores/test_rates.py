"""The law of the rates: no window of a rate's length ever holds more than its count."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.traits import Rate
from bot.stores.units.rates import PLENTY, free_at, limits, room, take

RATES = st.builds(
    Rate,
    scope=st.just("account"),
    count=st.integers(1, 40),
    per=st.integers(1, 3_600_000).map(lambda n: timedelta(milliseconds=n)),
)
STEPS = st.lists(st.tuples(st.integers(0, 2_000_000), st.integers(1, 50)), max_size=60)


@settings(max_examples=150)
@given(st.lists(RATES, min_size=1, max_size=3), STEPS)
def test_no_window_holds_more_than_the_count(rates: list[Rate], steps: list[tuple[int, int]]) -> None:
    over, state, now = limits(rates, "account"), dict[str, int](), 0
    sent: list[int] = []
    for wait, wanted in steps:
        now += wait
        count = min(room(state, over, now), wanted)
        if count:
            state = take(state, over, now, count)
            sent += [now] * count
    for rate in rates:
        span = rate.per // timedelta(microseconds=1)
        for first in sent:
            assert sum(first <= moment < first + span for moment in sent) <= rate.count


@settings(max_examples=100)
@given(RATES, st.integers(1, 30))
def test_the_moment_named_is_the_first_at_which_one_may_go(rate: Rate, sends: int) -> None:
    over, state, now = limits([rate], "account"), dict[str, int](), 1_000_000
    for _ in range(sends):
        now = max(now, free_at(state, over, now))
        assert room(state, over, now) >= 1
        state = take(state, over, now)
    free = free_at(state, over, now)
    assert room(state, over, free) >= 1
    assert free <= now or room(state, over, free - 1) == 0


@settings(max_examples=50)
@given(RATES)
def test_nineteen_twentieths_of_the_rate_can_be_used_for_ever(rate: Rate) -> None:
    (limit,) = limits([rate], "account")
    span = rate.per // timedelta(microseconds=1)
    assert limit.interval * 95 * rate.count <= 100 * (span + rate.count)


def test_without_a_rate_there_is_plenty_of_room() -> None:
    assert room({}, limits([], "account"), 0) == PLENTY


def test_a_rate_of_another_scope_does_not_count() -> None:
    rate = Rate(scope="conversation", count=1, per=timedelta(seconds=1))
    assert limits([rate], "account") == ()


def test_a_rate_that_was_changed_starts_anew() -> None:
    old = limits([Rate(scope="account", count=1, per=timedelta(hours=1))], "account")
    new = limits([Rate(scope="account", count=2, per=timedelta(hours=1))], "account")
    assert room(take({}, old, 0), new, 1) == 1
