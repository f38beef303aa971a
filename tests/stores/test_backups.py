"""Backups: whole, made in mid-burst, and put back without saying anything twice."""
# ruff: noqa: ASYNC240 - the files are small and nobody waits

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreBusyError, StoreError
from bot.model.case import FollowUp, FollowUpKind
from bot.model.incident import Announcement
from bot.model.turn import TaskKind
from bot.service.incident_values import Word
from bot.service.values import Sent
from bot.stores import open_store
from bot.stores.backups import backup, check, restore
from tests.contracts.store_helpers import HOUR, KEY, NOW, Teller, batch, heard, letter

LATER = NOW + timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


async def back_up_in_mid_burst(path: Path) -> Path:
    """Back up a store that owes a letter being sent, one queued, one unheard message and two follow-ups."""
    store = open_store(f"sqlite:///{path}")
    teller = Teller(store)
    await teller.say(letter("in volo"), letter("in coda"))
    await teller.claim()
    asked = await teller.hear(key="marco")
    owed = (
        FollowUp(kind=FollowUpKind.PROMISE, at=NOW + HOUR),
        FollowUp(kind=FollowUpKind.CHECK, at=LATER + HOUR),
    )
    await teller.turn(asked, schedule=owed)
    await teller.hear("pronto?", key="anna")
    target = path.with_name("copy.db")
    backup(path, target)
    await teller.hear("dopo la copia", key="dopo")
    await store.close()
    return target


async def test_a_backup_of_a_store_in_use_is_whole_and_of_one_moment(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    assert check(target) == ()
    assert sorted(item.name for item in path.parent.iterdir()) == ["copy.db", "store.db", "store.db.lock"]


async def test_a_restored_store_sends_nothing_and_asks_people(path: Path, tmp_path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    fresh = tmp_path / "fresh.db"
    assert restore(target, fresh, LATER) == 4
    store = open_store(f"sqlite:///{fresh}")
    teller = Teller(store)
    assert await teller.claim(LATER) == ()
    assert await store.next_send(KEY, LATER) is None
    assert await store.in_doubt(LATER) == ()
    assert await store.with_work() == ()
    assert await store.wake_due(LATER) == ()
    assert await store.next_due() == LATER + HOUR
    kinds = sorted(task.kind for task in await store.tasks())
    assert kinds == [TaskKind.ALERT, TaskKind.MAYBE_SENT, TaskKind.MAYBE_SENT, TaskKind.POISON]
    await store.close()


async def test_a_restored_incident_tells_nobody_again_and_asks_people(path: Path) -> None:
    store = open_store(f"sqlite:///{path}")
    conversation_id = await Teller(store).say()
    word = Word(said=Announcement(intents=("rete",)), title="Rete", by="FB", at=NOW)
    await store.open_incident(word, [conversation_id], 0)
    target = path.with_name("copy.db")
    backup(path, target)
    await store.close()
    fresh = path.with_name("fresh.db")
    restore(target, fresh, LATER)
    store = open_store(f"sqlite:///{fresh}")
    assert await store.announce(LATER, only_first=False) == ()
    told = [task.text for task in await store.tasks() if task.reason == "restored"]
    assert told == ["customers of incident 1 may not have heard its latest word"]
    await store.close()


async def test_what_the_platform_brings_again_after_a_restore_goes_to_a_person(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    restore(target, path, LATER)
    store = open_store(f"sqlite:///{path}")
    again = heard("dopo la copia", key="dopo", occurred_at=NOW)
    await store.accept(batch(again, heard("e poi?", key="dopo", occurred_at=NOW)), LATER)
    assert await store.with_work() == ()
    assert sum("before the restore" in task.text for task in await store.tasks()) == 1
    new = await store.accept(batch(heard("nuovo", key="dopo", occurred_at=LATER)), LATER)
    assert await store.with_work() == new.conversations
    await store.close()


async def test_a_restored_message_can_be_sent_again_by_a_person(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    restore(target, path, LATER)
    store = open_store(f"sqlite:///{path}")
    assert await store.resend(1, "FB", LATER)
    (outbound,) = await Teller(store).claim(LATER)
    await store.settle(outbound, Sent(id="p"), LATER)
    assert (await Teller(store).texts())[-1] == "bot: in volo"
    await store.close()


async def test_what_was_there_before_a_restore_is_kept_beside(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    restore(target, path, LATER)
    assert check(path.with_name("store.db.before-restore")) == ()


async def test_a_store_in_use_is_not_replaced(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(StoreBusyError):
        restore(target, path, LATER)
    assert len(await store.with_work()) == 2
    await store.close()


async def test_a_damaged_backup_is_refused_and_the_store_left_alone(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    os.truncate(target, 20_000)
    assert check(target) != ()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        restore(target, path, LATER)
    assert path.read_bytes() == before


async def test_a_backup_is_never_overwritten(path: Path) -> None:
    target = await back_up_in_mid_burst(path)
    with pytest.raises(StoreError, match="already there"):
        backup(path, target)


def test_there_is_no_backup_of_nothing(path: Path) -> None:
    with pytest.raises(StoreError, match="no store"):
        backup(path, path.with_name("copy.db"))
    assert list(path.parent.iterdir()) == []
