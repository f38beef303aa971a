"""Everything at its loudest, through both connectors, with all that can fail: no secret, no customer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest

from benchmarks.throughput import Client
from bot.channels.telegram.webhook import secret_of
from bot.cli import main
from bot.stores import open_store
from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.both_brand import secrets, write_project
from tests.support.ports import free_port
from tests.support.program import running_program

PATIENCE = 90
WORD, NAME, HANDLE = "CanarinoGiallo", "CanarinaBianchi", "user_90210"
CUSTOMER, OTHER = 90210, 90333
LEAKS = ("html", "error", "odd", "cut_before", "cut_after", "slow_down")
OTHERS = [str(OTHER + number) for number in range(len(LEAKS))]
WEBHOOK = 'webhook = "https://prova.example/telegram"'


async def _until(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not claim():
            await asyncio.sleep(0.05)


async def _everything_happens(telegram: FakeTelegram, x: FakeX) -> None:
    """Let customers write what must stay with us, while every call goes wrong in every way.

    After each way something succeeds: a channel that only fails rests ever longer.
    """
    telegram.world.person(CUSTOMER, NAME)
    x.world.person(CUSTOMER, NAME)
    telegram.world.push("message", {"text": WORD, "from": {"first_name": NAME}})
    telegram.world.push_raw([WORD])
    for number, kind in enumerate(LEAKS):
        asked = 1 if kind == "slow_down" else 503
        for method in ("getUpdates", "sendMessage"):
            telegram.fault(method, kind, value=asked)
        for method in ("GET /2/users/:id/mentions", "POST /2/tweets"):
            x.fault(method, kind, value=asked)
        telegram.world.say(CUSTOMER + number, f"quando siete aperti oggi {WORD}")
        x.world.say(CUSTOMER + number, f"@volomobile quando siete aperti oggi {WORD}")
        await _until(lambda: not any(fault.call == "sendmessage" for fault in telegram.faults))
        telegram.world.say(OTHER + number, "voglio un operatore")
        await _until(partial(_wrote_to, telegram, OTHER + number))
        await _until(partial(_replied_to, x, CUSTOMER + number))


def _wrote_to(telegram: FakeTelegram, chat: int) -> bool:
    return any(post.chat == chat for post in telegram.world.posts)


def _replied_to(x: FakeX, person: int) -> bool:
    return any(post.mentions == (person,) for post in x.world.posts)


async def _tasks_of_others(project: Path) -> str:
    store = open_store(f"sqlite:///{project / 'both.db'}")
    try:
        said = []
        for task in await store.tasks():
            dossier = await store.dossier(task.conversation_id)
            if dossier is None or dossier.conversation.contact.id in OTHERS:
                said.append(task.text)
    finally:
        await store.close()
    assert said
    return "\n".join(said)


@pytest.mark.slow
@pytest.mark.parametrize("on_telegram", ["", WEBHOOK], ids=["polling", "webhook"])
async def test_nothing_that_must_stay_with_us_is_in_logs_health_doctor_or_anothers_tasks(
    tmp_path: Path, on_telegram: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    telegram, x = FakeTelegram(gateway=f"http://127.0.0.1:{port}"), FakeX()
    await telegram.start()
    await x.start()
    environ = secrets(telegram, x)
    try:
        project = write_project(
            tmp_path, telegram, x, on_telegram=on_telegram, beside='[channels.web]\nburst_pause = "0s"'
        )
        async with running_program(project, environ, port=port, loud=("-vv",)):
            await _until(lambda: bool(telegram.calls and x.calls))
            if on_telegram:
                await _until(lambda: bool(telegram.world.webhook))
            await _everything_happens(telegram, x)
            client = Client(*await asyncio.open_connection("127.0.0.1", port))
            _, health = await client.ask("GET", "/healthz")
            _, fault = await client.ask("POST", f"/api/chat/{WORD}/messages", WORD.encode())
            client.close()
            for name, value in environ.items():
                monkeypatch.setenv(name, value)
            await asyncio.to_thread(main, ["-vv", "-C", str(project), "doctor", "--port", "0"])
        heard = await _tasks_of_others(project)
    finally:
        await telegram.stop()
        await x.stop()
    seen = capsys.readouterr()
    log = (project / "errors.txt").read_text(encoding="utf-8")
    assert "DEBUG" in log
    said = f"{log}\n{health!r}\n{fault!r}\n{seen.out}\n{seen.err}\n{heard}"
    canaries = (WORD, NAME, HANDLE, secret_of(telegram.world.token), *environ.values())
    assert not [canary for canary in canaries if canary in said or quote(canary) in said]
    assert "oauth_signature" not in said
