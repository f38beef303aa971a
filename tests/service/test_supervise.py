"""A channel's loop is begun again after trouble, ever later, and stopped where a person must act."""

from __future__ import annotations

import logging

import pytest

from bot.errors import ChannelError, StoreError
from bot.service.guard import Raised, guarded
from bot.service.supervise import keep_running
from bot.testing import RecordingChannel
from tests.support.brand import CHAT


class Troubled(RecordingChannel):
    """Raises in turn what it was given."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__(CHAT)
        self.errors = list(errors)
        self.runs = 0

    async def run(self) -> None:
        self.runs += 1
        raise self.errors.pop(0)


async def test_a_troubled_channel_begins_again_ever_later_until_a_person_must_act() -> None:
    channel = Troubled(OSError("net"), OSError("net"), ChannelError("the token is wrong", hint="change it"))
    pauses: list[float] = []
    alarms: list[str] = []

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    async def alarm(sentence: str) -> None:
        alarms.append(sentence)

    await keep_running(channel, alarm, wait=wait)
    assert pauses == [1, 2]
    assert alarms == ["Chat has stopped: the token is wrong change it"]


async def test_a_channel_that_ran_well_for_long_begins_again_soon() -> None:
    channel = Troubled(OSError("net"), OSError("net"), OSError("net"), ChannelError("the token is wrong"))
    moments = iter([0.0, 1.0, 2.0, 3.0, 4.0, 4000.0, 4001.0])
    pauses: list[float] = []

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    async def alarm(_sentence: str) -> None:
        return

    await keep_running(channel, alarm, wait=wait, elapsed=lambda: next(moments))
    assert pauses == [1, 2, 1]


async def test_a_full_disk_is_asked_again_at_an_even_pace_and_the_alarm_is_not_lost() -> None:
    channel = Troubled(*[StoreError("the disk is full")] * 3, ChannelError("the token is wrong"))
    refusals = [StoreError("the disk is full")]
    pauses: list[float] = []
    alarms: list[str] = []

    async def wait(seconds: float) -> None:
        pauses.append(seconds)

    async def alarm(sentence: str) -> None:
        if refusals:
            raise refusals.pop()
        alarms.append(sentence)

    await keep_running(channel, alarm, wait=wait)
    assert pauses == [5, 5, 5, 5]
    assert alarms == ["Chat has stopped: the token is wrong"]


async def test_what_one_delivery_raises_is_logged_without_the_customers_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> None:
        raise ValueError("my card is 4111 1111 1111 1111")

    with caplog.at_level(logging.DEBUG):
        outcome = await guarded(fail, key="turn of conversation 7")
    assert isinstance(outcome, Raised)
    assert "conversation 7" in caplog.text
    assert "ValueError at fail" in caplog.text
    assert "4111" not in caplog.text


async def test_a_store_that_cannot_be_used_is_the_callers_to_wait_out() -> None:
    async def full() -> None:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        await guarded(full, key="turn")
