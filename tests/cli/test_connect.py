"""`connect`: secrets are asked for and never shown, checked, kept, and a first message is waited for."""

from __future__ import annotations

import asyncio
import io
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from bot.cli.connecting import connect, span_of
from bot.cli.env_file import with_values
from bot.errors import ChannelError, SetupError
from bot.testing.telegram import FakeTelegram, fake_telegram
from bot.testing.x import FakeX, fake_x
from tests.cli.conftest import change

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch
CHAT = 7001
X_KEYS = ("X_CONSUMER_KEY", "X_CONSUMER_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET")


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: Patch) -> None:
    for name in ("TELEGRAM_TOKEN", *X_KEYS):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def telegram(project: Path) -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as server:
        change(
            project / "settings.toml",
            "[console]",
            f'[channels.telegram]  # our bot\nbase_url = "{server.base_url}"\n\n[console]',
        )
        yield server


@pytest.fixture
async def x(project: Path) -> AsyncIterator[FakeX]:
    async with fake_x() as server:
        block = f'[channels.x]\nbase_url = "{server.base_url}"\n\n[console]'
        change(project / "settings.toml", "[console]", block)
        yield server


def types(monkeypatch: Patch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


async def test_a_bot_is_named_kept_and_heard(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    telegram.world.say(CHAT, "ciao, si sente?")
    types(monkeypatch, telegram.world.token)
    assert await connect(project, "telegram", 0) == 0
    out = capsys.readouterr()
    assert "the account is @volo_bot" in out.out
    assert "Giulia wrote “ciao, si sente?”" in out.out
    assert telegram.world.token not in out.out + out.err
    env = project / ".env"
    assert text_of(env) == f"TELEGRAM_TOKEN={telegram.world.token}\n"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert '[channels.telegram]  # our bot\ntoken = "env:TELEGRAM_TOKEN"\nbase_url' in text_of(
        project / "settings.toml"
    )


async def test_the_message_that_was_waited_for_is_still_there_for_the_running_program(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch
) -> None:
    telegram.world.say(CHAT, "a che ora aprite?")
    for _ in range(2):
        types(monkeypatch, telegram.world.token)
        assert await connect(project, "telegram", 0) == 0
    assert telegram.world.posts == []


async def test_a_message_that_comes_while_waiting_ends_the_waiting(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    types(monkeypatch, telegram.world.token)
    connecting = asyncio.create_task(connect(project, "telegram", 60))
    while ("getUpdates", 200) not in telegram.calls and "Write to" not in capsys.readouterr().out:
        await asyncio.sleep(0)
    telegram.world.say(CHAT, "eccomi")
    assert await connecting == 0


@pytest.mark.usefixtures("telegram")
async def test_a_refused_token_changes_nothing(project: Path, monkeypatch: Patch) -> None:
    before = text_of(project / "settings.toml")
    types(monkeypatch, "4242:AAF-another_bots_token")
    with pytest.raises(ChannelError, match="does not accept") as raised:
        await connect(project, "telegram", 0)
    assert "AAF" not in str(raised.value)
    assert text_of(project / "settings.toml") == before
    assert not (project / ".env").exists()


async def test_a_webhook_keeps_messages_away_and_the_remedy_is_said(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    telegram.world.webhook = "https://elsewhere.test/hook"
    types(monkeypatch, telegram.world.token)
    assert await connect(project, "telegram", 0) == 1
    out = capsys.readouterr().out
    assert "no message can be read yet: A webhook is set for this bot" in out
    assert "deleteWebhook" in out
    assert (project / ".env").exists()


async def test_another_program_that_reads_is_told(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    types(monkeypatch, telegram.world.token)
    connecting = asyncio.create_task(connect(project, "telegram", 60))
    while ("getUpdates", 200) not in telegram.calls and "Write to" not in capsys.readouterr().out:
        await asyncio.sleep(0)
    async with httpx.AsyncClient() as other:
        address = f"{telegram.base_url}{telegram.world.token}/getUpdates"
        while not connecting.done():
            await other.get(address, params={"timeout": 0})
    assert await connecting == 1
    assert "Another program is reading this bot's messages" in capsys.readouterr().out


async def test_without_a_network_nothing_is_written_and_the_token_is_not_blamed(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch
) -> None:
    change(project / "settings.toml", telegram.base_url, "http://127.0.0.1:9/bot")
    before = text_of(project / "settings.toml")
    types(monkeypatch, telegram.world.token)
    with pytest.raises(ChannelError, match="cannot be reached"):
        await connect(project, "telegram", 0)
    assert text_of(project / "settings.toml") == before
    assert not (project / ".env").exists()


async def test_a_token_may_come_from_the_environment_but_never_from_the_command_line(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    types(monkeypatch, "")
    monkeypatch.setenv("TELEGRAM_TOKEN", telegram.world.token)
    assert await connect(project, "telegram", 0) == 1
    assert "the account is @volo_bot" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["-C", str(project), "connect", "telegram", telegram.world.token])


async def test_without_a_message_it_is_connected_all_the_same(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch, capsys: Capture
) -> None:
    types(monkeypatch, telegram.world.token)
    assert await connect(project, "telegram", 0) == 1
    assert "connected all the same" in capsys.readouterr().out
    assert (project / ".env").exists()


async def test_an_empty_line_keeps_the_token_there_is_and_the_other_lines_stay(
    project: Path, telegram: FakeTelegram, monkeypatch: Patch
) -> None:
    kept = f"# ours\nOTHER=1\nTELEGRAM_TOKEN={telegram.world.token}\n"
    (project / ".env").write_text(kept, encoding="utf-8")
    types(monkeypatch, "")
    assert await connect(project, "telegram", 0) == 1
    assert text_of(project / ".env") == kept
    assert stat.S_IMODE((project / ".env").stat().st_mode) == 0o600


async def test_an_account_on_x_is_named_and_its_first_mention_shown(
    project: Path, x: FakeX, monkeypatch: Patch, capsys: Capture
) -> None:
    world = x.world
    types(monkeypatch, world.consumer_key, world.consumer_secret, world.token, world.token_secret)
    world.say(
        31, "@volomobile ci siete?", late=0, age=-60
    )  # newer than the moment of meeting, however long that takes
    assert await connect(project, "x", 0) == 0
    said = capsys.readouterr().out
    assert "the account is @volomobile" in said
    assert "@user_31 wrote “@volomobile ci siete?”" in said
    assert "mode is draft" in said
    settings = text_of(project / "settings.toml")
    for variable in X_KEYS:
        assert f'"env:{variable}"' in settings
    assert world.token_secret not in settings


async def test_an_app_that_may_only_read_is_told_apart(project: Path, x: FakeX, monkeypatch: Patch) -> None:
    world = x.world
    world.rights = "read"
    types(monkeypatch, world.consumer_key, world.consumer_secret, world.token, world.token_secret)
    with pytest.raises(ChannelError, match="Read, write and direct messages"):
        await connect(project, "x", 0)
    assert not (project / ".env").exists()


def test_what_cannot_be_connected_says_what_to_do(project: Path, monkeypatch: Patch, capsys: Capture) -> None:
    types(monkeypatch)
    for channel, said in (("web", "needs no keys"), ("telegramm", "telegram"), ("telegram", "was not given")):
        assert main(["-C", str(project), "connect", channel]) == 2
        assert said in capsys.readouterr().err
    (project / "settings.toml").write_text("[brand\n", encoding="utf-8")
    assert main(["-C", str(project), "connect", "telegram"]) == 2
    assert "settings.toml:1" in capsys.readouterr().err


def test_a_length_of_time_is_written_in_words() -> None:
    assert (span_of("5m"), span_of("0")) == (300.0, 0.0)
    with pytest.raises(SetupError, match="no length of time"):
        span_of("a while")


def test_a_value_takes_its_own_line_and_one_that_would_be_read_otherwise_is_refused() -> None:
    assert with_values("A=1\n# B=2\nB = 3\n", {"B": "4", "C": "5"}) == "A=1\n# B=2\nB=4\nC=5\n"
    for value in ('"quoted"', " spaced", "two\nlines"):
        with pytest.raises(SetupError, match="cannot stand"):
            with_values("", {"B": value})
