"""A reply tried out: what each variant says on each channel, and how much of the room it takes."""

from __future__ import annotations

import pytest

from bot.knowledge.library import build
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.rules import check, check_reply
from bot.knowledge.trial import LONG_NAME, Trial, Tried, try_out
from bot.model.problem import Source
from tests.support.brand import TRAITS, sources

PATH = "replies/it/orari.j2"


@pytest.fixture(scope="module")
def parts() -> Parts:
    found = build(sources(), environ={}, traits=TRAITS, encoder=None).parts
    assert found is not None
    return found


def tried(parts: Parts, text: str, trial: Trial | None = None) -> dict[tuple[str, int], Tried]:
    templates, _ = check_reply(parts, Source(path=PATH, text=text))
    found = try_out(templates["orari", "it"], parts, trial or Trial())
    return {(item.address, item.variant): item for item in found}


def test_a_variant_is_counted_with_its_signature_only_in_public(parts: Parts) -> None:
    found = tried(parts, "Ciao {{ customer.name }}, siamo aperti.")
    assert len(LONG_NAME) == 15
    assert found["wall.post", 1].text == f"Ciao {LONG_NAME}, siamo aperti. ^Bot"
    assert found["wall.post", 1].count == len(found["wall.post", 1].text)
    assert found["wall.post", 1].most == 280
    assert found["chat", 1].text == f"Ciao {LONG_NAME}, siamo aperti."


def test_without_a_name_the_sentence_closes_around_the_hole(parts: Parts) -> None:
    found = tried(parts, "Ciao {{ customer.name }}, siamo aperti.", Trial(named=False))
    assert found["chat", 1].text == "Ciao, siamo aperti."


def test_each_variant_is_shown_and_only_those_that_would_be_said_are_marked(parts: Parts) -> None:
    text = "=== any\nA.\n=== any when closed\nB.\n=== wall.post\nC.\n"
    while_open, while_closed = tried(parts, text), tried(parts, text, Trial(is_open=False))
    assert {key for key, item in while_open.items() if item.said and key[0] in {"chat", "wall.post"}} == {
        ("chat", 1),
        ("wall.post", 3),
    }
    assert while_closed["chat", 2].said
    assert not while_closed["chat", 1].said
    assert while_closed["chat", 2].when == "closed"
    assert ("chat", 3) not in while_open


def test_the_first_message_and_a_later_one_are_two_ways_to_read_it(parts: Parts) -> None:
    text = "{% if first_message %}Ciao, siamo{% else %}Siamo{% endif %} aperti."
    assert tried(parts, text)["chat", 1].text == "Ciao, siamo aperti."
    assert tried(parts, text, Trial(first=False))["chat", 1].text == "Siamo aperti."


def test_an_empty_slot_is_named_as_what_is_lacking(parts: Parts) -> None:
    text = "L'ordine {{ slot.pratica }} è partito."
    assert tried(parts, text)["chat", 1].lacks == ""
    without = tried(parts, text, Trial(filled=False))["chat", 1]
    assert (without.text, without.lacks) == ("", "slot.pratica")


def test_too_long_is_told_in_the_channels_own_units(parts: Parts) -> None:
    found = tried(parts, "x" * 290)["wall.post", 1]
    assert found.over == 290 + len(" ^Bot") - 280


def test_one_reply_alone_has_the_problems_it_has_among_all(parts: Parts) -> None:
    spoilt = {
        PATH: "Ciao {{ custmer.name }}",
        "replies/en/pacco.j2": "=== wall.post\nCALL US NOW!!! We will let you know shortly. @you\n",
        "replies/it/_unclear.j2": "=== foo\nIntendi {{ options }}?\n=== any\n" + "y" * 300,
        "replies/it/nessuno.j2": "{# lint: off R014 #}\nCiao.\n",
    }
    files = {item.path: item for item in sources()}
    files |= {path: Source(path=path, text=text) for path, text in spoilt.items()}
    built = build(tuple(files.values()), environ={}, traits=TRAITS, encoder=None)
    assert built.parts is not None
    for path, source in files.items():
        if path.endswith(".j2"):
            of_all = [item for item in built.problems if item.file == path]
            assert list(check_reply(parts, source)[1]) == of_all, path
    assert check(built.parts)


def test_a_file_out_of_place_is_told_and_nothing_is_read(parts: Parts) -> None:
    templates, (problem,) = check_reply(parts, Source(path="replies/xx9/a.j2", text="Ciao."))
    assert not templates
    assert "not in its place" in problem.message
