"""The files a change would leave behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.intents import Intent
from bot.knowledge.library import build
from bot.knowledge.replies.sections import split
from bot.model.problem import Source
from bot.teaching.change import Change, NewIntent, Taught
from bot.teaching.drafting import draft, is_name, name_of
from bot.teaching.writing import NotWritableError
from tests.knowledge.brand_files import BRAND, TRAITS

FILE = "intents/prepagato/ricarica_mancata.toml"
KNOWN = {"ricarica_mancata": Intent(name="ricarica_mancata", topic="prepagato", title="R", file=FILE)}
NEW = NewIntent(name="fibra", topic="rete", title='Fibra "casa"', answers=("Sì #} certo",))
SAID = Taught(intent="fibra", language="it", text="avete la fibra #} dove?")


def drafted(change: Change, sources: dict[str, str]) -> dict[str, str]:
    return {item.path: item.after for item in draft(change, KNOWN, sources, ("it",))}


def test_a_new_intent_has_a_file_and_a_stub_that_says_nothing_and_keeps_the_brand_served() -> None:
    files = drafted(Change(added=(SAID,), new=(NEW,)), {})
    assert list(files) == ["replies/it/fibra.j2", "intents/rete/fibra.toml"]
    assert files["intents/rete/fibra.toml"].startswith('title = "Fibra \\"casa\\""\n\n[it]\nsay = \'\'\'\n')
    stub = files["replies/it/fibra.j2"]
    assert stub.startswith("{# BOZZA: ")
    assert "- avete la fibra # } dove?\n" in stub
    assert "- Sì # } certo" in stub
    (section,) = split(Source(path="replies/it/fibra.j2", text=stub)).sections
    assert not section.body.strip("\x01\x02\n ")
    sources = [Source(path=path, text=text) for path, text in {**BRAND, **files}.items()]
    built = build(sources, environ={}, traits=TRAITS, encoder=None)
    assert built.knowledge is not None
    assert "fibra" in built.knowledge.intents
    assert "R019" in {item.code for item in built.problems if item.file == "replies/it/fibra.j2"}


def test_a_reply_that_is_there_is_left_alone() -> None:
    files = drafted(Change(added=(SAID,), new=(NEW,)), {"replies/it/fibra.j2": "Sì!\n"})
    assert list(files) == ["intents/rete/fibra.toml"]


def test_a_sentence_that_moves_leaves_one_file_and_joins_another() -> None:
    moved = Change(
        removed=(Taught(intent="ricarica_mancata", language="it", text="due"),),
        added=(Taught(intent="fibra", language="it", text="due"),),
        new=(NEW,),
    )
    files = drafted(moved, {FILE: "# qui\n[it]\nsay = '''\nuna\ndue\n'''\n"})
    assert files[FILE] == "# qui\n[it]\nsay = '''\nuna\n'''\n"
    assert "\ndue\n" in files["intents/rete/fibra.toml"]


def test_a_sentence_that_stands_on_no_line_of_its_own_is_taken_out_by_hand() -> None:
    gone = Change(removed=(Taught(intent="ricarica_mancata", language="it", text="una"),))
    with pytest.raises(NotWritableError, match="does not stand on a line of its own"):
        drafted(gone, {FILE: "[it]\nsay = ['una', 'due']\n"})


def test_the_difference_shows_what_is_added() -> None:
    change = Change(added=(Taught(intent="ricarica_mancata", language="it", text="tre"),))
    (one,) = draft(change, KNOWN, {FILE: "[it]\nsay = '''\nuna\n'''\n"}, ("it",))
    assert [line for line in one.diff() if line[0] in "+-"] == [f"--- {FILE}", f"+++ {FILE}", "+tre"]


@given(st.text(max_size=80))
def test_the_name_made_of_a_title_is_a_name_or_nothing(title: str) -> None:
    name = name_of(title)
    assert name == "" or is_name(name)


def test_a_title_with_accents_has_a_plain_name() -> None:
    assert name_of("La fibra: perché è così lenta?") == "la_fibra_perche_e_cosi_lenta"
