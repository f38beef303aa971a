"""A person's answer that waits to leave, over a restart: neither lost nor doubled, nor past recall."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.model.message import Purpose
from bot.service.values import Sent
from bot.stores import open_store
from tests.contracts.store_helpers import NOW, Teller, letter

UNDO = timedelta(seconds=10)
HELD = letter("eccomi ^FB", Purpose.AGENT, author="FB", held_until=NOW + UNDO)


async def test_an_answer_that_waits_leaves_once_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    before = open_store(url)
    await Teller(before).say(HELD)
    await before.close()
    after = open_store(url)
    await after.release_leases()
    teller = Teller(after)
    assert await teller.claim(NOW) == ()
    (outbound,) = await teller.claim(NOW + UNDO)
    await after.settle(outbound, Sent(id="p1"), NOW + UNDO)
    assert await teller.claim(NOW + UNDO + UNDO) == ()
    assert await teller.texts() == ["customer: ciao", "agent: eccomi ^FB"]
    await after.close()


async def test_an_answer_is_taken_back_after_a_restart_too_and_stays_so_over_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    before = open_store(url)
    number = await Teller(before).say(HELD)
    await before.close()
    between = open_store(url)
    dossier = await between.dossier(number)
    assert dossier is not None
    assert await between.take_back(dossier.pending[0].id, "FB", NOW)
    await between.close()
    after = open_store(url)
    assert await Teller(after).claim(NOW + UNDO + UNDO) == ()
    assert await Teller(after).texts() == ["customer: ciao"]
    await after.close()
