"""`report`: how customers were served, counted from a real store."""

from __future__ import annotations

import asyncio
import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.model.message import Letter, Purpose
from bot.model.turn import DecisionRecord, TurnResult
from bot.service.values import Batch, Sent
from bot.stores import open_store
from tests.contracts.store_helpers import heard
from tests.support.brand import write_brand

Capture = pytest.CaptureFixture[str]
NOW = SystemClock().now()
KEY = ("web", "main")


async def fill(path: Path) -> None:
    """Let a question be answered by words that send the customer elsewhere, and another wait."""
    store = open_store(f"sqlite:///{path}")
    before = NOW - timedelta(minutes=10)
    for number, key in enumerate(("a", "b")):
        asked = replace(heard("aiuto", event=key, key=key), occurred_at=before, received_at=before)
        accepted = await store.accept(Batch(channel=KEY[0], account=KEY[1], items=(asked,)), before)
        work = await store.work(accepted.conversations[0])
        assert work is not None
        letters = (Letter(purpose=Purpose.ANSWER, text="Chiama il call center"),) if not number else ()
        done = tuple(item.id for item in work.waiting)
        why = DecisionRecord(
            rule="answer",
            outcome="answer",
            why=(),
            inbound=done,
            detail='{"intent": "orari", "hand_off": ""}',
            at=before,
        )
        result = TurnResult(
            conversation=work.conversation, done=done, letters=letters, decisions=(why,), now=before
        )
        assert await store.commit_turn(result)
    later = before + timedelta(minutes=4)
    (outbound,) = await store.claim(later, rates={KEY: ()}, lease=timedelta(seconds=60), most=1)
    await store.settle(outbound, Sent(id="p1"), later)
    await store.close()


async def report(capsys: Capture, project: Path, *words: str) -> str:
    """Run the command as in a program of its own."""
    assert await asyncio.to_thread(main, ["-C", str(project), "report", *words]) == 0
    return capsys.readouterr().out


async def test_the_report_is_printed_as_lines_as_json_and_as_a_table(tmp_path: Path, capsys: Capture) -> None:
    write_brand(tmp_path, "[channels.web]\n", store="counted")
    await fill(tmp_path / "counted.db")
    found = json.loads(await report(capsys, tmp_path, "--json"))
    total = found["total"]
    assert (total["conversations"], total["unanswered"], total["contained"]) == (2, 1, 1)
    assert total["first_answer"] == {"count": 1, "median": 240.0, "p90": 240.0}
    assert total["elsewhere_share"] == 1.0
    assert found["sent_elsewhere"][0]["words"] == "Chiama il call center"
    assert found["asked"] == {"orari": 2}
    lines = await report(capsys, tmp_path)
    assert "“Chiama il call center”" in lines
    assert "4 min / 4 min" in lines
    rows = list(csv.DictReader((await report(capsys, tmp_path, "--csv")).splitlines()))
    assert {"by": "total", "group": "all", "figure": "unanswered", "value": "1"} in rows


async def test_older_days_are_left_out_and_a_wrong_number_is_refused(tmp_path: Path, capsys: Capture) -> None:
    write_brand(tmp_path, "[channels.web]\n", store="counted")
    open_at = NOW - timedelta(days=9)
    store = open_store(f"sqlite:///{tmp_path / 'counted.db'}")
    asked = replace(heard("aiuto"), occurred_at=open_at, received_at=open_at)
    await store.accept(Batch(channel=KEY[0], account=KEY[1], items=(asked,)), open_at)
    await store.close()
    assert json.loads(await report(capsys, tmp_path, "--json"))["total"]["questions"] == 0
    assert json.loads(await report(capsys, tmp_path, "--json", "--days", "10"))["total"]["questions"] == 1
    with pytest.raises(SystemExit):
        main(["-C", str(tmp_path), "report", "--days", "0"])
    assert "is not a number of days" in capsys.readouterr().err
