"""After sends that failed in a row a platform is left in peace, and then one tries for all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.channels.restraint import Restraint

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND, NONE = timedelta(seconds=1), timedelta(0)


def restraint(failures: int = 0) -> Restraint:
    made = Restraint(lambda count: min(60 * SECOND, 10 * count * SECOND))
    for _ in range(failures):
        made.failed(NOW)
    return made


def test_one_failure_is_an_accident() -> None:
    assert restraint(1).hold(NOW) == NONE
    assert not restraint(1).is_trouble


def test_two_in_a_row_are_trouble_and_nothing_is_sent_for_a_while() -> None:
    made = restraint(2)
    assert made.is_trouble
    assert made.hold(NOW) == 20 * SECOND
    assert made.hold(NOW + 19 * SECOND) == SECOND


def test_then_one_tries_and_the_others_wait_for_it() -> None:
    made = restraint(2)
    later = NOW + 20 * SECOND
    assert made.hold(later) == NONE
    assert made.hold(later) > NONE
    made.went_well()
    assert made.hold(later) == NONE
    assert made.hold(later) == NONE


def test_each_try_that_fails_makes_the_wait_longer() -> None:
    made = restraint(2)
    later = NOW + 20 * SECOND
    assert made.hold(later) == NONE
    made.failed(later)
    assert made.hold(later) == 30 * SECOND


def test_what_was_under_way_makes_the_wait_no_longer() -> None:
    assert restraint(60).hold(NOW) == 20 * SECOND


def test_a_wait_that_was_asked_for_is_kept() -> None:
    made = restraint(1)
    made.failed(NOW, asked=90 * SECOND)
    assert made.hold(NOW) == 90 * SECOND
    assert made.hold(NOW + 90 * SECOND) == NONE


def test_looking_how_long_to_rest_is_no_try() -> None:
    made = restraint(2)
    later = NOW + 20 * SECOND
    assert made.rest(NOW) == 20 * SECOND
    assert made.rest(later) == NONE
    assert made.hold(later) == NONE


def test_a_try_that_was_not_made_leaves_it_to_the_next() -> None:
    made = restraint(2)
    later = NOW + 20 * SECOND
    assert made.hold(later) == NONE
    made.untried()
    assert made.hold(later) == NONE
