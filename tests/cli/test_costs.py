"""`costs` and `doctor`: what platforms have charged, and what is left of the day's money and calls."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.model.cost import Cost, day_of
from bot.model.message import Letter, Purpose
from bot.model.turn import TurnResult
from bot.service.values import Batch, Sent
from bot.stores import open_store
from bot.testing.x import fake_x
from tests.contracts.store_helpers import heard
from tests.fakes.x_brand import keys, write_project

Capture = pytest.CaptureFixture[str]
NOW = SystemClock().now()
KEY = ("x", "4242")


def cost(kind: str, reference: str, price: int, *, days: int = 0) -> Cost:
    return Cost(kind=kind, reference=reference, price=price, at=NOW - timedelta(days=days))


async def fill(path: Path) -> None:
    """Let a question come in, be answered and be paid for; something was read two days ago."""
    store = open_store(f"sqlite:///{path}")
    asked = replace(heard("aiuto"), channel="x", account="4242", occurred_at=NOW, received_at=NOW)
    batch = Batch(channel="x", account="4242", items=(asked,), costs=(cost("mention_read", "1", 1000),))
    accepted = await store.accept(batch, NOW)
    work = await store.work(accepted.conversations[0])
    assert work is not None
    letters = (Letter(purpose=Purpose.ANSWER, text="ecco"),)
    done = tuple(item.id for item in work.waiting)
    result = TurnResult(conversation=work.conversation, done=done, letters=letters, now=NOW)
    assert await store.commit_turn(result)
    (outbound,) = await store.claim(NOW, rates={KEY: ()}, lease=timedelta(seconds=60), most=1)
    sent = Sent(id="p1", costs=(cost("reply", "1", 10_000), cost("own_read", "9", 1000)))
    await store.settle(outbound, sent, NOW)
    earlier = (cost("mention_read", "2", 1000, days=2), cost("mention_read", "3", 1000, days=2))
    await store.accept(Batch(channel="x", account="4242", items=(), costs=earlier), NOW)
    await store.close()


async def run(capsys: Capture, project: Path, *words: str) -> str:
    """Run the command as in a program of its own."""
    assert await asyncio.to_thread(main, ["-C", str(project), *words]) == 0
    return capsys.readouterr().out


async def test_what_was_charged_is_shown_by_day_by_kind_and_for_an_answer(
    tmp_path: Path, capsys: Capture
) -> None:
    async with fake_x() as fake:
        project = write_project(tmp_path, fake)
    await fill(store_of(project))
    out = await run(capsys, project, "costs", "--json")
    (account,) = json.loads(out)["accounts"]
    assert (account["channel"], account["account"], account["currency"]) == ("x", "4242", "USD")
    assert (account["total"], account["answered"], account["each"]) == ("0.014", 1, "0.014000")
    assert account["kinds"]["mention_read"] == {"count": 3, "total": "0.003"}
    days = {item["day"]: item["total"] for item in account["by_day"]}
    assert days == {day_of(NOW - timedelta(days=2)): "0.002", day_of(NOW): "0.012"}
    lines = (await run(capsys, project, "costs", "--days", "1")).splitlines()
    assert lines[0] == "x 4242: 0.01 USD in 1 day, 1 question answered, 0.0120 USD each"
    assert not any(day_of(NOW - timedelta(days=2)) in line for line in lines)


async def test_where_nothing_was_charged_it_says_so(tmp_path: Path, capsys: Capture) -> None:
    async with fake_x() as fake:
        project = write_project(tmp_path, fake)
    await open_store(f"sqlite:///{store_of(project)}").close()
    assert await run(capsys, project, "costs") == "Nothing was charged in the last 30 days.\n"


async def test_doctor_tells_the_days_money_and_the_calls_left_at_no_cost(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fake_x() as fake:
        project = write_project(tmp_path, fake)
        for name, value in keys(fake).items():
            monkeypatch.setenv(name, value)
        fake.world.say(501, "@volomobile aiuto", age=60)
        await fill(store_of(project))
        out = await run(capsys, project, "doctor", "--json", "--port", "0")
        assert fake.bill.total == 0
    found = {row["what"]: row for row in json.loads(out)}
    assert found["x"]["state"] == "ok"
    assert found["x"]["detail"].startswith("0.01 of 5.00 USD today; mentions 299 of 300 calls left until ")


def store_of(project: Path) -> Path:
    """Give the store's file of the brand that the tests write."""
    return project / "x.db"
