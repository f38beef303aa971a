"""Reading over the fake server: nothing is lost, nothing holds up its neighbours, trouble is waited out."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.channels.telegram.parsing import ALLOWED_UPDATES
from bot.errors import ChannelError, StoreError
from bot.model.message import InboundKind
from bot.service.values import Sent, Standing
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, Waits, connector, outbound, until
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE


def counted(fake: FakeTelegram, method: str, status: int | None = None) -> int:
    return sum(1 for name, code in fake.calls if name == method and status in {None, code})


async def test_the_cursor_is_stored_with_the_rows_and_is_the_next_offset(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    number = fake.world.say(CHAT, "uno")
    channel = connector(fake, intake)
    async with running(channel):
        await until(lambda: fake.world.confirmed == [number])
    await channel.close()
    (batch,) = intake.batches
    assert batch.cursor == str(number + 1)
    assert len(batch.items) == 1


async def test_after_a_restart_it_reads_on_where_it_was(fake: FakeTelegram, intake: MemoryIntake) -> None:
    for word in ("uno", "due"):
        fake.world.say(CHAT, word)
        channel = connector(fake, intake)
        before = len(intake.rows)
        async with running(channel):
            await intake.until_rows(before + 1)
        await channel.close()
    assert [message.text for message in intake.messages] == ["uno", "due"]
    assert intake.duplicates == 0


async def test_through_many_crashes_nothing_is_lost_and_nothing_comes_twice(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    for crash in range(24):
        for n in range(2):
            fake.world.say(CHAT, f"{crash}.{n}")
        intake.broken = crash % 4 == 0
        intake.dies_after_storing = crash % 4 in {1, 2}
        if crash % 3 == 0:
            fake.fault("getUpdates", "cut_after")
        if crash % 4 == 2:
            intake.cursors.clear()
        channel = connector(fake, intake)
        task = asyncio.create_task(channel.run())
        if crash % 4 == 3:
            await until(lambda: not fake.world.unconfirmed())
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError, StoreError):
            await asyncio.wait_for(task, PATIENCE)
        await channel.close()
    assert intake.duplicates > 0
    assert [message.text for message in intake.messages] == [f"{c}.{n}" for c in range(24) for n in range(2)]


async def test_only_the_listed_kinds_are_asked_for(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake)
    async with running(channel):
        await until(lambda: fake.world.allowed == frozenset(ALLOWED_UPDATES))
    await channel.close()
    assert "chat_member" not in fake.world.allowed


async def test_an_unreadable_update_holds_up_nobody(fake: FakeTelegram, intake: MemoryIntake) -> None:
    fake.world.say(CHAT, "prima")
    fake.world.push("message", {"message_id": "?"})
    fake.world.push_raw({"update_id": fake.world.next_update, "riddle": 1})
    fake.world.say(CHAT, "dopo")
    channel = connector(fake, intake)
    async with running(channel):
        await until(lambda: not fake.world.unconfirmed())
    await channel.close()
    assert [message.text for message in intake.messages] == ["prima", "dopo"]
    (odd,) = intake.set_aside
    assert "cannot be read" in odd.reason


async def test_updates_without_any_number_are_set_aside_without_a_rush(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.push_raw("no update at all")
    waits = Waits()
    channel = connector(fake, intake, waits)
    async with running(channel):
        await until(lambda: len(waits.seconds) >= 3)
    await channel.close()
    assert len(intake.set_aside) == 1
    assert set(waits.seconds) == {30.0}


async def test_numbers_that_begin_anew_lower_are_read_and_acknowledged(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    async with running(channel):
        fake.world.say(CHAT, "prima")
        await until(lambda: not fake.world.unconfirmed())
        fake.world.renumber(1000)
        fake.world.say(CHAT, "dopo una settimana")
        await intake.until_rows(2)
        await until(lambda: not fake.world.unconfirmed())
    await channel.close()
    assert intake.cursors["telegram", "4242"] == "1001"
    assert counted(fake, "getUpdates") < 8


async def test_a_pressed_button_is_brought_in_and_confirmed_after_it_is_stored(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    assert isinstance(await channel.send(outbound(buttons=("Sì", "No"))), Sent)
    fake.world.press(CHAT, "No")
    intake.open.clear()
    async with running(channel):
        await asyncio.wait_for(intake.asked.wait(), PATIENCE)
        assert fake.world.confirmed_presses == []
        intake.open.set()
        await until(lambda: len(fake.world.confirmed_presses) == 1)
    await channel.close()
    (press,) = intake.messages
    assert (press.kind, press.button) == (InboundKind.BUTTON, "No")


async def test_a_press_that_cannot_be_confirmed_does_not_stop_reading(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.fault("answerCallbackQuery", "cut_before", times=9)
    channel = connector(fake, intake)
    await channel.send(outbound(buttons=("Sì",)))
    fake.world.press(CHAT, "Sì")
    async with running(channel):
        await intake.until_rows(1)
        fake.world.say(CHAT, "ci siete?")
        await intake.until_rows(2)
    await channel.close()


async def test_blocking_is_brought_in(fake: FakeTelegram, intake: MemoryIntake) -> None:
    fake.world.block(CHAT)
    fake.world.block(CHAT, blocked=False)
    channel = connector(fake, intake)
    async with running(channel):
        await intake.until_rows(2)
    await channel.close()
    assert [message.kind for message in intake.messages] == [InboundKind.BLOCKED, InboundKind.UNBLOCKED]


async def test_a_network_that_is_down_at_the_start_is_waited_for(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.say(CHAT, "ciao")
    await fake.stop()
    back: list[asyncio.Task[None]] = []
    waits = Waits(then=lambda n: back.append(asyncio.create_task(fake.start())) if n == 3 else None)
    channel = connector(fake, intake, waits)
    assert (await channel.health()).standing is Standing.WAITING
    async with running(channel):
        await until(lambda: len(waits.seconds) >= 1)
        health = await channel.health()
        assert health.standing is Standing.WAITING
        assert "cannot be reached" in health.detail
        await intake.until_rows(1)
        assert (await channel.health()).standing is Standing.OK
    await channel.close()
    first, second, third = waits.seconds[:3]
    assert first < second < third


async def test_health_asks_telegram_when_nothing_runs_yet(fake: FakeTelegram, intake: MemoryIntake) -> None:
    good, bad = connector(fake, intake), connector(fake, intake, token="4242:revoked")
    assert (await good.health()).standing is Standing.OK
    refused = await bad.health()
    await fake.stop()
    unreachable = await good.health()
    await good.close()
    await bad.close()
    assert refused.standing is Standing.STOPPED
    assert "@BotFather" in refused.detail
    assert unreachable.standing is Standing.WAITING
    assert {name for name, _ in fake.calls} == {"getMe"}


async def test_health_is_known_without_waiting_for_a_customer(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    async with running(channel):
        async with asyncio.timeout(PATIENCE):
            while (await channel.health()).standing is not Standing.OK:
                await asyncio.sleep(0.002)
    await channel.close()
    assert not intake.batches


async def test_a_second_reader_is_named_and_waited_out(fake: FakeTelegram, intake: MemoryIntake) -> None:
    waits = Waits()
    first, second = connector(fake, intake, waits), connector(fake, intake)
    async with running(first):
        await until(lambda: counted(fake, "getUpdates", 200) >= 1)
        async with running(second):
            await until(lambda: counted(fake, "getUpdates", 409) >= 1 and bool(waits.seconds))
        fake.world.say(CHAT, "ciao")
        await intake.until_rows(1)
    await first.close()
    await second.close()
    assert not intake.set_aside


async def test_a_webhook_in_the_way_is_named(fake: FakeTelegram, intake: MemoryIntake) -> None:
    fake.world.webhook = "https://example.org/hook"
    channel = connector(fake, intake, waits := Waits())
    async with running(channel):
        await until(lambda: len(waits.seconds) >= 2)
        health = await channel.health()
    await channel.close()
    assert health.standing is Standing.WAITING
    assert "webhook" in health.detail


async def test_a_refused_token_stops_the_channel_with_a_remedy(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake, waits := Waits(), token="4242:revoked")
    with pytest.raises(ChannelError) as stopped:
        await asyncio.wait_for(channel.run(), PATIENCE)
    health = await channel.health()
    await channel.close()
    assert health.standing is Standing.STOPPED
    assert "@BotFather" in stopped.value.hint
    assert "revoked" not in f"{stopped.value} {stopped.value.hint} {health.detail}"
    assert waits.seconds == []
    assert len(fake.calls) == 1


async def test_a_proxys_404_page_does_not_stop_the_channel(fake: FakeTelegram, intake: MemoryIntake) -> None:
    fake.fault("getMe", "html", value=404)
    fake.fault("getUpdates", "html", value=401)
    fake.world.say(CHAT, "ciao")
    channel = connector(fake, intake, waits := Waits())
    async with running(channel):
        await intake.until_rows(1)
    await channel.close()
    assert len(waits.seconds) == 2


async def test_when_telegram_names_the_seconds_they_are_kept(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.fault("getUpdates", "slow_down", value=37)
    channel = connector(fake, intake, waits := Waits())
    async with running(channel):
        await until(lambda: bool(waits.seconds))
    await channel.close()
    assert waits.seconds == [37.0]


@pytest.mark.parametrize("fault", ["error", "html", "odd", "cut_before", "cut_after"])
async def test_a_storm_is_waited_out_without_haste(
    fake: FakeTelegram, intake: MemoryIntake, fault: str
) -> None:
    fake.fault("getUpdates", fault, times=12)
    channel = connector(fake, intake, waits := Waits())
    async with running(channel):
        await until(lambda: len(waits.seconds) >= 12)
        fake.world.say(CHAT, "ciao")
        await intake.until_rows(1)
    await channel.close()
    assert sum(waits.seconds) > 300, "twelve tries take more than five minutes"
    assert max(waits.seconds) <= 75


async def test_typing_is_shown(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake)
    await channel.typing(str(CHAT))
    await channel.close()
    assert fake.world.chat_actions == [CHAT]
