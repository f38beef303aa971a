"""The watch: a burst is one suggestion that grows and goes; what is allowed is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.knowledge.library import Knowledge
from bot.model.incident import Incident, IncidentStatus
from bot.model.message import Author
from bot.settings.hearing import Incident as Thresholds
from bot.testing import Dialogue
from tests.support.brand import MONDAY, TRAITS, small_brand, with_settings

ALIKE = ("lo schermo è tutto blu", "schermo blu da stamattina", "ho lo schermo blu", "schermo blu anche qui")
OTHER = ("regalate gattini?", "vendete ombrelli rossi?", "che tempo fa domani?", "parlate cinese voi?")


async def begin(knowledge: Knowledge | None = None) -> Dialogue:
    return await Dialogue.open(
        knowledge or small_brand()[0], traits=TRAITS, at=MONDAY, channel="chat", customer=Author(id="c0")
    )


async def crowd(dialogue: Dialogue, text: str, people: range, pace: timedelta = timedelta(seconds=5)) -> None:
    """Have so many people write, one after the other."""
    for number in people:
        dialogue.customer = Author(id=f"c{number}", name="Anna")
        await dialogue.say(text)
        dialogue.clock.move(pace)


async def seen(dialogue: Dialogue) -> tuple[Incident, ...]:
    """Sweep, and give the suggestions and open incidents."""
    await dialogue.sportello.waker.sweep()
    return await dialogue.sportello.store.live_incidents()


async def tasks(dialogue: Dialogue) -> list[str]:
    every = await dialogue.sportello.store.tasks()
    return [task.text for task in every if task.kind == "incident"]


async def test_a_burst_becomes_one_suggestion_that_grows_in_place_and_goes() -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(60))
    (item,) = await seen(dialogue)
    assert (item.title, item.said.intents, item.evidence.people) == ("pacco", ("pacco",), 60)
    assert await tasks(dialogue) == ["60 × pacco, 20 min (∅ 2.4)"]
    await crowd(dialogue, "dov'è il pacco?", range(60, 70))
    (grown,) = await seen(dialogue)
    assert (grown.id, grown.evidence.people) == (item.id, 70)
    assert await tasks(dialogue) == ["70 × pacco, 20 min (∅ 2.4)"]
    dialogue.clock.move(timedelta(hours=1))
    assert await seen(dialogue) == ()
    assert await tasks(dialogue) == []


async def test_nobody_is_told_of_a_suggestion() -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(60))
    await seen(dialogue)
    assert {item.letter.template for item in dialogue.channel.sent} == {"pacco"}


async def test_ten_posts_of_one_person_are_one() -> None:
    dialogue = await begin()
    for _ in range(8):
        await crowd(dialogue, "dov'è il pacco?", range(8))
    assert await seen(dialogue) == ()


async def test_a_dismissed_suggestion_is_not_made_again() -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(60))
    (item,) = await seen(dialogue)
    assert await dialogue.sportello.incidents.dismiss(item.id, by="FB")
    await crowd(dialogue, "dov'è il pacco?", range(60, 65))
    assert await seen(dialogue) == ()
    assert await tasks(dialogue) == []


async def test_what_is_over_is_not_suggested_anew() -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(60))
    (item,) = await seen(dialogue)
    texts = {"it": "Fermo.", "en": "Stuck."}
    said = replace(item.said, texts=texts, next_update=dialogue.clock.now() + timedelta(hours=1))
    await dialogue.sportello.incidents.open(said, title="Pacchi", by="FB", suggestion=item.id)
    await dialogue.sportello.incidents.close(item.id, said, by="FB")
    assert await seen(dialogue) == ()


async def test_the_place_that_many_name_is_in_the_evidence() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("il pacco non arriva a Torino", ("pacco", 0.95))
    dialogue = await begin(knowledge)
    await crowd(dialogue, "dov'è il pacco?", range(40))
    await crowd(dialogue, "il pacco non arriva a Torino", range(40, 65))
    (item,) = await seen(dialogue)
    assert item.evidence.place == "Torino"
    assert (await tasks(dialogue))[0].endswith(", Torino")


async def test_alike_texts_that_match_no_intent_are_a_burst_of_their_own() -> None:
    dialogue = await begin()
    for at, text in enumerate(ALIKE):
        await crowd(dialogue, text, range(at * 10, at * 10 + 10))
    for at, text in enumerate(OTHER):
        await crowd(dialogue, text, range(100 + at, 101 + at))
    (item,) = await seen(dialogue)
    assert item.key.startswith("texts:")
    assert item.title in ALIKE
    assert item.evidence.people == 40
    await crowd(dialogue, ALIKE[0], range(200, 205))
    (grown,) = await seen(dialogue)
    assert (grown.id, grown.evidence.people) == (item.id, 45)


async def test_what_the_brand_allows_is_opened_by_the_bot_in_its_templates_words() -> None:
    knowledge, _ = small_brand()
    allowed = Thresholds(announce=("pacco",), update_every=timedelta(hours=2))
    dialogue = await begin(with_settings(knowledge, incident=allowed))
    await crowd(dialogue, "dov'è il pacco?", range(60))
    (item,) = await seen(dialogue)
    assert item.status is IncidentStatus.OPEN
    dialogue.customer = Author(id="new")
    assert "C'è un guasto. Novità oggi alle 12" in (await dialogue.say("dov'è il pacco?")).text
    assert (await dialogue.sportello.store.incident(item.id) or item).attached == 61
    dialogue.clock.move(timedelta(hours=3))
    await seen(dialogue)
    assert [task.reason for task in await dialogue.sportello.store.tasks() if task.priority == "high"] == [
        f"late:{item.id}"
    ]


async def test_an_hour_of_ordinary_writing_suggests_nothing() -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(11), timedelta(seconds=1))
    await crowd(dialogue, "quando aprite?", range(20, 31), timedelta(seconds=1))
    assert await seen(dialogue) == ()


async def test_a_look_that_finds_nothing_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dialogue = await begin()
    await crowd(dialogue, "dov'è il pacco?", range(5))
    written: list[Any] = []
    transactions: Any = dialogue.sportello.store
    monkeypatch.setattr(transactions._transactions, "write", written.append)
    await seen(dialogue)
    assert written == []
