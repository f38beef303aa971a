"""Changing the hours in settings.toml: what was meant is read again, and every other line stays."""

from __future__ import annotations

import tomllib
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings.hours_writer import (
    NotEditableError,
    Week,
    Written,
    exceptions_of,
    holidays_of,
    week_of,
    with_exception,
    with_holidays,
    with_week,
    without_exception,
)

TEXT = """\
# The brand.
[brand]
name = "Volo"            # said aloud

[hours]
timezone = "Europe/Rome"
mon-fri = ["09:00-13:00", "14:00-18:00"]        # one pair per stretch
holidays = ["IT-MI"]                # Milan's own too

[[hours.exception]]                 # days with other hours
dates = "2026-08-10..2026-08-21"
open = []                           # closed all day
note = "chiusura estiva"

[[hours.exception]]
# the eve
dates = 2026-12-24
open = ["09:00-13:00"]

[sla]                               # the time you set yourself
first_answer = "1h"
"""
USUAL = ("09:00-13:00", "14:00-18:00")
WEEK: Week = (*[USUAL] * 5, (), ())
EVE = Written(first="2026-12-24", last="2026-12-24", open=("09:00-13:00",))


def change(day: int, *hours: str) -> Week:
    return (*WEEK[:day], hours, *WEEK[day + 1 :])


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Give the lines that went and those that came."""
    old, new = before.split("\n"), after.split("\n")
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pairs = [(old[a:b], new[c:d]) for tag, a, b, c, d in codes if tag != "equal"]
    return [line for gone, _ in pairs for line in gone], [line for _, come in pairs for line in come]


def test_what_a_text_says_is_read_as_it_is_written() -> None:
    assert (week_of(TEXT), holidays_of(TEXT)) == (WEEK, ("IT-MI",))
    summer = Written(first="2026-08-10", last="2026-08-21", note="chiusura estiva")
    assert exceptions_of(TEXT) == (summer, EVE)


def test_the_same_hours_change_nothing() -> None:
    assert with_week(TEXT, WEEK) == TEXT
    assert with_holidays(TEXT, ("IT-MI",)) == TEXT
    assert all(with_exception(TEXT, n, item) == TEXT for n, item in enumerate(exceptions_of(TEXT)))


def test_other_hours_on_all_days_of_a_key_change_its_value_and_keep_its_comment() -> None:
    gone, come = changed(TEXT, with_week(TEXT, (*[("08:30-17:00",)] * 5, (), ())))
    assert gone == ['mon-fri = ["09:00-13:00", "14:00-18:00"]        # one pair per stretch']
    assert come == ['mon-fri = ["08:30-17:00"]        # one pair per stretch']


def test_a_day_that_leaves_its_key_splits_it() -> None:
    _, come = changed(TEXT, with_week(TEXT, change(2, "09:00-13:00")))
    assert come == [
        'mon-tue = ["09:00-13:00", "14:00-18:00"]        # one pair per stretch',
        'wed = ["09:00-13:00"]',
        'thu-fri = ["09:00-13:00", "14:00-18:00"]',
    ]
    _, closed = changed(TEXT, with_week(TEXT, change(0)))
    assert closed == ['tue-fri = ["09:00-13:00", "14:00-18:00"]        # one pair per stretch']


def test_a_day_that_no_key_names_has_a_line_below_the_others() -> None:
    after = with_week(TEXT, change(5, "10:00-12:00"))
    assert changed(TEXT, after) == ([], ['sat = ["10:00-12:00"]'])
    assert after.index("sat =") < after.index("holidays =")


def test_days_in_quotes_and_a_lone_text_are_understood() -> None:
    text = '[hours]\n"mon, wed" = "09:00-13:00" # short\n'
    week: Week = (("09:00-13:00",), (), ("10:00-13:00",), (), (), (), ())
    expected = '[hours]\nmon = "09:00-13:00" # short\nwed = ["10:00-13:00"]\n'
    assert with_week(text, week) == expected


def test_days_of_one_key_that_stay_alike_stay_together() -> None:
    text = '[hours]\n"mon, wed" = ["09:00-13:00"] # short\n'
    week: Week = (("10:00-11:00",), (), ("10:00-11:00",), (), (), (), ())
    assert with_week(text, week) == '[hours]\n"mon, wed" = ["10:00-11:00"] # short\n'
    closed: Week = ((), (), (), (), (), (), ())
    assert with_week(text, closed) == '[hours]\n"mon, wed" = [] # short\n'


def test_a_file_without_hours_gets_the_section() -> None:
    assert with_week('[brand]\nname = "V"\n', change(5)) == (
        '[brand]\nname = "V"\n\n[hours]\nmon-fri = ["09:00-13:00", "14:00-18:00"]\n'
    )
    assert with_holidays("[hours]\n", ("IT",)) == '[hours]\nholidays = ["IT"]\n'


def test_an_exception_is_changed_key_by_key_and_keeps_its_comments() -> None:
    wanted = Written(first="2026-08-10", last="2026-08-23", open=("10:00-12:00",), note="estate")
    gone, come = changed(TEXT, with_exception(TEXT, 0, wanted))
    assert len(gone) == len(come) == 3
    assert come == [
        'dates = "2026-08-10..2026-08-23"',
        'open = ["10:00-12:00"]                           # closed all day',
        'note = "estate"',
    ]
    noted = with_exception(TEXT, 1, Written(first="2026-12-24", last="", open=EVE.open, note="vigilia"))
    assert changed(TEXT, noted) == ([], ['note = "vigilia"'])
    assert with_exception(noted, 1, EVE) == TEXT


def test_a_new_exception_follows_the_others_and_taking_it_out_again_leaves_the_file_as_it_was() -> None:
    wanted = Written(first="2027-01-05", last="2027-01-06", note='ponte "lungo"')
    after = with_exception(TEXT, None, wanted)
    assert changed(TEXT, after)[0] == []
    assert (
        '[[hours.exception]]\ndates = "2027-01-05..2027-01-06"\nopen = []\nnote = "ponte \\"lungo\\""\n'
        in after
    )
    assert after.index("2027-01-05") < after.index("[sla]")
    assert without_exception(after, 2) == TEXT


def test_the_first_exception_follows_the_hours() -> None:
    text = '[hours]\nmon = ["09:00-10:00"] # early\n\n[sla]\nfirst_answer = "1h"\n'
    after = with_exception(text, None, EVE)
    assert after.startswith('[hours]\nmon = ["09:00-10:00"] # early\n\n[[hours.exception]]\ndates =')
    assert without_exception(after, 0) == text


def test_what_a_person_typed_is_written_as_it_is_for_the_reader_to_judge() -> None:
    after = with_week(TEXT, change(5, "9-13", 'so"; x = 1'))
    assert week_of(after)[5] == ("9-13", 'so"; x = 1')


@pytest.mark.parametrize(
    "text",
    [
        'hours = { mon = ["09:00-10:00"] }\n',
        'hours.mon-fri = ["09:00-10:00"]\n[brand]\nname = "V"\n',
        '[hours]\nmon-fri = [\n  "09:00-13:00", # the morning\n]\n',
    ],
)
def test_a_form_without_a_safe_place_is_left_alone_and_said(text: str) -> None:
    with pytest.raises(NotEditableError):
        with_week(text, change(5, "10:00-12:00"))


def test_exceptions_in_a_line_are_left_alone_and_said() -> None:
    text = '[hours]\nmon = "09:00-10:00"\nexception = [{ dates = "2026-12-24" }]\n'
    with pytest.raises(NotEditableError):
        with_exception(text, 0, EVE)
    with pytest.raises(NotEditableError):
        with_exception(text, None, EVE)
    with pytest.raises(NotEditableError):
        without_exception(text, 0)


HOURS = st.sampled_from([(), ("09:00-13:00",), USUAL, ("00:00-24:00",), ("22:00-06:00",)])
WEEKS = st.tuples(*[HOURS] * 7)
BESIDE = st.sampled_from(["", "  # a comment", '\t# “quoted” = ["x"]'])
BETWEEN = st.sampled_from(["", "# between\n", "\n\n# two\n"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Write a week by whatever keys, with comments, blank lines and exceptions around it."""
    groups = draw(
        st.sampled_from([["mon-fri", "sat-sun"], ["mon", "tue-thu", "fri"], ['"mon, wed"', "sun"], []])
    )
    lines = [f'[brand]\nname = "V"{draw(BESIDE)}\n{draw(BETWEEN)}[hours]{draw(BESIDE)}\n']
    for key in groups:
        hours = ", ".join(f'"{item}"' for item in draw(HOURS))
        lines.append(f"{draw(BETWEEN)}{key} = [{hours}]{draw(BESIDE)}\n")
    lines.append(f'timezone = "Europe/Rome"{draw(BESIDE)}\n')
    for day in range(draw(st.integers(0, 3))):
        lines.append(f"\n[[hours.exception]]{draw(BESIDE)}\n{draw(BETWEEN)}")
        lines.append(f'dates = "2026-12-{10 + day}"{draw(BESIDE)}\nnote = "n{day}"{draw(BESIDE)}\n')
    return "".join(lines) + f'{draw(BETWEEN)}\n[sla]{draw(BESIDE)}\nfirst_answer = "1h"\n'


def comments(text: str) -> list[str]:
    return [line.partition("#")[2] for line in text.split("\n") if "#" in line]


@settings(max_examples=60)
@given(files(), WEEKS)
def test_any_week_can_be_written_into_any_file_and_nothing_else_changes(text: str, week: Week) -> None:
    after = with_week(text, week)
    assert week_of(after) == week
    assert comments(after) == comments(text)
    others = [
        line for line in text.split("\n") if not line.startswith(("mon", "tue", "fri", "sat", "sun", '"'))
    ]
    assert [line for line in after.split("\n") if line in set(others)] == others
    assert with_week(after, week) == after


@settings(max_examples=60)
@given(files(), st.lists(st.tuples(st.integers(0, 5), st.booleans(), HOURS, st.sampled_from(["", "x", "è"]))))
def test_any_exceptions_can_be_written_changed_and_taken_out(
    text: str, acts: list[tuple[int, bool, tuple[str, ...], str]]
) -> None:
    wanted = list(exceptions_of(text))
    other = {key: value for key, value in tomllib.loads(text).items() if key != "hours"}
    for number, out, hours, note in acts:
        item = Written(first=f"2027-01-{10 + number}", last=f"2027-01-{10 + number}", open=hours, note=note)
        if number >= len(wanted):
            text = with_exception(text, None, item)
            wanted.append(item)
        elif out:
            text = without_exception(text, number)
            del wanted[number]
        else:
            text = with_exception(text, number, item)
            wanted[number] = item
        assert list(exceptions_of(text)) == wanted
        assert {key: value for key, value in tomllib.loads(text).items() if key != "hours"} == other
