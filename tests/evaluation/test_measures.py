"""The measures give what counting by hand gives, on any outcomes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.measures import (
    bins,
    calibration_error,
    coverage,
    likely_range,
    quantile,
    share,
    told_apart,
)
from bot.evaluation.outcome import Outcome
from tests.evaluation.made import outcome

SURE = st.integers(0, 20).map(lambda twentieth: twentieth / 20)
READINGS = st.lists(st.tuples(SURE, st.booleans()), min_size=1, max_size=30)


def made(readings: Sequence[tuple[float, bool]]) -> list[Outcome]:
    return [outcome("a", ("a" if right else "b", sure)) for sure, right in readings]


@given(READINGS, st.sampled_from([0.5, 0.9, 0.95, 0.99, 1.0]))
def test_coverage_is_the_best_that_any_threshold_gives(
    readings: list[tuple[float, bool]], precision: float
) -> None:
    best = 0
    for threshold in {sure for sure, _right in readings}:
        given_answers = [right for sure, right in readings if sure >= threshold]
        if sum(given_answers) * 1000 >= round(precision * 1000) * len(given_answers):
            best = max(best, len(given_answers))
    assert coverage(made(readings), precision) == best / len(readings)


def test_coverage_answers_equal_confidences_together_or_not_at_all() -> None:
    tied = made([(0.9, True), (0.9, True), (0.9, False)])
    assert coverage(tied, 0.95) == 0.0
    assert coverage(tied, 0.6) == 1.0
    assert coverage([], 0.95) is None


@given(READINGS, READINGS)
def test_told_apart_is_the_share_of_pairs_in_the_right_order(
    inside: list[tuple[float, bool]], outside: list[tuple[float, bool]]
) -> None:
    wins = sum((one > other) + 0.5 * (one == other) for one, _right in inside for other, _wrong in outside)
    found = told_apart(made(inside), made(outside))
    assert found == pytest.approx(wins / (len(inside) * len(outside)))
    mirrored = told_apart(made(outside), made(inside))
    assert found is not None
    assert mirrored == pytest.approx(1 - found)


def test_nothing_is_told_apart_where_one_side_is_empty() -> None:
    assert told_apart(made([(0.5, True)]), []) is None
    assert told_apart([], made([(0.5, True)])) is None


def test_calibration_is_off_by_the_gap_of_each_bin_weighed_by_its_size() -> None:
    readings = [(0.95, True), (0.95, False), (0.15, True), (0.95, True), (0.95, True)]
    by_hand = (4 * abs(0.95 - 3 / 4) + 1 * abs(0.15 - 1.0)) / 5
    assert calibration_error(made(readings)) == pytest.approx(by_hand)
    assert calibration_error(made([(1.0, True)] * 3)) == 0.0
    assert calibration_error([]) is None


@given(READINGS, st.integers(1, 20))
def test_every_outcome_is_in_one_bin_within_its_bounds(
    readings: list[tuple[float, bool]], count: int
) -> None:
    found = bins(made(readings), count)
    assert sum(part.count for part in found) == len(readings)
    assert sum(part.count * part.right for part in found) == pytest.approx(
        sum(right for _sure, right in readings)
    )
    for part in found:
        assert part.low - 1e-9 <= part.confidence <= part.high + 1e-9


@given(st.lists(st.floats(0, 1000), min_size=1), st.floats(0, 0.999))
def test_a_quantile_is_a_value_with_so_many_below_or_equal(values: list[float], part: float) -> None:
    found = quantile(values, part)
    assert found in values
    assert found is not None
    assert sum(value <= found for value in values) >= part * len(values)
    assert sum(value < found for value in values) <= part * len(values)


def test_what_is_empty_has_no_share_and_no_quantile() -> None:
    assert share([]) is None
    assert quantile([], 0.5) is None
    assert share([True, False, True, True]) == 0.75


def test_the_likely_range_is_that_of_wilson() -> None:
    low, high = likely_range(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert likely_range(0, 0) == (0.0, 1.0)


@given(st.integers(1, 500).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_likely_range_holds_what_was_seen_and_narrows_with_more(pair: tuple[int, int]) -> None:
    right, count = pair
    low, high = likely_range(right, count)
    assert 0 <= low <= right / count + 1e-9
    assert right / count - 1e-9 <= high <= 1
    wider = high - low
    low, high = likely_range(10 * right, 10 * count)
    assert high - low < wider
