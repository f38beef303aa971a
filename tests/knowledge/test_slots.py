"""Values in customers' words: what is found, in which form, and what only looks like a value."""

from __future__ import annotations

import time
from datetime import date
from string import ascii_uppercase

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.personal.checksums import IBAN_LENGTHS, is_fiscal_code, is_iban
from bot.knowledge.slots import find, find_all
from bot.settings.values import Slot, SlotKind

EVIL = [r"^(\w+\s?)*$", r"(a+)+$", r"(a|aa)+$", r"(.*a){20}", r"([a-z]+)*\d", r"(x+x+)+y", r"(?:a?){30}a{30}"]

PLACES = st.sampled_from([6, 7, 9, 10, 12, 13, 14])
"""Where a tax code's digits are, counted from 0."""


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
        (SlotKind.AMOUNT, "- 20€ spariti", "20€"),
        (SlotKind.AMOUNT, "€ 1.234,56", "1234,56€"),
        (SlotKind.AMOUNT, "$1,234.56", "1234,56$"),
        (SlotKind.AMOUNT, "1'234.50 €", "1234,50€"),
        (SlotKind.AMOUNT, "20,- €", "20€"),
        (SlotKind.AMOUNT, "venti euro", "20€"),
        (SlotKind.AMOUNT, "20€ e ancora 20 euro", "20€"),
        (SlotKind.PHONE, "tel.333.123.45.67", "+393331234567"),
        (SlotKind.PHONE, "(02) 12345678", "+390212345678"),
        (SlotKind.PHONE, "02/12345678", "+390212345678"),
        (SlotKind.PHONE, "+44 20 7946 0958", "+442079460958"),
        (SlotKind.PHONE, "0041 79 123 45 67", "+41791234567"),
        (SlotKind.PHONE, "+1 202-555-0123", "+12025550123"),
        (SlotKind.PHONE, "٣٣٣١٢٣٤٥٦٧", "+393331234567"),
        (SlotKind.PHONE, "333\u200b123\u00ad4567", "+393331234567"),
        (SlotKind.PHONE, "3331234567, cioè +39 333 1234567", "+393331234567"),
        (SlotKind.PHONE, "il numero è 333 123 4567", "+393331234567"),
        (SlotKind.PHONE, "+39 333-1234567", "+393331234567"),
        (SlotKind.PHONE, "0039 02 12345678", "+390212345678"),
        (SlotKind.PHONE, "chiamami al 3331234567.", "+393331234567"),
        (SlotKind.EMAIL, "scrivi a Mario.Rossi+volo@Example.co.uk, grazie", "mario.rossi+volo@example.co.uk"),
        (SlotKind.IBAN, "IT60 X054 2811 1010 0000 0123 456", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "iban: it60x0542811101000000123456 ok?", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        (SlotKind.IBAN, "IT60-X054-2811-1010-0000-0123-456", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "IТ60X0542811101000000123456", "IT60X0542811101000000123456"),
        (SlotKind.IBAN, "IT60X0542811101000000123456 intestato a Mario", "IT60X0542811101000000123456"),
        (SlotKind.FISCAL_CODE, "il mio codice è RSS MRA 85T10 A562S, grazie", "RSSMRA85T10A562S"),
        (SlotKind.FISCAL_CODE, "RSSMRA85T50A562W", "RSSMRA85T50A562W"),
        (SlotKind.FISCAL_CODE, "cf rssmra85t10a562s", "RSSMRA85T10A562S"),
        (SlotKind.FISCAL_CODE, "RSS MRA 85T10 A562S", "RSSMRA85T10A562S"),
        (SlotKind.DATE, "il 12/10/2026", "2026-10-12"),
        (SlotKind.DATE, "dal 3 marzo", "3/3"),
        (SlotKind.DATE, "on March 3rd, 2026", "2026-03-03"),
        (SlotKind.DATE, "2026-02-28", "2026-02-28"),
        (SlotKind.DATE, "l'altro ieri", "l'altro ieri"),
        (SlotKind.DATE, "since last Monday", "last monday"),
        (SlotKind.DATE, "il 29/2/2028", "2028-02-29"),
        (SlotKind.DATE, "1º maggio", "1/5"),
        (SlotKind.DATE, "2026-13-01, anzi 2026-12-01", "2026-12-01"),
        (SlotKind.DATE, "domani", "domani"),
        (SlotKind.DATE, "lunedì scorso", "lunedì scorso"),
        (SlotKind.ORDER, "#2026", "2026"),
        (SlotKind.ORDER, "2026", "2026"),
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
        (SlotKind.AMOUNT, "-20€"),
        (SlotKind.AMOUNT, "\u221220 €"),
        (SlotKind.AMOUNT, "10-20€"),
        (SlotKind.AMOUNT, "1.234.56€"),
        (SlotKind.AMOUNT, "1.234,567.89€"),
        (SlotKind.AMOUNT, "€20k"),
        (SlotKind.AMOUNT, "ventimila euro"),
        (SlotKind.AMOUNT, "20€ o 30€"),
        (SlotKind.PHONE, "ordine 12345678"),
        (SlotKind.PHONE, "3331234567 oppure 3477654321"),
        (SlotKind.PHONE, "02/10/2026"),
        (SlotKind.PHONE, "1789654321098765432"),
        (SlotKind.PHONE, "https://example.org/3331234567"),
        (SlotKind.PHONE, "3331234567 euro"),
        (SlotKind.PHONE, "+39 333 12"),
        (SlotKind.PHONE, "112"),
        (SlotKind.PHONE, "333 12"),
        (SlotKind.PHONE, "33312345678901234"),
        (SlotKind.EMAIL, "sono @mario su X"),
        (SlotKind.EMAIL, "mario@localhost"),
        (SlotKind.EMAIL, "mario..rossi@example"),
        (SlotKind.IBAN, "IT60X0542811101000000123457"),
        (SlotKind.IBAN, "IT60X05428111010000001234"),
        (SlotKind.IBAN, "IT60X05428111010000001234567"),
        (SlotKind.IBAN, "IT60X0542811101000000123456 o GB82 WEST 1234 5698 7654 32"),
        (SlotKind.EMAIL, "a@b.it, anzi c@d.it"),
        (SlotKind.FISCAL_CODE, "RSSMRA85T10A562T"),
        (SlotKind.FISCAL_CODE, "RSSMRA85T10A562S1"),
        (SlotKind.FISCAL_CODE, "RSSMRA85T72A562L"),
        (SlotKind.FISCAL_CODE, "RSSMRA85Z10A562S"),
        (SlotKind.DATE, "32/10"),
        (SlotKind.DATE, "29/2/2026"),
        (SlotKind.DATE, "10/13 non esiste"),
        (SlotKind.DATE, "ho pagato 12.10 euro"),
        (SlotKind.DATE, "la mia mamma"),
        (SlotKind.DATE, "31/02"),
        (SlotKind.DATE, "31/02/2026"),
        (SlotKind.DATE, "31 novembre"),
        (SlotKind.DATE, "assistenza 24/7"),
        (SlotKind.DATE, "rete 4/5g"),
        (SlotKind.ORDER, "1789654321098765432"),
        (SlotKind.ORDER, "dal 2026 con voi"),
        (SlotKind.ORDER, "ho 1000GB"),
        (SlotKind.ORDER, "5000mAh"),
        (SlotKind.ORDER, "alle 14:3000"),
        (SlotKind.ORDER, "ordini 12345 e 67890"),
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


@pytest.mark.parametrize("kind", list(SlotKind))
@pytest.mark.parametrize("part", ["1 ", "+39 333 ", "a@", "€1 ", "IT60 X", "3/", "RSSMRA85", "VM-1234 "])
def test_a_megabyte_costs_what_a_page_costs(kind: SlotKind, part: str) -> None:
    wanted = slot(kind, "Milano", pattern=r"(\d+ ?)+x")
    start = time.process_time()
    find(wanted, part * (1_000_000 // len(part)))
    assert time.process_time() - start < 0.5


def test_a_number_without_a_prefix_is_of_the_slots_country() -> None:
    british = Slot(name="numero", kind=SlotKind.PHONE, country="GB")
    assert find(british, "020 7946 0958") == "+442079460958"
    assert find(british, "320 765 4321") is None


@settings(max_examples=60)
@given(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)), st.sampled_from(["", " ", "-", "."]))
def test_every_countrys_number_is_found_with_its_prefix(region: str, between: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    text = f"il mio numero è {written.replace(' ', between).replace('-', between)}, grazie"
    assert find(slot(SlotKind.PHONE), text) == value


@given(
    st.integers(min_value=1, max_value=99_999_999),
    st.sampled_from([("", ","), (".", ","), ("", "."), (",", ".")]),
    st.sampled_from(["{}€", "{} €", "€{}", "€ {}", "{} euro"]),
)
def test_an_amount_is_found_however_it_is_written(cents: int, marks: tuple[str, str], form: str) -> None:
    whole, rest = divmod(cents, 100)
    written = f"{whole:,}".replace(",", marks[0]) + (f"{marks[1]}{rest:02}" if rest else "")
    value = f"{whole},{rest:02}€" if rest else f"{whole}€"
    assert find(slot(SlotKind.AMOUNT), f"ho pagato {form.format(written)} ieri") == value


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data(), st.sampled_from([4, 40]))
def test_an_iban_is_found_in_groups_and_in_one(country: str, data: st.DataObject, group: int) -> None:
    size = IBAN_LENGTHS[country] - 4
    digits = data.draw(st.text("0123456789", min_size=size, max_size=size))
    checked = 98 - int("".join(str(int(char, 36)) for char in f"{digits}{country}00")) % 97
    code = f"{country}{checked:02}{digits}"
    spaced = " ".join(code[at : at + group] for at in range(0, len(code), group))
    assert find(slot(SlotKind.IBAN), f"ecco: {spaced.lower()}. grazie") == code


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2029, 12, 31)), st.booleans(), st.sets(PLACES))
def test_a_tax_code_is_found_also_with_letters_for_digits(born: date, woman: bool, letters: set[int]) -> None:
    day = born.day + 40 * woman
    plain = f"RSSMRA{born.year % 100:02}{'ABCDEHLMPRST'[born.month - 1]}{day:02}A562"
    written = "".join("LMNPQRSTUV"[int(char)] if at in letters else char for at, char in enumerate(plain))
    right = [letter for letter in ascii_uppercase if is_fiscal_code(written + letter)]
    assert len(right) == 1
    code = written + right[0]
    assert find(slot(SlotKind.FISCAL_CODE), f"cf: {code.lower()}!") == code


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_is_found_in_digits_and_in_words(day: date) -> None:
    wanted, value = slot(SlotKind.DATE), day.isoformat()
    assert find(wanted, f"dal {day.day}/{day.month}/{day.year} in poi") == value
    assert find(wanted, f"on {day:%B} {day.day}, {day.year}") == value
    assert find(wanted, value) == value


@given(st.from_regex(r"[A-Z]{1,4}-?[1-9][0-9]{3,9}", fullmatch=True))
def test_an_order_number_is_found_in_a_sentence(code: str) -> None:
    assert find(slot(SlotKind.ORDER), f"l'ordine {code.lower()} dov'è?") == code


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
