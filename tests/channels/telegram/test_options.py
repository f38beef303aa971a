"""How the channel is set up: what must be there, what may be said, and what must never be printed."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.telegram import TRAITS, connect
from bot.channels.telegram.options import read_options
from bot.channels.telegram.webhook import secret_of
from bot.errors import SetupError
from bot.settings.values import ChannelSettings
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, connector, outbound
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

TOKEN = "4242:AAF-fake"


def options(**given: Any) -> ChannelSettings:
    return ChannelSettings(name="telegram", options={"token": TOKEN, **given})


async def test_a_missing_token_names_the_variable_and_how_to_get_one() -> None:
    link = make_link("telegram", MemoryIntake(), missing=("SHOP_BOT",), token="")
    with pytest.raises(SetupError) as refused:
        connect(link)
    assert "SHOP_BOT" in str(refused.value)
    assert "@BotFather" in refused.value.hint


async def test_a_token_of_another_form_is_refused_without_being_repeated() -> None:
    with pytest.raises(SetupError) as refused:
        connect(make_link("telegram", MemoryIntake(), token="not-a-token/../secret"))
    assert "not-a-token" not in f"{refused.value} {refused.value.hint}"


def test_the_account_is_the_tokens_number() -> None:
    assert read_options(options()).account == "4242"


def test_what_is_set_is_heeded() -> None:
    read = read_options(options(poll_seconds="10s", burst_pause="3.5s", base_url="http://127.0.0.1:1/bot"))
    assert (read.poll_seconds, read.burst_pause) == (10, timedelta(seconds=3.5))
    assert read.base_url == "http://127.0.0.1:1/bot"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("poll_seconds", "0"),
        ("poll_seconds", "51"),
        ("poll_seconds", "soon"),
        ("poll_seconds", True),
        ("burst_pause", "-1"),
        ("base_url", "api.telegram.org"),
        ("base_url", "https://api.telegram.org/bot{token}"),
        ("pol_seconds", "10"),
        ("webhook", "http://volo.example/telegram"),
        ("webhook", "https://volo.example"),
        ("webhook", "https://volo.example/"),
        ("webhook", "https://volo.example:9000/telegram"),
        ("webhook", "https://volo.example/telegram?key=1"),
        ("webhook", "https://volo.example/{chat}"),
        ("webhook", True),
    ],
)
def test_what_cannot_be_heeded_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(SetupError, match=key) as refused:
        read_options(options(**{key: value}))
    assert refused.value.hint


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://volo.example/telegram", "/telegram"),
        ("https://volo.example:8443/bots/volo-1", "/bots/volo-1"),
    ],
)
def test_the_webhooks_path_is_where_updates_are_taken_in(url: str, path: str) -> None:
    assert read_options(options(webhook=url)).webhook_path == path
    assert read_options(options()).webhook == ""


def test_the_webhooks_secret_is_one_telegram_takes_and_tells_nothing_of_the_token() -> None:
    secret = secret_of(TOKEN)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret)
    assert TOKEN.partition(":")[2] not in secret
    assert secret != secret_of(TOKEN + "2")


def test_printing_the_options_does_not_print_the_token() -> None:
    assert "AAF" not in repr(read_options(options()))


async def test_the_pause_set_for_bursts_is_the_channels(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake, burst_pause="7")
    await channel.close()
    assert channel.traits.burst_pause == timedelta(seconds=7)
    assert TRAITS.burst_pause != channel.traits.burst_pause


def test_reading_the_traits_does_not_load_the_library() -> None:
    code = "import sys, bot.channels.telegram; sys.exit('telegram' in sys.modules or 'httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_neither_token_nor_customers_words_are_logged(
    fake: FakeTelegram, intake: MemoryIntake, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (None, "httpx", "httpcore", "telegram"):
        caplog.set_level(logging.DEBUG, logger=name)
    secret = fake.world.token.partition(":")[2]
    fake.world.say(CHAT, "canarino della cliente")
    channel = connector(fake, intake)
    async with running(channel):
        await intake.until_rows(1)
    for fault in ("error", "html", "odd", "cut_before"):
        fake.fault("sendMessage", fault)
        await channel.send(outbound("canarino della risposta"))
    await fake.stop()
    await channel.send(outbound("canarino della risposta"))
    await channel.close()
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "httpx" in {record.name for record in caplog.records}, "the canary must have been near"
    assert secret not in logged
    assert secret not in caplog.text
    assert "canarino" not in caplog.text


async def test_closing_leaves_no_filter_behind(fake: FakeTelegram, intake: MemoryIntake) -> None:
    before = list(logging.getLogger("httpx").filters)
    channel = connector(fake, intake)
    assert logging.getLogger("httpx").filters != before
    await channel.close()
    assert logging.getLogger("httpx").filters == before


@pytest.mark.parametrize("group", ["-1001234567890", -1001234567890])
def test_a_desks_group_is_read_as_a_number_or_a_text(group: object) -> None:
    assert read_options(options(desk_group=group)).desk_group == "-1001234567890"
    assert read_options(options()).desk_group == ""


@pytest.mark.parametrize("group", ["1234567890", "@banco", -55, True, "-100", "-1001234567890x"])
def test_a_desks_group_of_another_form_is_refused(group: object) -> None:
    with pytest.raises(SetupError, match="desk_group") as refused:
        read_options(options(desk_group=group))
    assert "-100" in refused.value.hint
