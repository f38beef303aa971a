"""One person on a channel's two surfaces has two conversations, and a story can go from one to the other."""

from __future__ import annotations

import pytest

from bot.errors import SetupError
from bot.model.message import Surface
from bot.model.problem import Source
from bot.testing import Dialogue, read_story
from tests.support.brand import MONDAY, TRAITS, small_brand

STORY = """
at = 2026-12-05T10:00:00
[[step]]
on = "{on}"
say = "ciao"
"""


async def test_what_is_written_in_private_is_a_conversation_that_follows_the_public_one() -> None:
    dialogue = await Dialogue.open(small_brand()[0], at=MONDAY, traits=TRAITS, channel="wall.post")
    await dialogue.say("i miei dati")
    public = await dialogue.conversation()
    dialogue.go_to(Surface.PRIVATE)
    exchange = await dialogue.say("quando aprite?")
    private = await dialogue.conversation()
    assert public is not None
    assert private is not None
    assert (public.surface, private.surface) == (Surface.PUBLIC, Surface.PRIVATE)
    assert private.case.previous == public.case.number
    assert [decision.rule for decision in exchange.decisions] == ["answer"]
    dialogue.go_to(Surface.PUBLIC)
    again = await dialogue.conversation()
    assert again is not None
    assert again.id == public.id


def test_a_place_that_is_no_surface_is_refused_with_its_line() -> None:
    with pytest.raises(SetupError, match=r"story\.toml:3: “on” cannot be “x\.dm”"):
        read_story(Source(path="story.toml", text=STORY.format(on="x.dm")))


def test_a_step_may_say_where_it_happens() -> None:
    (step,) = read_story(Source(path="story.toml", text=STORY.format(on="private"))).steps
    assert step.on is Surface.PRIVATE
