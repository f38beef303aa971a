"""What was said once, said again in other words: only where the words themselves have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.library import build
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.rules import check_reply
from bot.knowledge.replies.templates import Template
from bot.knowledge.retelling import Occasion, retell
from bot.model.message import Surface
from bot.model.problem import Source
from tests.support.brand import MONDAY, SATURDAY, TRAITS, sources

HERE = Occasion(channel="chat", surface=Surface.PRIVATE, variant=1, at=MONDAY, name="Giulia")
FIRST, SECOND = "=== any\nUno, {{ customer.name }}.\n", "=== any\nDue.\n"


@pytest.fixture(scope="module")
def parts() -> Parts:
    found = build(sources(), environ={}, traits=TRAITS, encoder=None).parts
    assert found is not None
    return found


def template(parts: Parts, text: str) -> Template:
    return check_reply(parts, Source(path="replies/it/orari.j2", text=text))[0]["orari", "it"]


def test_the_variant_that_was_said_is_said_again_to_the_same_customer(parts: Parts) -> None:
    both = template(parts, FIRST + SECOND)
    assert retell(both, parts, HERE) == "Uno, Giulia."
    assert retell(both, parts, replace(HERE, variant=2)) == "Due."


def test_a_variant_that_only_moved_reads_as_before(parts: Parts) -> None:
    before, after = template(parts, FIRST + SECOND), template(parts, "=== any\nTre.\n" + FIRST + SECOND)
    assert retell(after, parts, HERE, was=before.variants[0]) == "Uno, Giulia."
    assert retell(after, parts, HERE) == "Tre.", "by its number alone it would be another"


def test_what_is_not_known_any_more_is_an_example_and_the_hours_are_those_of_the_moment(
    parts: Parts,
) -> None:
    text = "Pratica {{ slot.pratica }}: {{ hours.next_open|when }}."
    saturday = replace(HERE, at=SATURDAY)
    assert retell(template(parts, text), parts, saturday) == "Pratica ABC-1234567890: lunedì alle 9."
    known = replace(saturday, slots={"pratica": "AB-1", "altro": "x"})
    assert retell(template(parts, text), parts, known) == "Pratica AB-1: lunedì alle 9."


def test_in_public_a_name_that_is_none_is_not_said(parts: Parts) -> None:
    public = replace(HERE, channel="wall", surface=Surface.PUBLIC, name="@truffa http://x.example")
    assert retell(template(parts, FIRST), parts, public) == "Uno."


def test_where_nothing_is_for_the_channel_nothing_is_said(parts: Parts) -> None:
    assert retell(template(parts, "=== wall.post\nCiao.\n"), parts, HERE) == ""
