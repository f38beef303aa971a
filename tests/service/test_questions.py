"""What went unanswered is grouped beside everything else, and shown while newer groups are worked out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.service.questions import Questions, Unanswered
from bot.stores import open_memory_store
from tests.contracts.store_helpers import Teller
from tests.contracts.store_teaching import decided
from tests.fakes.brand import a_school, served
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import write_brand

R = TypeVar("R")


class Gate:
    """Computes only once it is opened."""

    def __init__(self) -> None:
        self.open = asyncio.Event()

    async def __call__(self, work: Callable[[], R], /) -> R:
        await self.open.wait()
        return work()


def texts(questions: Questions) -> list[str]:
    assert questions.found is not None
    return [item.text for group in questions.found.groups for item in group.questions]


async def test_old_groups_are_shown_until_newer_ones_are_there(tmp_path: Path) -> None:
    store, clock, gate = open_memory_store(), StandingClock(), Gate()
    teller = Teller(store)
    await decided(teller, "avete la fibra?", key="a", now=NOON - timedelta(hours=1))
    brand = served(write_brand(tmp_path, "[channels.chat]", store="unused"))
    unanswered = Unanswered(replace(a_school(store, brand, clock), compute=gate))
    assert await unanswered.questions(0.0) == Questions(found=None, part=0.0)
    gate.open.set()
    assert texts(await unanswered.questions(5)) == ["avete la fibra?"]
    await decided(teller, "zx qwerty", key="b", now=NOON)
    gate.open.clear()
    clock.move(timedelta(minutes=6))
    assert texts(await unanswered.questions(0.0)) == ["avete la fibra?"]
    gate.open.set()
    assert sorted(texts(await unanswered.questions(5))) == ["avete la fibra?", "zx qwerty"]


@pytest.mark.parametrize(
    ("took", "later", "there"),
    [(0, 0, True), (1, 19, False), (1, 20, True), (60, 299, False), (60, 300, True)],
)
async def test_groups_hold_for_twenty_times_as_long_as_they_took_and_five_minutes_at_most(
    tmp_path: Path, took: int, later: int, *, there: bool
) -> None:
    store, clock, gate = open_memory_store(), StandingClock(), Gate()
    teller = Teller(store)
    await decided(teller, "avete la fibra?", key="a", now=NOON - timedelta(hours=1))
    brand = served(write_brand(tmp_path, "[channels.chat]", store="unused"))
    unanswered = Unanswered(replace(a_school(store, brand, clock), compute=gate))
    assert (await unanswered.questions(0.0)).found is None
    clock.move(timedelta(seconds=took))
    gate.open.set()
    assert texts(await unanswered.questions(5)) == ["avete la fibra?"]
    await decided(teller, "zx qwerty", key="b", now=NOON)
    clock.move(timedelta(seconds=later))
    assert ("zx qwerty" in texts(await unanswered.questions(5))) is there


async def test_a_new_version_of_the_brand_is_asked_at_once(tmp_path: Path) -> None:
    store = open_memory_store()
    await decided(Teller(store), "pentole antiaderenti in ghisa", now=NOON - timedelta(hours=1))
    brand = served(write_brand(tmp_path, "[channels.chat]", store="unused"))
    unanswered = Unanswered(a_school(store, brand, StandingClock()))
    first = await unanswered.questions(5)
    assert await unanswered.questions(5) == first
    file = tmp_path / "intents/generale/pacco.toml"
    file.write_text(file.read_text().replace("[it]\nsay = '''\n", "[it]\nsay = '''\nsiete in ghisa\n"))
    brand.load()
    again = await unanswered.questions(5)
    assert again.found is not None
    assert first.found is not None
    assert again.found.groups[0].proposals != first.found.groups[0].proposals
