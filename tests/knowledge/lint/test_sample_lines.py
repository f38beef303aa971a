"""The six lines that FORMATS shows, word for word and place for place."""

from __future__ import annotations

from tests.knowledge.brand_files import SETTINGS, lines

FILE = "replies/it/ricarica_mancata.j2"


def _spaced(*parts: tuple[int, str]) -> str:
    """Write a line with each part at its column."""
    text = ""
    for column, part in parts:
        text += "x " * ((column - 1 - len(text)) // 2) + " " * ((column - 1 - len(text)) % 2) + part
    return text


def test_the_zone() -> None:
    found = lines({"settings.toml": SETTINGS.replace("Europe/Rome", "Europe/Roma")})
    assert found == [
        "settings.toml:5:13: error C003 no time zone “Europe/Roma”   hint: did you mean “Europe/Rome”?"
    ]


def test_the_reply_with_a_wrong_name() -> None:
    text = (
        "{# approvata Marketing 3/11 #}\n=== any\n"
        "Ciao {{ custmer.name }}, ti rispondiamo {{ promise.by|when }}.\n"
        "=== any\nVerifichiamo e ti rispondiamo {{ promise.by|when }}.\n"
    )
    assert lines({FILE: text}) == [f"{FILE}:3:9: error R001 no “custmer”   hint: did you mean “customer”?"]


def test_the_reply_that_is_too_long_and_says_what_it_should_not() -> None:
    line_7 = _spaced(
        (38, "chiama il call center, mandaci"), (90, "codice fiscale:"), (116, "un collega del reparto")
    )
    text = (
        "{# approvata Marketing 3/11 #}\n=== any\n"
        "Ciao {{ customer.name }}, ti rispondiamo {{ promise.by|when }}.\n"
        "=== any\nVerifichiamo e ti rispondiamo {{ promise.by|when }}.\n"
        "=== any when closed\n" + line_7 + "\n" + "y" * 147 + "{{ customer.name }}\n"
    )
    found = [line for line in lines({FILE: text}) if "R019" not in line]
    assert found == [
        (
            f"{FILE}:6:5: error R010 305 characters with a 15-letter name and signature; x.post takes 280   "
            "hint: shorten by 25"
        ),
        (
            f"{FILE}:7:38: error P001 sends the customer to another channel: “chiama il call center”   "
            "hint: answer here, or {{ private_link }}"
        ),
        (
            f"{FILE}:7:90: error P002 asks for personal data in a public reply: “codice fiscale”   "
            "hint: move it to a “=== x.dm” section"
        ),
        f"{FILE}:7:116: warning P003 shows how you are organised inside: “un collega del reparto”",
    ]
