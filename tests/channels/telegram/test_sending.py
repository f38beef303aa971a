"""Sending over the fake server: every failure has the outcome that neither loses nor repeats a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.errors import back_off, send_outcome
from bot.model.text import utf16_length
from bot.service.values import Later, Refused, Sent, Unknown
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, connector, outbound
from tests.fakes.intake import MemoryIntake


@pytest.fixture
async def channel(fake: FakeTelegram, intake: MemoryIntake) -> AsyncIterator[Telegram]:
    made = connector(fake, intake)
    yield made
    await made.close()


def texts(fake: FakeTelegram) -> list[str]:
    return [post.text for post in fake.world.posts]


async def test_the_longest_text_goes_through_and_one_more_is_refused(
    channel: Telegram, fake: FakeTelegram
) -> None:
    longest = "😀" * 2048
    assert utf16_length(longest) == 4096
    assert isinstance(await channel.send(outbound(longest)), Sent)
    refused = await channel.send(outbound(longest + "a"))
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert "4097" in refused.reason
    assert len(fake.calls) == 1


async def test_an_empty_text_is_refused_without_a_call(channel: Telegram, fake: FakeTelegram) -> None:
    assert isinstance(await channel.send(outbound("  \n")), Refused)
    assert fake.calls == []


async def test_a_lone_surrogate_does_not_stop_a_message(channel: Telegram, fake: FakeTelegram) -> None:
    assert isinstance(await channel.send(outbound("a\ud800b")), Sent)
    assert texts(fake) == ["a\ufffdb"]


async def test_buttons_and_what_is_answered_are_shown(channel: Telegram, fake: FakeTelegram) -> None:
    labels = ("Ho ricaricato online", "È" * 40)
    fake.world.say(CHAT, "ciao")
    await channel.send(outbound(buttons=labels, reply_to="1"))
    (post,) = fake.world.posts
    assert post.buttons == labels
    assert post.reply_to == 1


async def test_answering_a_deleted_message_still_sends(channel: Telegram, fake: FakeTelegram) -> None:
    assert isinstance(await channel.send(outbound(reply_to="999")), Sent)
    assert fake.world.posts[0].reply_to is None


async def test_a_customer_who_blocked_the_bot_is_lost(channel: Telegram, fake: FakeTelegram) -> None:
    fake.world.block(CHAT)
    outcome = await channel.send(outbound())
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert outcome.contact_lost
    assert "blocked" in outcome.reason


async def test_a_chat_that_does_not_exist_is_lost(channel: Telegram) -> None:
    outcome = await channel.send(outbound(chat="123"))
    assert isinstance(outcome, Refused)
    assert outcome.contact_lost


async def test_asked_to_wait_it_waits_to_the_second(channel: Telegram, fake: FakeTelegram) -> None:
    fake.world.limits = True
    assert isinstance(await channel.send(outbound("uno")), Sent)
    later = await channel.send(outbound("due"))
    assert isinstance(later, Later)
    assert later.after == timedelta(seconds=1)
    assert not later.whole_account
    assert texts(fake) == ["uno"]


async def test_a_429_that_does_not_say_how_long_is_no_doubt(channel: Telegram, fake: FakeTelegram) -> None:
    fake.fault("sendMessage", "error", value=429)
    assert isinstance(await channel.send(outbound()), Later)


async def test_a_moved_group_is_followed_once(channel: Telegram, fake: FakeTelegram) -> None:
    fake.world.moved[-5] = -100500
    assert isinstance(await channel.send(outbound(chat="-5:55501")), Sent)
    assert [post.chat for post in fake.world.posts] == [-100500]


async def test_nothing_was_sent_when_nobody_listens(channel: Telegram, fake: FakeTelegram) -> None:
    await fake.stop()
    outcome = await channel.send(outbound(attempt=3))
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert timedelta(seconds=3) <= outcome.after <= timedelta(seconds=5)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [("cut_before", 0), ("cut_after", 1), ("error", 0), ("html", 0), ("odd", 0)],
)
async def test_what_cannot_be_known_is_said_to_be_unknown(
    channel: Telegram, fake: FakeTelegram, fault: str, arrived: int
) -> None:
    fake.fault("sendMessage", fault)
    outcome = await channel.send(outbound("segreto della cliente"))
    assert isinstance(outcome, Unknown)
    assert outcome.evidence
    assert "segreto" not in outcome.evidence
    assert len(fake.world.posts) == arrived


@pytest.mark.parametrize("code", [401, 403, 404])
async def test_a_proxys_page_is_never_taken_for_telegrams_refusal(
    channel: Telegram, fake: FakeTelegram, code: int
) -> None:
    fake.fault("sendMessage", "html", value=code)
    assert isinstance(await channel.send(outbound()), Unknown)


async def test_a_refused_token_holds_the_whole_account(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake, token="4242:another")
    outcome = await channel.send(outbound())
    await channel.close()
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert "another" not in outcome.reason


async def test_after_closing_a_send_has_an_outcome_too(channel: Telegram, fake: FakeTelegram) -> None:
    await channel.close()
    assert isinstance(await channel.send(outbound()), Later | Unknown)
    assert fake.world.posts == []


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), Later),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Later),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Later),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Unknown),
        (caused(TimedOut(), httpx.WriteTimeout("x")), Unknown),
        (caused(NetworkError("x"), httpx.ReadError("x")), Unknown),
        (caused(NetworkError("x"), httpx.WriteError("x")), Unknown),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Unknown),
        (NetworkError("Too Many Requests (429)"), Later),
        (NetworkError("Bad Gateway (502)"), Unknown),
        (BadRequest("x"), Refused),
    ],
)
def test_each_row_of_the_table_of_send_errors(error: NetworkError, kind: type) -> None:
    outcome = send_outcome(error, attempt=1, account="4242")
    assert type(outcome) is kind


def test_waiting_doubles_up_to_a_ceiling_and_differs_between_accounts() -> None:
    waits = [back_off(n, "4242") for n in range(1, 40)]
    assert 0.75 <= waits[0] <= 1.25
    assert max(waits) <= 75
    assert min(waits[7:]) >= 45
    assert back_off(5, "4242") != back_off(5, "4243")
