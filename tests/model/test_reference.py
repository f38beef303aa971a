"""The references that customers quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.reference import numbers_in, reference_of

NUMBERS = st.integers(100, 10**12)


@given(NUMBERS)
def test_a_reference_is_read_back_as_its_case(number: int) -> None:
    assert numbers_in(f"la pratica {reference_of(number)}, grazie") == (number,)


@given(NUMBERS, st.data())
def test_one_wrong_digit_names_no_case(number: int, data: st.DataObject) -> None:
    digits = reference_of(number).removeprefix("TK-")
    at = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != digits[at]))
    assert numbers_in(f"TK-{digits[:at]}{wrong}{digits[at + 1 :]}") == ()


@given(NUMBERS, st.data())
def test_two_digits_that_changed_places_name_no_case(number: int, data: st.DataObject) -> None:
    digits = reference_of(number).removeprefix("TK-")
    at = data.draw(st.integers(0, len(digits) - 2))
    swapped = f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"
    assert swapped == digits or numbers_in(f"TK-{swapped}") == ()


@pytest.mark.parametrize(
    "text",
    [
        "tk10410",
        "TK 10410",
        "Tk-1041-0",
        "T K 10410",
        "(#TK-10410)",
        "pratica TK: 10410.",
        "tk – 10410",
        "TK10410!",
    ],
)
def test_people_write_references_in_many_ways(text: str) -> None:
    assert numbers_in(text) == (1041,)


@pytest.mark.parametrize("text", ["10410", "STK-10410", "TK-10410x7", "TK-104", "tktk", "TK-", "KT-10410"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert numbers_in(text) == ()


def test_each_case_is_named_once() -> None:
    assert numbers_in("TK-10410 e tk 10429, ripeto TK10410") == (1041, 1042)
