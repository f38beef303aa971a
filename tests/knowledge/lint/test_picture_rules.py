"""R024 and R010 for replies with a picture, and how a picture gets from a template into a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.knowledge.library import Built, build
from bot.knowledge.ports import Moment
from bot.model.message import MediaKind, Surface
from bot.model.problem import Source
from bot.model.traits import Traits
from tests.knowledge.brand_files import NOW, REPLY, TRAITS, WEB, sources

R = "replies/it/ricarica_mancata.j2"
SHOWS = replace(WEB, media=frozenset({MediaKind.PHOTO}), media_bytes=2_000_000, caption=300)
ABLE: Mapping[str, Traits] = {**TRAITS, "web": SHOWS}


def built(line: str, size: int = 1000, traits: Mapping[str, Traits] = ABLE, reply: str = "") -> Built:
    text = reply or REPLY.replace("=== any\nCiao", f"=== web\n{line}\nCiao", 1) + "=== any\nCiao.\n"
    picture = Source(path="images/negozi.png", text="", size=size)
    return build((*sources({R: text}), picture), environ={}, traits=traits, encoder=None)


def said(found: Built) -> list[str]:
    return [str(item) for item in found.problems if item.file == R and item.code in {"R024", "R010", "R005"}]


def test_a_picture_that_is_there_is_no_problem() -> None:
    assert said(built("image: images/negozi.png")) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("image: images/negozzi.png", "error R024 there is no file images/negozzi.png   hint: did you mean"),
        ("image: ../negozi.png", "error R024 “../negozi.png” is not a picture in images/"),
        ("image: images/../settings.toml", "error R024 “images/../settings.toml” is not a picture"),
        ("image: /etc/passwd", "error R024 “/etc/passwd” is not a picture"),
        ("image: images/negozi.svg", "error R024 “images/negozi.svg” is not a picture"),
        ("image:", "error R024 “” is not a picture"),
    ],
)
def test_a_picture_that_is_not_there_or_elsewhere_is_an_error(line: str, message: str) -> None:
    (found,) = said(built(line))
    assert message in found
    assert found.startswith(f"{R}:2:")


def test_a_picture_that_is_too_large_is_an_error_with_its_size() -> None:
    (found,) = said(built("image: images/negozi.png", size=3_400_000))
    assert "error R024 images/negozi.png has 3.4 MB; Web chat takes 2" in found


def test_a_channel_that_shows_no_pictures_gets_the_words_alone_and_a_warning() -> None:
    (found,) = said(built("image: images/negozi.png", traits=TRAITS))
    assert "warning R024 Web chat shows no pictures: the words go alone there" in found


def test_two_pictures_in_a_section_are_an_error() -> None:
    (found,) = said(built("image: images/negozi.png\nimage: images/negozi.png"))
    assert "error R005 a second picture   hint: one message has one picture" in found


def test_words_that_are_too_long_below_a_picture_are_an_error() -> None:
    long = "=== web\nimage: images/negozi.png\n" + "Ciao, ecco. " * 30 + "\n=== any\nCiao.\n"
    (found,) = [item for item in said(built("", reply=long)) if "R010" in item]
    assert "web takes 300 below a picture" in found


def test_the_book_gives_the_picture_with_the_words_and_knows_all_of_them() -> None:
    knowledge = built("image: images/negozi.png").knowledge
    assert knowledge is not None
    assert knowledge.replies.pictures() == {"images/negozi.png"}
    moment = Moment(now=NOW, calendar=knowledge.calendar, promise_by=NOW, name="Ada")
    rendered = knowledge.replies.render(
        "ricarica_mancata", language="it", traits=SHOWS, surface=Surface.PRIVATE, moment=moment
    )
    assert rendered.picture == "images/negozi.png"
    assert "image" not in rendered.text
    assert not rendered.text.startswith("\n")
