"""Fifty nasty and fifty harmless messages a language, over the example brand in public."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.knowledge.library import Knowledge
from bot.knowledge.tone import Tone, tones
from bot.model.traits import Traits
from bot.model.turn import TaskKind
from bot.testing import Dialogue, Exchange
from bot.testing.pytest_plugin import brand_of
from tests.support.brand import MONDAY

HERE = Path(__file__).parent
LANGUAGES = ("it", "en")


def _lines(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _nasty(language: str) -> list[tuple[Tone, str]]:
    pairs = (line.split(" | ", 1) for line in _lines(f"nasty_{language}"))
    return [(Tone(label), text) for label, text in pairs]


@cache
def _brand() -> tuple[Knowledge, Mapping[str, Traits]]:
    return brand_of(HERE.parents[1])


async def _posted(text: str) -> Exchange:
    """Post a text to the example brand on X, and again an hour later; a week passes."""
    knowledge, traits = _brand()
    dialogue = await Dialogue.open(knowledge, traits=traits, at=MONDAY, channel="x.post")
    first = await dialogue.say(text)
    await dialogue.wait(timedelta(hours=1))
    again = await dialogue.say(text)
    later = await dialogue.wait(timedelta(days=6))
    said = (*first.said, *again.said, *later.said)
    return Exchange(said=said, decisions=first.decisions, tasks=first.tasks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_nasty_message_gets_an_automatic_post(language: str) -> None:
    messages = _nasty(language)
    assert len(messages) == len({text for _, text in messages}) == 50
    exchanges = {text: asyncio.run(_posted(text)) for _, text in messages}
    assert {text: exchange.text for text, exchange in exchanges.items() if exchange.said} == {}
    kinds = {tuple(task.kind for task in exchange.tasks) for exchange in exchanges.values()}
    assert kinds == {(TaskKind.HAND_OFF,)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_nasty_message_is_heard_in_its_own_tone(language: str) -> None:
    assert {text: tones(text) for tone, text in _nasty(language) if tone not in tones(text)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_harmless_messages_are_held_back(language: str) -> None:
    messages = _lines(f"harmless_{language}")
    assert len(messages) == len(set(messages)) == 50
    held = [text for text in messages if asyncio.run(_posted(text)).decisions[-1].rule == "tone"]
    print(f"{language}: {len(held)} of {len(messages)} harmless messages held back", *held, sep="\n  ")
    assert len(held) <= 3
