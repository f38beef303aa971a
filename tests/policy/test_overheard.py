"""What is said about the brand, not to it: never answered, seen by people, urgent only where it is grave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.naming import named_in
from bot.model.message import Author, Inbound, Surface
from bot.service.values import Batch
from bot.settings.hearing import Listening
from bot.settings.values import Brand
from tests.support.brand import MONDAY, small_brand, with_settings
from tests.support.square import Square

DAY = timedelta(days=1)
TERMS = ("volo mobile", "@volomobile", "volò")


async def _hears(square: Square, text: str, *, who: str = "mara", followers: int = 12) -> None:
    now = square.clock.now()
    number = f"about:{who}:{now.isoformat()}:{text}"
    post = Inbound(
        channel=square.channel.traits.name,
        account=square.channel.account,
        event_key=number,
        conversation_key=f":{who}",
        author=Author(id=who, name=who.title(), followers=followers),
        surface=Surface.PUBLIC,
        text=text,
        message_id=number,
        silence_because="not asked",
        overheard=True,
        occurred_at=now,
        received_at=now,
    )
    await square.sportello.intake.accept(Batch(channel=post.channel, account=post.account, items=(post,)))
    await square.engine.settle()


async def test_it_is_never_answered_asks_nobody_and_stands_in_the_quiet_list() -> None:
    square = Square()
    for text in ("quando aprite?", "il pacco è perso", "stop", "grazie"):
        await _hears(square, text)
    await square.wait(3 * DAY)
    assert square.posts == []
    assert await square.inbox() == ()
    heard = await square.sportello.agents.overheard(MONDAY, 10)
    assert [item.text for item in heard] == ["grazie", "stop", "il pacco è perso", "quando aprite?"]
    assert not any(item.urgent for item in heard)


@pytest.mark.parametrize(
    ("text", "followers", "reason"),
    [
        ("Prova: vi denuncio, sentirete il mio avvocato", 12, "legal"),
        ("Prova non va", 50_000, "overheard"),
    ],
)
async def test_what_is_grave_or_reaches_very_many_goes_to_people_at_once(
    text: str, followers: int, reason: str
) -> None:
    square = Square()
    await _hears(square, text, followers=followers)
    (row,) = await square.inbox()
    assert (row.reason, [task.reason for task in row.tasks]) == (reason, [reason])
    assert square.posts == []
    (item,) = await square.sportello.agents.overheard(MONDAY, 10)
    assert item.urgent


async def test_what_somebody_says_about_us_changes_nothing_in_what_they_asked_us() -> None:
    square = Square()
    asked = await square.say("mara", "il pacco è perso")
    await _hears(square, "Prova è lenta")
    (row,) = await square.inbox()
    assert row.last_text != "Prova è lenta"
    await square.sportello.agents.reply(row.conversation_id, "FB", "Trovato", id="1")
    await square.engine.settle()
    assert square.posts[-1].letter.reply_to == asked


async def test_reach_is_the_brands_own() -> None:
    square = Square(with_settings(small_brand()[0], listening=Listening(reach=10)))
    await _hears(square, "Prova non va", followers=12)
    assert [row.reason for row in await square.inbox()] == ["overheard"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("oggi Volo Mobile non va", "volo mobile"),
        ("vollo mobile fa pena", "volo mobile"),
        ("volomobile ancora giù", "volo mobile"),
        ("@VoloMobile!!", "volo mobile"),
        ("volò ancora", "volò"),
        ("il mio volo è in ritardo", ""),
        ("ho un telefono mobile", ""),
        ("", ""),
    ],
)
def test_a_name_is_heard_with_a_slip_of_the_finger_and_not_in_other_words(text: str, term: str) -> None:
    assert named_in(text, TERMS, 88) == term


def test_a_term_that_stands_in_many_texts_takes_no_slip() -> None:
    assert named_in("una vela", ("vola",), 70) == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_is_heard_wherever_it_stands(before: str, after: str) -> None:
    assert named_in(f"{before} volo mobile {after}", ("volo mobile",), 100) == "volo mobile"


def _settings(change: Callable[[Any], Any]) -> Any:
    return change(small_brand()[0].settings)


def test_the_brand_is_listened_for_by_all_its_names() -> None:
    brand = Brand(name="Volo", account_names=("@volo",))
    found = _settings(lambda base: replace(base, brand=brand, listening=Listening(terms=("volò",))))
    assert found.names == ("Volo", "@volo", "volò")


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("la fibra qui è un disservizio, sento il mio avvocato", []),
        ("la fibra è down, voglio morire", ["self_harm"]),
        ("Prova e la fibra non va", ["overheard"]),
    ],
)
async def test_a_topic_of_the_trade_asks_nobody_unless_somebody_is_in_need(
    text: str, reasons: list[str]
) -> None:
    knowledge = with_settings(small_brand()[0], listening=Listening(topics=("fibra",)))
    square = Square(knowledge)
    await _hears(square, text, followers=50_000)
    assert [row.reason for row in await square.inbox()] == reasons
    assert square.posts == []
    (item,) = await square.sportello.agents.overheard(MONDAY, 10)
    assert item.text == text
