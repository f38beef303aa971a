"""`feedback`: what customers say of answers, in lines and as JSON, from a store beside a running program."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.model.feedback import FeedbackAsked, FeedbackGiven
from bot.model.turn import DecisionRecord
from bot.stores import open_store
from tests.contracts.store_helpers import Teller
from tests.support.brand import write_brand

Capture = pytest.CaptureFixture[str]
NOW = SystemClock().now()


async def fill(path: Path) -> None:
    """Let three cases be answered and asked about: one yes, one no, one that says nothing."""
    store = open_store(f"sqlite:///{path}")
    teller = Teller(store)
    for n, solved in enumerate((True, False, None)):
        conversation_id = await teller.hear(key=f"k{n}", now=NOW, occurred_at=NOW, received_at=NOW)
        record = DecisionRecord(
            rule="answer", outcome="answer", why=(), inbound=(), detail='{"intent": "orari"}', at=NOW
        )
        said = () if solved is None else (FeedbackGiven(solved=solved),)
        asked = FeedbackAsked(template="orari", variant=1)
        at = NOW - timedelta(minutes=1)
        assert await teller.turn(conversation_id, decisions=(record,), feedback=(asked, *said), now=at)
    await store.close()


async def run(capsys: Capture, project: Path, *words: str) -> str:
    assert await asyncio.to_thread(main, ["-C", str(project), "feedback", *words]) == 0
    return capsys.readouterr().out


async def test_the_share_solved_and_the_replies_followed_by_a_no_are_named(
    tmp_path: Path, capsys: Capture
) -> None:
    project = write_brand(tmp_path, "[channels.web]", store="s")
    await fill(project / "s.db")
    lines = await run(capsys, project)
    assert "Solved: 50% (1 of 2 who said; 3 were asked)" in lines
    assert "orari: 1 no of" in lines
    told = json.loads(await run(capsys, project, "--json"))
    assert told["conversations"] == {"asked": 3, "yes": 1, "no": 1, "csat": 0.5}
    (template,) = told["templates"]
    assert (template["template"], template["yes"], template["no"], template["csat"]) == ("orari", 1, 1, 0.5)
    assert len(told["unsolved"]) == 1


async def test_nothing_answered_is_said_and_an_impossible_number_of_days_refused(
    tmp_path: Path, capsys: Capture
) -> None:
    project = write_brand(tmp_path, "[channels.web]", store="s")
    await open_store(f"sqlite:///{project / 's.db'}").close()
    assert await run(capsys, project, "--days", "7") == "The bot answered nothing in the last 7 days.\n"
    with pytest.raises(SystemExit):
        main(["-C", str(project), "feedback", "--days", "0"])
