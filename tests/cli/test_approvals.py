"""`approvals`: how far each intent has come, in lines and as JSON."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.model.approval import ApprovalCounted
from bot.stores import open_store
from tests.contracts.store_helpers import Teller
from tests.support.brand import write_brand

Capture = pytest.CaptureFixture[str]


async def fill(path: Path, *counted: ApprovalCounted) -> None:
    store = open_store(f"sqlite:///{path}")
    teller = Teller(store)
    if counted:
        assert await teller.turn(await teller.hear(), approvals=counted)
    await store.close()


async def run(capsys: Capture, project: Path, *words: str) -> str:
    assert await asyncio.to_thread(main, ["-C", str(project), "approvals", *words]) == 0
    return capsys.readouterr().out


async def test_each_intent_is_shown_with_how_far_it_has_come(tmp_path: Path, capsys: Capture) -> None:
    project = write_brand(tmp_path, "[channels.web]", store="s")
    once = ApprovalCounted(intent="orari", confidence=0.85, by="FB", needed=20)
    let_go = ApprovalCounted(intent="pacco", confidence=0.95, by="FB", needed=1)
    await fill(project / "s.db", once, let_go)
    lines = await run(capsys, project)
    assert "orari on web, in private, 0.8 to 0.9 sure: 1 of 20 approved" in lines
    assert "pacco on web, in private, 0.9 to 1.0 sure: answers by itself since " in lines
    assert "pacco on web: graduated by FB" in lines
    told = json.loads(await run(capsys, project, "--json"))
    first, second = told["approvals"]
    assert told["graduate_after"] == 20
    assert (first["intent"], first["confidence"], first["automatic_since"]) == ("orari", [0.8, 0.9], None)
    assert datetime.fromisoformat(second["automatic_since"]).tzinfo is not None
    assert [step["event"] for step in told["steps"]] == ["graduated", "approved", "approved"]


async def test_where_nothing_was_approved_that_is_said(tmp_path: Path, capsys: Capture) -> None:
    project = write_brand(tmp_path, "[channels.web]", store="s")
    await fill(project / "s.db")
    assert await run(capsys, project) == "No draft has been approved or refused so far.\n"
