"""`stop`, `resume`, the file and the signal, beside the real program; and what `doctor` says of them."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from bot.model.stopping import Stop, StopSource
from bot.stores import open_store
from bot.stores.beside import open_beside
from tests.cli.conftest import Running
from tests.support.patience import PROGRAM_PATIENCE

Capture = pytest.CaptureFixture[str]
Start = Callable[..., Running]


def said(project: Path, capsys: Capture, *words: str, code: int = 0) -> str:
    assert main(["-C", str(project), *words]) == code
    return capsys.readouterr().out


def stops(project: Path) -> tuple[Stop, ...]:
    async def read() -> tuple[Stop, ...]:
        store = open_beside(project / "sportello.db")
        try:
            return await store.stops()
        finally:
            await store.close()

    return asyncio.run(read())


@pytest.fixture
def stored(project: Path) -> Path:
    """A brand whose store has been made."""
    asyncio.run(open_store(f"sqlite:///{project / 'sportello.db'}").close())
    return project


def until(what: Callable[[], bool]) -> None:
    """Wait for something that the running program does."""
    end = time.monotonic() + PROGRAM_PATIENCE
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def test_stop_says_who_and_why_and_resume_lets_go(stored: Path, capsys: Capture) -> None:
    out = said(stored, capsys, "stop", "prezzi sbagliati")
    assert f"All sending is stopped by {getpass.getuser()} since" in out
    assert ": prezzi sbagliati." in out
    assert [stop.source for stop in stops(stored)] == [StopSource.PERSON]
    assert "Sending is not stopped." in said(stored, capsys, "resume")
    assert stops(stored) == ()
    assert "No person had stopped sending." in said(stored, capsys, "resume")


def test_the_bot_alone_is_stopped_or_stays_stopped(stored: Path, capsys: Capture) -> None:
    assert "The bot is stopped by" in said(stored, capsys, "stop", "--automatic")
    said(stored, capsys, "resume")
    said(stored, capsys, "stop", "prova")
    out = said(stored, capsys, "resume", "--people-only")
    assert "The bot is stopped by" in out
    assert "All sending" not in out


def test_without_a_store_the_file_is_named_as_the_other_way(project: Path, capsys: Capture) -> None:
    assert main(["-C", str(project), "stop"]) == 2
    error = capsys.readouterr().err
    assert "there is no store" in error
    assert "an empty file named STOP beside settings.toml" in error


def test_resume_says_that_a_file_still_holds(stored: Path, capsys: Capture) -> None:
    (stored / "STOP").touch()
    out = said(stored, capsys, "resume", code=1)
    assert f"{stored / 'STOP'} is still there: remove it" in out


def test_doctor_says_what_is_stopped(stored: Path, capsys: Capture) -> None:
    def row() -> dict[str, str]:
        found = json.loads(said(stored, capsys, "doctor", "--json", "--port", "0"))
        return next(item for item in found if item["what"] == "sending")

    assert row()["state"] == "ok"
    said(stored, capsys, "stop", "prova")
    (stored / "STOP").touch()
    found = row()
    assert found["state"] == "warning"
    assert "All sending is stopped by" in found["detail"]
    assert f"{stored / 'STOP'} is there." in found["detail"]
    assert "sportello resume" in found["hint"]


@contextmanager
def customer(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=PROGRAM_PATIENCE) as client:
        yield client


def ask(client: httpx.Client, number: int) -> None:
    answer = client.post(
        "/api/chat/cliente-di-prova/messages", json={"id": f"messaggio-{number}", "text": "buongiorno"}
    )
    assert answer.status_code == 202


def answers(client: httpx.Client) -> int:
    found = client.get("/api/chat/cliente-di-prova/messages?after=0").json()["messages"]
    return sum(line["from"] == "bot" for line in found)


def test_a_program_that_runs_is_stopped_and_let_go_by_the_commands_the_file_and_the_signal(
    start: Start, project: Path, capsys: Capture
) -> None:
    copy = start()
    address = copy.until("http://127.0.0.1").split()[-1].rstrip("/")
    address = address[: address.index("/", 8)] if "/" in address[8:] else address
    copy.until("Ready.")
    pull: tuple[tuple[Callable[[], object], Callable[[], object]], ...] = (
        (lambda: said(project, capsys, "stop"), lambda: said(project, capsys, "resume")),
        ((project / "STOP").touch, (project / "STOP").unlink),
        (lambda: os.kill(copy.pid, signal.SIGUSR1), lambda: said(project, capsys, "resume")),
    )
    with customer(address) as client:
        for number, (stop, go_on) in enumerate(pull):
            stop()
            until(lambda: len(stops(project)) == 1)
            ask(client, number)
            until(lambda: _queued(project) == 1)
            assert answers(client) == number
            go_on()
            until(partial(_has, client, number + 1))
            until(lambda: stops(project) == ())


def test_what_was_stopped_is_said_at_the_next_start(start: Start, stored: Path, capsys: Capture) -> None:
    said(stored, capsys, "stop", "prova")
    copy = start()
    assert ": prova." in copy.until("All sending is stopped by")
    copy.until("Ready.")


def _has(client: httpx.Client, count: int) -> bool:
    return answers(client) == count


def _queued(project: Path) -> int:
    async def read() -> int:
        store = open_beside(project / "sportello.db")
        try:
            rows = await store.inbox()
            dossiers = [await store.dossier(row.conversation_id) for row in rows]
            return sum(len(dossier.pending) for dossier in dossiers if dossier is not None)
        finally:
            await store.close()

    return asyncio.run(read())
