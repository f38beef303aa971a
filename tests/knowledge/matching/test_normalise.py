"""The matching copy: disguises off, noise out, words kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.matching.normalise import LONGEST, matching_copy


@pytest.mark.parametrize(
    ("written", "copy"),
    [
        ("@volomobile la ricarica", "la ricarica"),
        ("#RicaricaNonArrivata ieri", "ricarica non arrivata ieri"),
        ("#top_up help", "top up help"),
        ("vedi https://example.org/a?b=c ok", "vedi ok"),
        ("Basta!!!!!", "basta!"),
        ("ciaoooooo", "ciao"),
        ("helllllo 20000", "hello 20000"),
        ("ｆａｔｔｕｒａ", "fattura"),
        ("fаtturа", "fattura"),
        ("fat\u200btu\u00adra", "fattura"),
        ("f\u0336a\u0336ttura", "fattura"),
        ("perche\u0301", "perché"),
        ("c’è", "c'è"),
        ("volo mobile non va", "non va"),
        ("мой телефон не работает", "мой телефон не работает"),
        ("mario.rossi@example.com", "mario.rossi@example.com"),
        ("una riga\n\n  due   righe", "una riga\ndue righe"),
        ("😡👍🏽", ""),
    ],
)
def test_a_text_is_copied_for_matching(written: str, copy: str) -> None:
    assert matching_copy(written, ("@volomobile", "volo mobile")) == copy


@settings(max_examples=150)
@given(st.text(st.characters(), max_size=400))
def test_the_copy_is_short_and_encodable(text: str) -> None:
    copy = matching_copy(text)
    assert len(copy) <= 2 * LONGEST
    copy.encode("utf-8")
    assert "\x00" not in copy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nn va", "non va"),
        ("xké nn arriva?", "perché non arriva?"),
        ("cmq grz", "comunque grazie"),
        ("ditemi x favore", "ditemi per favore"),
        ("20 x 30", "20 x 30"),
        ("thx, pls call", "thanks, please call"),
        ("it doesnt work", "it doesn't work"),
        ("la sim nano", "la sim nano"),
        ("quanti cm?", "quanti cm?"),
        ("do you ship to the U.S.?", "do you ship to the u.s.?"),
        ("ho un iPhone X guasto", "ho un iphone x guasto"),
        ("raggi x in ospedale", "raggi x in ospedale"),
        ("è urgente, x favore", "è urgente, per favore"),
    ],
)
def test_what_is_typed_short_is_written_out(typed: str, meant: str) -> None:
    assert matching_copy(typed) == meant


def test_a_name_of_several_words_is_taken_out_whole_or_not_at_all() -> None:
    names = ("L’Acqua Viva", "La posta")
    assert (
        matching_copy("lavoro alla postazione dell'acqua viva", names)
        == "lavoro alla postazione dell'acqua viva"
    )
    assert matching_copy("quando apre l'acqua viva? e la posta?", names) == "quando apre ? e ?"
