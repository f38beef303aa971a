"""X costs money: everything is counted as X counts it, and the day's cap stops the least needed first."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.x.connector import X
from bot.channels.x.ledger import PRICES, Ledger, Use
from bot.channels.x.telling import NO_MONEY
from bot.model.message import Inbound, Purpose
from bot.service.values import Refused, Sent, Standing, Unknown
from bot.testing.x import FakeX
from tests.channels.x.rig import GIULIA, MENTIONS, Waits, connector, message, reply, until
from tests.contracts.channel import running
from tests.fakes.clock import NOON, StandingClock
from tests.fakes.intake import MemoryIntake

READ = "GET /2/users/:id/mentions"


def page(*numbers: int) -> dict[str, Any]:
    return {"data": [{"id": str(number)} for number in numbers]}


def test_a_thing_read_counts_once_a_day_of_utc() -> None:
    ledger = Ledger()
    for now in (NOON, NOON + timedelta(hours=11, minutes=59)):
        ledger.note(READ, page(1, 2), now)
        assert ledger.spent(now) == 2 * PRICES["mention_read"]
    ledger.note(READ, page(1, 2), NOON + timedelta(hours=12))
    assert ledger.spent(NOON + timedelta(hours=12)) == 2 * PRICES["mention_read"]


def test_what_was_stored_is_taken_up_on_the_same_day_only_and_counts_once() -> None:
    ledger = Ledger()
    with ledger.paying("17") as costs:
        ledger.note("POST /2/tweets", {}, NOON)
        ledger.note(READ, page(1), NOON)
    assert [(cost.kind, cost.reference) for cost in costs] == [("reply", "17"), ("mention_read", "1")]
    paid = PRICES["reply"] + PRICES["mention_read"]
    for now, spent in ((NOON, paid), (NOON + timedelta(days=1), Decimal(0))):
        other = Ledger()
        other.remember([*costs, *costs], now)
        assert other.spent(now) == spent
    again = Ledger()
    again.remember(costs, NOON)
    again.note(READ, page(1), NOON)
    assert again.spent(NOON) == paid


def test_a_message_is_paid_for_once_however_often_it_is_tried() -> None:
    ledger = Ledger()
    for _ in range(3):
        with ledger.paying("17"):
            ledger.note("POST /2/tweets", {}, NOON)
    with ledger.paying("18"):
        ledger.note("POST /2/tweets", {}, NOON)
    assert ledger.spent(NOON) == 2 * PRICES["reply"]


def test_what_work_cost_that_came_to_nothing_is_owed_until_it_is_stored() -> None:
    ledger = Ledger()
    with suppress(KeyError), ledger.paying():
        ledger.note(READ, page(1, 2), NOON)
        raise KeyError
    owed = ledger.take_owed()
    assert [cost.reference for cost in owed] == ["1", "2"]
    assert ledger.take_owed() == ()
    ledger.give_back(owed)
    assert ledger.take_owed() == owed


@given(st.integers(0, 120))
def test_the_least_needed_stops_first(count: int) -> None:
    ledger = Ledger(cap=Decimal(1))
    for _ in range(count):
        ledger.note("POST /2/tweets", {}, NOON)
    stopped = [ledger.closed_until(use, NOON) is not None for use in Use]
    assert stopped == sorted(stopped, reverse=True)
    assert stopped == [count >= 100 * use.value for use in Use]


def test_there_is_money_again_at_xs_midnight() -> None:
    ledger = Ledger(cap=Decimal("0.01"))
    ledger.note("POST /2/tweets", {}, NOON)
    again = ledger.closed_until(Use.PEOPLE, NOON)
    assert again == NOON + timedelta(hours=12)
    assert ledger.closed_until(Use.PEOPLE, again) is None


async def test_the_ledger_and_xs_bill_agree(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> None:
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    channel = connector(fake, intake, waits, clock, prices={"mention_read": "0.001 USD"})
    targets = [fake.world.say(GIULIA, f"@volomobile {n}", age=9 - n) for n in range(4)]
    fake.world.tell(GIULIA, "ciao")
    async with running(channel):
        await until(lambda: len(intake.rows) == 5)
        await until(lambda: fake.count(MENTIONS) > 5)
    for number, target in enumerate(targets, 1):
        outbound = reply(target, f"Ciao {target}", at=clock.now(), id=number)
        intake.settled += (await channel.send(outbound)).costs
    fake.fault("POST /2/dm_conversations/with/:id/messages", "cut_after")
    lost = await channel.send(message("uno", at=clock.now(), id=11))
    assert isinstance(lost, Unknown)
    due = await channel.send(message("due", at=clock.now(), id=12))
    assert isinstance(due, Sent)
    intake.settled += (*lost.costs, *due.costs)
    assert channel._api.ledger.spent(clock.now()) == fake.bill.total > 0
    await channel.close()
    after = connector(fake, intake, waits, clock)
    await after._notebook.open()
    assert after._api.ledger.spent(clock.now()) == fake.bill.total
    await after.close()


async def test_a_few_new_messages_never_pay_for_a_long_history(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    for n in range(300):
        fake.world.tell(GIULIA, f"vecchio {n}", age=86400.0 * 5 - n)
    for n in range(12):
        fake.world.tell(GIULIA, f"nuovo {n}", age=900.0 - n)
    channel = connector(fake, intake, waits, clock, listen=["messages"])
    async with running(channel):
        await until(lambda: len(intake.rows) == 12)
    assert fake.bill.counts["message_read"] <= 30
    await channel.close()


@pytest.fixture
async def poor(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> X:
    """A connector that has spent 0.94 of its dollar: there is money for mentions and people only."""
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=min(seconds, 60))))
    listen = ["mentions", "messages", "search:volo mobile"]
    channel = connector(fake, intake, waits, clock, daily_cap="1 USD", listen=listen)
    for _ in range(94):
        channel._api.ledger.note("POST /2/tweets", {}, clock.now())
    return channel


async def test_near_the_cap_people_answer_and_the_bot_does_not(
    poor: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = reply(fake.world.say(GIULIA, "@volomobile aiuto", age=9), at=clock.now())
    assert await poor.send(outbound) == Refused(reason=NO_MONEY, permanent=True, by_us=True)
    by_a_person = replace(outbound, letter=replace(outbound.letter, purpose=Purpose.AGENT))
    assert isinstance(await poor.send(by_a_person), Sent)
    await poor.close()


async def test_near_the_cap_only_mentions_are_read_and_health_says_so(
    poor: X, fake: FakeX, intake: MemoryIntake
) -> None:
    fake.world.say(GIULIA, "@volomobile volo mobile aiuto")
    fake.world.tell(GIULIA, "ciao")
    async with running(poor):
        await until(lambda: fake.count(MENTIONS) >= 3)
        health = await poor.health()
    assert [item.text for item in intake.messages] == ["volo mobile aiuto"]
    assert fake.count("GET /2/dm_events") == fake.count("GET /2/tweets/search/recent") == 0
    assert health.standing is Standing.WAITING
    assert "daily_cap" in health.detail
    await poor.close()


async def test_what_waited_for_money_is_read_the_next_day(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    channel = connector(fake, intake, waits, clock, daily_cap="0.01 USD", listen=["mentions"])
    fake.world.say(GIULIA, "@volomobile uno")
    async with running(channel):
        await until(lambda: len(intake.rows) == 1)
        channel._api.ledger.note("POST /2/tweets", {}, clock.now())
        fake.world.say(GIULIA, "@volomobile due")
        await until(lambda: len(intake.rows) == 2)
    assert max(waits.seconds) > 3600
    assert fake.bill.total <= Decimal("0.01")
    await channel.close()


async def test_what_a_reading_cost_is_stored_with_what_it_brought(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    channel = connector(fake, intake, waits, clock, listen=["mentions"])
    first, second = (fake.world.say(GIULIA, f"@volomobile {n}", age=9 - n) for n in range(2))
    async with running(channel):
        await until(lambda: len(intake.rows) == 2)
        await until(lambda: fake.count(MENTIONS) > 3)
    [batch] = [batch for batch in intake.batches if batch.costs]
    assert {item.message_id for item in batch.items if isinstance(item, Inbound)} == {str(first), str(second)}
    assert {cost.reference for cost in batch.costs} == {str(first), str(second)}
    await channel.close()


async def test_a_send_that_dies_is_paid_for_when_it_is_looked_up(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    target = fake.world.say(GIULIA, "@volomobile aiuto", age=9)
    channel = connector(fake, intake, Waits(), clock)
    outbound = reply(target, at=clock.now())
    assert isinstance(await channel.send(outbound), Sent)
    await channel.close()
    after = connector(fake, intake, Waits(), clock)
    found = await after.reconcile(outbound)
    assert isinstance(found, Sent)
    assert ("reply", str(outbound.id)) in {(cost.kind, cost.reference) for cost in found.costs}
    assert after._api.ledger.spent(clock.now()) == PRICES["reply"] + PRICES["own_read"]
    await after.close()
