"""Values in customers' words: what is found, in which form, and what only looks like a value."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.checksums import is_fiscal_code, is_iban
from bot.knowledge.slots import find, find_all
from bot.settings.values import Slot, SlotKind

EVIL = [r"^(\w+\s?)*$", r"(a+)+$", r"(a|aa)+$", r"(.*a){20}", r"([a-z]+)*\d", r"(x+x+)+y", r"(?:a?){30}a{30}"]


def slot(kind: SlotKind, *values: str, pattern: str = "") -> Slot:
    return Slot(name="valore", kind=kind, values=values, pattern=pattern)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SlotKind.AMOUNT, "ricarica da 20€ ieri", "20€"),
        (SlotKind.AMOUNT, "20 euro", "20€"),
        (SlotKind.AMOUNT, "€ 20,50", "20,50€"),
        (SlotKind.AMOUNT, "ho pagato 1.234,56 euro", "1234,56€"),
        (SlotKind.AMOUNT, "I paid $15.5", "15,50$"),
        (SlotKind.AMOUNT, "20", "20€"),
        (SlotKind.AMOUNT, "２０ €", "20€"),
        (SlotKind.PHONE, "il numero è 333 123 4567", "+393331234567"),
        (SlotKind.PHONE, "+39 333-1234567", "+393331234567"),
        (SlotKind.PHONE, "0039 02 12345678", "+390212345678"),
        (SlotKind.PHONE, "chiamami al 3331234567.", "+393331234567"),
        (SlotKind.EMAIL, "scrivi a Mario.Rossi+volo@Example.co.uk, grazie", "mario.rossi+volo@example.co.uk"),
        (SlotKind.IBAN, "IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "iban: it60x0542811101000000123456 ok?", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        (SlotKind.FISCAL_CODE, "cf rssmra85t10a562s", "RSSMRA85T10A562S"),
        (SlotKind.FISCAL_CODE, "RSS MRA 85T10 A562S", "RSSMRA85T10A562S"),
        (SlotKind.DATE, "il 12/10/2026", "2026-10-12"),
        (SlotKind.DATE, "dal 3 marzo", "3/3"),
        (SlotKind.DATE, "on March 3rd, 2026", "2026-03-03"),
        (SlotKind.DATE, "2026-02-28", "2026-02-28"),
        (SlotKind.DATE, "l'altro ieri", "l'altro ieri"),
        (SlotKind.DATE, "since last Monday", "last monday"),
        (SlotKind.DATE, "il 29/2/2028", "2028-02-29"),
        (SlotKind.ORDER, "ordine #vm-12345", "VM-12345"),
        (SlotKind.ORDER, "il mio ordine è AB1234567", "AB1234567"),
        (SlotKind.ORDER, "998877", "998877"),
    ],
)
def test_a_value_is_found_and_put_in_one_form(kind: SlotKind, text: str, value: str) -> None:
    assert find(slot(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SlotKind.AMOUNT, "ho 20 anni"),
        (SlotKind.AMOUNT, "il 5g non va"),
        (SlotKind.AMOUNT, "0 euro"),
        (SlotKind.AMOUNT, "europa 2026"),
        (SlotKind.PHONE, "ordine 12345678"),
        (SlotKind.PHONE, "333 12"),
        (SlotKind.PHONE, "33312345678901234"),
        (SlotKind.EMAIL, "sono @mario su X"),
        (SlotKind.EMAIL, "mario@localhost"),
        (SlotKind.EMAIL, "mario..rossi@example"),
        (SlotKind.IBAN, "IT60X0542811101000000123457"),
        (SlotKind.IBAN, "IT60X05428111010000001234"),
        (SlotKind.FISCAL_CODE, "RSSMRA85T10A562T"),
        (SlotKind.FISCAL_CODE, "RSSMRA85Z10A562S"),
        (SlotKind.DATE, "32/10"),
        (SlotKind.DATE, "29/2/2026"),
        (SlotKind.DATE, "10/13 non esiste"),
        (SlotKind.DATE, "ho pagato 12.10 euro"),
        (SlotKind.DATE, "la mia mamma"),
        (SlotKind.ORDER, "ciao a tutti"),
        (SlotKind.ORDER, "123"),
        (SlotKind.ORDER, "12/10/2026"),
    ],
)
def test_what_only_looks_like_a_value_is_not_taken(kind: SlotKind, text: str) -> None:
    assert find(slot(kind), text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("abito a milano", "Milano"),
        ("sono di Millano", "Milano"),
        ("reggio emilia centro", "Reggio Emilia"),
        ("a roma", "Roma"),
        ("rima", None),
        ("da nessuna parte", None),
        ("", None),
    ],
)
def test_a_name_of_a_list_is_found_as_the_brand_writes_it(text: str, value: str | None) -> None:
    assert find(slot(SlotKind.LIST, "Milano", "Roma", "Reggio Emilia"), text) == value


def test_a_pattern_gives_its_first_group_or_the_whole() -> None:
    assert find(slot(SlotKind.PATTERN, pattern=r"pratica (\d{4})"), "la Pratica 1041 è ferma") == "1041"
    assert find(slot(SlotKind.PATTERN, pattern=r"TK-\d+"), "è la TK-1041") == "TK-1041"
    assert find(slot(SlotKind.PATTERN, pattern=r"TK-\d+"), "niente") is None


@pytest.mark.parametrize("pattern", [r"(a)\1", r"(?=a)b", "(", "*", r"[z-a]"])
def test_a_pattern_that_cannot_be_safe_finds_nothing(pattern: str) -> None:
    assert find(slot(SlotKind.PATTERN, pattern=pattern), "aa") is None


@pytest.mark.parametrize("pattern", EVIL)
def test_an_evil_pattern_is_quick_or_refused(pattern: str) -> None:
    start = time.process_time()
    find(slot(SlotKind.PATTERN, pattern=pattern), "a" * 99_000 + "!")
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize("kind", list(SlotKind))
@pytest.mark.parametrize(
    "text", ["1" * 20_000, "1 " * 10_000, "a1-" * 7_000, "IT60 " * 4_000, "a.b@" * 5_000]
)
def test_long_texts_are_searched_without_delay(kind: SlotKind, text: str) -> None:
    start = time.process_time()
    find(slot(kind, "Milano", pattern=r"\d+x"), text)
    assert time.process_time() - start < 0.5


@settings(max_examples=100)
@given(st.sampled_from(list(SlotKind)), st.text(st.characters(), max_size=120))
def test_no_text_makes_it_fail_and_a_value_is_found_again_in_itself(kind: SlotKind, text: str) -> None:
    wanted = slot(kind, "Milano", pattern=r"[a-z]{3}")
    value = find(wanted, text)
    if value is not None and kind is not SlotKind.DATE:
        assert find(wanted, value) == value


@given(st.integers(min_value=0, max_value=26), st.characters(min_codepoint=48, max_codepoint=57))
def test_one_wrong_digit_breaks_an_iban(place: int, digit: str) -> None:
    good = "IT60X0542811101000000123456"
    bad = good[:place] + digit + good[place + 1 :]
    assert is_iban(bad) == (bad == good)


def test_check_letters_refuse_every_other_letter() -> None:
    right = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_fiscal_code(f"RSSMRA85T10A562{letter}")]
    assert right == ["S"]


def test_all_declared_slots_are_looked_for() -> None:
    declared = {"importo": slot(SlotKind.AMOUNT), "quando": slot(SlotKind.DATE), "mail": slot(SlotKind.EMAIL)}
    assert find_all(declared, "20 euro ieri") == {"importo": "20€", "quando": "ieri"}
