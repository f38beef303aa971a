"""X's own way of counting, and the plain refusal to connect."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.x import TRAITS, weighted_length
from bot.model.abilities import in_short
from bot.model.message import Surface
from bot.model.traits import Cost, Idempotency
from bot.testing.x import FakeX
from tests.channels.x.rig import connector
from tests.fakes.intake import MemoryIntake


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("ciao", 4),
        ("perché così", 11),
        ("perche\u0301", 6),
        ("20 €", 5),
        ("…", 2),
        ("“sì” – no", 9),
        ("日本", 4),
        ("😀", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇮🇹", 2),
        ("https://example.com/una/strada/molto/lunga/che/non/finisce/mai", 23),
        ("vedi example.com ora", 5 + 23 + 4),
        ("assistenza.il pacco", 23 + 6),
        ("a\nb", 3),
        ("a\r\nb", 3),
    ],
)
def test_weights_are_those_of_x(text: str, weight: int) -> None:
    assert weighted_length(text) == weight


def test_a_lone_surrogate_weighs_as_its_replacement() -> None:
    assert weighted_length("\ud800") == weighted_length("\ufffd") == 2


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=60)
def test_any_text_can_be_counted(text: str) -> None:
    assert 0 <= weighted_length(text) <= 30 * len(text)


@given(st.text(st.sampled_from("abcdefghij àèìòù"), max_size=280))
@settings(max_examples=40)
def test_plain_italian_weighs_its_letters(text: str) -> None:
    assert weighted_length(text) == len(text)


def test_a_post_and_a_direct_message_have_their_own_limits() -> None:
    assert TRAITS.limits == {Surface.PUBLIC: 280, Surface.PRIVATE: 10_000}
    assert TRAITS.address(Surface.PUBLIC) == "x.post"
    assert TRAITS.address(Surface.PRIVATE) == "x.dm"
    assert TRAITS.surfaces[0] is Surface.PUBLIC


def test_links_cost_and_sent_posts_can_be_looked_up() -> None:
    assert Cost.LINK in TRAITS.costs
    assert TRAITS.idempotency is Idempotency.LOOKUP


def test_a_post_gets_one_automatic_message() -> None:
    assert TRAITS.auto_replies == 1


def test_reading_the_traits_loads_no_tables_and_no_library() -> None:
    code = (
        "import sys, bot.channels.x; sys.exit(bool({'twitter_text', 'tweepy', 'aiohttp'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("options", "way"),
    [
        ({}, "polling"),
        ({"webhook": "https://example.org/x"}, "a webhook"),
        ({"stream": True}, "a stream"),
    ],
)
async def test_doctor_hears_by_which_way_messages_come(
    fake: FakeX, intake: MemoryIntake, options: dict[str, Any], way: str
) -> None:
    channel = connector(fake, intake, **options)
    assert in_short(channel.traits).startswith(f"messages come by {way};")
    await channel.close()
