"""Personal data is found in what people write, by kind, and what only looks like it is left alone."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.personal.finders import find_personal

SENTENCES = Path(__file__).parent / "sentences"
KINDS = {
    "card": {"card"},
    "email": {"e-mail"},
    "iban": {"IBAN"},
    "order": {"order", "name"},
    "paper": {"document", "VAT number"},
    "phone": {"phone"},
    "tax_code": {"tax code"},
}
MARKED = re.compile("⟦(.*?)⟧")
WIDE = "ＩＴ６０ Ｘ０５４２８１１１０１００００００１２３４５６"
ENOUGH, TOO_MANY = 0.99, 0.01


def sentences(name: str) -> list[str]:
    lines = (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace(" ⏎ ", "\n") for line in lines]


def found(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_personal(text, country="IT")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_personal_is_found_whole_and_nothing_beside_it(kind: str) -> None:
    marked = sentences(f"{kind}_positives")
    missed = [line for line in marked if found(MARKED.sub(r"\1", line)) != MARKED.findall(line)]
    assert len(set(marked)) >= 200
    assert 1 - len(missed) / len(marked) >= ENOUGH, missed


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_is_called_what_it_is(kind: str) -> None:
    for line in sentences(f"{kind}_positives"):
        kinds = {item.kind.value for item in find_personal(MARKED.sub(r"\1", line), country="IT")}
        assert kinds <= KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_looks_like_it_is_left_alone(kind: str) -> None:
    lines = sentences(f"{kind}_near_misses")
    alarms = {line: seen for line in lines if (seen := found(line))}
    assert len(set(lines)) >= 200
    assert len(alarms) / len(lines) <= TOO_MANY, alarms


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        (
            "ＩＴ６０Ｘ０５４２８１１１０１００００００１２３４５６",
            "ＩＴ６０Ｘ０５４２８１１１０１００００００１２３４５６",
        ),
        ("IT60X0542811\u200b101000000123456", "IT60X0542811\u200b101000000123456"),
        ("il mio 3️⃣3️⃣3️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣", "3️⃣3️⃣3️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7"),
        ("mario＠example.it", "mario＠example.it"),
    ],
)
def test_a_disguise_hides_nothing_from_the_finders(written: str, hidden: str) -> None:
    assert found(written) == [hidden]


def test_a_name_that_the_channel_knows_makes_an_order_personal() -> None:
    text = "ordine 482913 fermo, firmato giulia bianchi"
    assert find_personal(text, country="IT") == ()
    items = find_personal(text, country="IT", names=("Giulia Bianchi",))
    assert [item.value for item in items] == ["482913", "giulia bianchi"]


@given(st.text(max_size=300))
def test_what_is_found_stands_in_its_order_inside_the_text(text: str) -> None:
    items = find_personal(text, country="IT")
    assert all(0 <= item.start < item.end <= len(text) for item in items)
    assert all(one.end <= two.start for one, two in pairwise(items))
