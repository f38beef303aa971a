"""What is set up wrong, or goes wrong in a running program: named with what to do, and the others go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.throughput import Client
from bot.cli import main
from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.both_brand import secrets, write_project
from tests.support.patience import PROGRAM_PATIENCE
from tests.support.ports import free_port
from tests.support.program import running_program

TEXT = "quando siete aperti oggi"
POLLING, WEBHOOK = "", 'webhook = "https://prova.example/telegram"'


@dataclass
class House:
    """The program's surroundings: both platforms, its folder, its port."""

    telegram: FakeTelegram
    x: FakeX
    folder: Path
    port: int
    environ: dict[str, str]

    def log(self) -> str:
        """Give all that the program has said."""
        file = self.folder / "errors.txt"
        return file.read_text(encoding="utf-8") if file.exists() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A thing that is wrong: how, when, and what the log and `doctor` say of it."""

    channel: str
    do: Callable[[House], object]
    running: bool = False
    on_telegram: str = POLLING
    logged: tuple[str, ...] = ()
    doctor: tuple[str, ...] = ()
    stops: bool = True


def _clock_is_wrong(house: House) -> None:
    house.x.world.now = lambda: time.time() + 3600


async def _poll_too(house: House) -> None:
    """Be a second program that reads the same bot's messages, for as long as the test lasts."""
    async with httpx.AsyncClient(timeout=PROGRAM_PATIENCE) as client:
        while True:
            await client.post(f"{house.telegram.base_url}{house.telegram.world.token}/getUpdates")
            await asyncio.sleep(0.05)


def _second_poller(house: House) -> asyncio.Task[None]:
    return asyncio.create_task(_poll_too(house))


def _nobody_there(house: House) -> None:
    house.telegram.gateway = f"http://127.0.0.1:{free_port()}"
    house.telegram.world.say(1, TEXT)


TROUBLES = {
    "a wrong token": Trouble(
        channel="telegram",
        do=lambda house: house.environ.update(TELEGRAM_TOKEN="4242:AAF-another_token_of_a_fake_bot"),
        logged=("telegram has stopped: Telegram does not accept the bot's token.", "@BotFather"),
        doctor=("Telegram does not accept the bot's token.", "@BotFather"),
    ),
    "a token revoked while running": Trouble(
        channel="telegram",
        do=lambda house: setattr(house.telegram.world, "token", "4242:AAF-the_next_token_of_this_bot"),
        running=True,
        logged=("telegram has stopped: Telegram does not accept the bot's token.", "@BotFather"),
        doctor=("Telegram does not accept the bot's token.", "@BotFather"),
    ),
    "a second poller": Trouble(
        channel="telegram",
        do=_second_poller,
        running=True,
        logged=("Another program is reading this bot's messages. Stop the other copy",),
        stops=False,
    ),
    "a webhook that cannot be reached": Trouble(
        channel="telegram",
        do=_nobody_there,
        running=True,
        on_telegram=WEBHOOK,
        doctor=("Telegram cannot deliver to the webhook: Connection refused.", "over https"),
        stops=False,
    ),
    "wrong keys for X": Trouble(
        channel="x",
        do=lambda house: house.environ.update(X_CONSUMER_SECRET="another-secret"),
        logged=("x has stopped: X does not accept the account's keys.", "Keys and tokens"),
        doctor=("X does not accept the account's keys.", "Keys and tokens"),
    ),
    "keys revoked while running": Trouble(
        channel="x",
        do=lambda house: setattr(house.x.world, "revoked", True),
        running=True,
        logged=("x has stopped: X does not accept the account's keys.", "Keys and tokens"),
        doctor=("X does not accept the account's keys.", "Keys and tokens"),
    ),
    "a clock that is wrong": Trouble(
        channel="x",
        do=_clock_is_wrong,
        logged=("x has stopped: X does not accept the account's keys.", "minutes behind X's", "timedatectl"),
        doctor=("minutes behind X's", "timedatectl"),
    ),
    "an app that may only read": Trouble(
        channel="x",
        do=lambda house: setattr(house.x.world, "rights", "read"),
        doctor=("X does not let this app do that", "Read, write and direct messages"),
        stops=False,
    ),
}


@asynccontextmanager
async def _house(folder: Path, trouble: Trouble) -> AsyncIterator[House]:
    port = free_port()
    telegram, x = FakeTelegram(gateway=f"http://127.0.0.1:{port}"), FakeX()
    await telegram.start()
    await x.start()
    try:
        write_project(folder, telegram, x, on_telegram=trouble.on_telegram, beside="[channels.web]")
        yield House(telegram, x, folder, port, dict(secrets(telegram, x)))
    finally:
        await telegram.stop()
        await x.stop()


async def _until(claim: Callable[[], bool], what: Callable[[], str]) -> None:
    try:
        async with asyncio.timeout(PROGRAM_PATIENCE):
            while not claim():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(what()) from None


async def _chat_answers(house: House) -> None:
    client = Client(*await asyncio.open_connection("127.0.0.1", house.port))
    path = "/api/chat/customer-000001/messages"
    status, _ = await client.ask("POST", path, f'{{"id": "m1", "text": "{TEXT}"}}'.encode())
    assert status == 202
    async with asyncio.timeout(PROGRAM_PATIENCE):
        while b'"bot"' not in (await client.ask("GET", f"{path}?after=0"))[1]:
            await asyncio.sleep(0.05)
    client.close()


async def _sibling_answers(house: House, troubled: str) -> None:
    if troubled == "x":
        house.telegram.world.say(77, TEXT)
        await _until(lambda: any(post.chat == 77 for post in house.telegram.world.posts), house.log)
    else:
        asked = house.x.world.say(77, f"@volomobile {TEXT}")
        await _until(lambda: any(post.replied_to == asked for post in house.x.world.posts), house.log)


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
async def test_what_is_wrong_is_said_with_what_to_do_and_the_other_channels_serve(
    tmp_path: Path, trouble: Trouble, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with _house(tmp_path, trouble) as house:
        done = None if trouble.running else trouble.do(house)
        async with running_program(tmp_path, house.environ, port=house.port):
            await _until(lambda: "Ready" in house.log(), house.log)
            await _until(lambda: bool(house.telegram.calls and house.x.calls), house.log)
            if trouble.running:
                done = trouble.do(house)
            await _until(lambda: all(words in house.log() for words in trouble.logged), house.log)
            assert ("has stopped" in house.log()) == trouble.stops
            await _chat_answers(house)
            await _sibling_answers(house, trouble.channel)
            if trouble.on_telegram:
                await _until(lambda: house.telegram.world.last_error is not None, house.log)
            for name, value in house.environ.items():
                monkeypatch.setenv(name, value)
            await asyncio.to_thread(main, ["-C", str(tmp_path), "doctor", "--port", "0"])
        if isinstance(done, asyncio.Task):
            done.cancel()
    (line,) = (line for line in capsys.readouterr().out.splitlines() if f" {trouble.channel} " in line)
    assert line.startswith("problem" if trouble.stops else "warning") == bool(trouble.doctor)
    assert all(words in line for words in trouble.doctor), line
    assert not [secret for secret in house.environ.values() if secret in house.log() + line]
