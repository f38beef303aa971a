"""While sending is stopped the group works on: people see who stopped it, and what customers do not get."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.stopping import StopScope, StopSource
from bot.service.values import Refused
from bot.stores import open_memory_store
from bot.testing import FakeClock
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.desk_rig import DeskRig, running_desk
from tests.support.brand import MONDAY


async def stop(rig: DeskRig, scope: StopScope = StopScope.EVERYTHING) -> None:
    await rig.sportello.switch.pull("FB", why="prezzi sbagliati", scope=scope, source=StopSource.PERSON)
    await rig.quiet()


async def test_with_everything_stopped_the_group_is_told_and_works_on_while_customers_get_nothing(
    fake: FakeTelegram,
) -> None:
    async with running_desk(fake) as rig:
        await stop(rig)
        (told,) = rig.posts()
        assert told.topic is None
        assert told.text == (
            "⏸ Tutti gli invii sono fermi. Li ha fermati Francesca B., lun 23 nov, 10:00. "
            "Motivo: prezzi sbagliati"
        )
        await rig.hear("vergogna")
        await rig.quiet()
        assert rig.names == ["🟡 TK-10019 Giulia"]
        number = rig.write("Ha ragione, rimediamo.")
        await rig.quiet()
        assert rig.forum.reactions[number] == "👀"
        assert rig.web.sent == []
        await rig.sportello.switch.release("FB")
        await rig.quiet()
        assert [item.letter.text for item in rig.web.sent] == ["Ha ragione, rimediamo. ^FB"]
        assert rig.forum.reactions[number] == "👍"
        assert rig.posts()[-1].text == "▶ Niente è più fermo: gli invii vanno avanti."


async def test_a_stop_is_told_once_and_again_after_a_restart(fake: FakeTelegram) -> None:
    store, clock = open_memory_store(), FakeClock(MONDAY)
    async with running_desk(fake, store=store, clock=clock) as rig:
        await stop(rig, StopScope.AUTOMATIC)
        await rig.hear("vergogna")
        await rig.quiet()
        assert [post.text.split(".")[0] for post in rig.posts() if post.topic is None] == [
            "⏸ Il bot è fermo: le persone possono scrivere"
        ]
    async with running_desk(fake, store=store, clock=clock) as rig:
        await rig.quiet()
        assert len([post for post in rig.posts() if post.topic is None]) == 2


@pytest.mark.parametrize(("language", "told"), [("it", "Chat: in pausa"), ("en", "Chat: paused")])
async def test_an_account_that_pauses_by_itself_is_told_once_however_often_it_tries(
    fake: FakeTelegram, language: str, told: str
) -> None:
    async with running_desk(fake, language=language) as rig:
        for n in range(11):
            rig.web.next_outcome(Refused(reason="no", permanent=True))
            if n < 9:
                await rig.hear("quando aprite?", key=f"k{n}")
        for _ in range(3):
            rig.clock.move(timedelta(minutes=5))
            await rig.quiet()
        (alert,) = [post for post in rig.posts() if post.topic is None and "⏸" in post.text]
        assert told in alert.text
