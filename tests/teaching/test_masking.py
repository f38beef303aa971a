"""What is personal never becomes an example; what is not stays as it was."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.values import Slot, SlotKind
from bot.teaching.masking import NEUTRAL, Masking

BRAND = Masking(
    slots={
        "importo": Slot(name="importo", kind=SlotKind.AMOUNT),
        "numero": Slot(name="numero", kind=SlotKind.PHONE),
        "pratica": Slot(name="pratica", kind=SlotKind.PATTERN, pattern=r"\bVM[- ]?\d{6}\b"),
        "taglia": Slot(name="taglia", kind=SlotKind.PATTERN, pattern=r"\b(S|M|L)\b"),
    },
    own=("@volomobile", "volo mobile"),
)
BARE = Masking(slots={})
IBAN = "IT60X0542811101000000123456"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("il mio numero è 333 1234567, richiamatemi", "il mio numero è {numero}, richiamatemi"),
        ("chiamate +39 333-123-4567", "chiamate {numero}"),
        ("ufficio 06/12345678 sempre occupato", "ufficio {numero} sempre occupato"),
        ("scrivete a giulia.rossi@example.it", "scrivete a …"),
        (f"accreditate su {IBAN} grazie", "accreditate su … grazie"),
        ("accreditate su IT60 X054 2811 1010 0000 0123 456 grazie", "accreditate su … grazie"),
        ("il mio codice RSSMRA85T10A562S va bene", "il mio codice … va bene"),
        ("pratica vm-482913 ancora ferma", "pratica {pratica} ancora ferma"),
        ("VM-482913 e VM 111222, e poi vm-482913", "{pratica} e {pratica}, e poi {pratica}"),
        ("ordine 732201349959 mai arrivato", "ordine … mai arrivato"),
        ("call me on 555 123 4567", "call me on {numero}"),
        ("qui è O'Brien, anzi sono O'Brien", "qui è O'Brien, anzi sono …"),
        ("ordine A-123456 mai arrivato", "ordine … mai arrivato"),
        ("carta 4111 1111 1111 1111 rifiutata", "carta … rifiutata"),
        ("ciao sono Giulia Bianchi e non va nulla", "ciao sono … e non va nulla"),
        ("mi chiamo giulia, non va", "mi chiamo …, non va"),
        ("My name is John Smith and it fails", "My name is … and it fails"),
        ("hi, I'm Anna, no signal", "hi, I'm …, no signal"),
        ("la sig.ra Rossi aspetta", "la sig.ra … aspetta"),
        ("non funziona, saluti Marco Neri", "non funziona, saluti …"),
        ("@volomobile @altro guardate https://x.example/p/1", "@volomobile … guardate …"),
    ],
)
def test_what_is_personal_is_hidden(text: str, shown: str) -> None:
    assert BRAND.hide(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "ho ricaricato 20€ e niente",
        "pagati 10000 euro per nulla",
        "put $20000 or € 10000 on my account",
        "please answer, this is URGENT",
        "sono molto arrabbiato con volo mobile",
        "SONO MOLTO DELUSO DA VOI",
        "dal 12/10/2026 non va, e nemmeno dal 2026-10-12",
        "ho la taglia M",
        "il 5G non prende, 4 tacche",
        "chi siete",
        "",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert BRAND.hide(text).text == text
    assert BRAND.hide(text).hidden == ()


def test_the_customers_own_names_are_hidden_wherever_they_stand() -> None:
    found = BRAND.hide("giulia qui, il profilo giulia_r non va, grazie. G. Rossi", names=("Giulia Rossi",))
    assert found.text == "… qui, il profilo giulia_r non va, grazie. G. …"
    assert found.hidden == ("name",)


def test_a_customer_called_like_the_brand_does_not_hide_the_brand() -> None:
    assert BRAND.hide("volo mobile non va", names=("Mobile Volo",)).text == "volo mobile non va"


def test_without_slots_there_is_a_neutral_mark_and_what_was_hidden_is_named() -> None:
    found = BARE.hide("sono Anna, 3331234567, anna@example.com")
    assert found.text == "sono …, …, …"
    assert found.hidden == ("email address", "telephone number", "name")


def test_a_mark_of_the_brands_is_left_alone() -> None:
    assert BRAND.hide("ho {numero} e basta", names=("Numero",)).text == "ho {numero} e basta"


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_of_any_customer_can_be_hidden_and_what_was_is_named(text: str, name: str) -> None:
    found = BRAND.hide(text, names=(name,))
    assert (found.text == text) == (found.hidden == ()) or NEUTRAL in text


@given(st.integers(3_000_000_00, 3_999_999_99_9), st.sampled_from(("", " ", "-", ".")), st.text(max_size=30))
def test_no_mobile_number_survives(number: int, gap: str, before: str) -> None:
    digits = str(number)
    written = f"{digits[:3]}{gap}{digits[3:6]}{gap}{digits[6:]}"
    assert written not in BRAND.hide(f"{before} {written} ").text


@given(st.emails())
def test_no_email_address_survives_whole(address: str) -> None:
    assert address not in BRAND.hide(f"scrivete a {address} ").text


@pytest.mark.parametrize(
    "piece", ["a", "1", "1" * 60 + "a ", "3 ", "a.", "a@", "IT60 X05 ", "sono Anna ", "VM-1", "a-1/"]
)
def test_ten_thousand_hostile_characters_take_no_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    start = time.process_time()
    BRAND.hide(text, names=("Anna",))
    assert time.process_time() - start < 0.5
