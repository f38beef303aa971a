"""Personal data shown in public is nowhere in the store or the logs; in private it is kept."""

from __future__ import annotations

import json
import logging
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Sportello, inline
from bot.model.case import CaseStatus
from bot.model.message import Author, InboundKind, Quarantine, Surface
from bot.service.values import Batch
from bot.stores import open_store
from bot.testing import Dialogue, FakeClock, RecordingChannel, StepEngine
from tests.support.brand import MONDAY, TRAITS, WALL, small_brand

IBAN, PHONE, MAIL = "IT60X0542811101000000123456", "333 1234567", "giulia.rossi@example.it"
POST = f"fuori il rimborso: {IBAN}, oppure {PHONE} o {MAIL}"


async def begun(folder: Path, *, surface: Surface = Surface.PUBLIC) -> Dialogue:
    """Begin on a wall, with a store in a file."""
    clock, channel = FakeClock(MONDAY), RecordingChannel(WALL)
    engine, (knowledge, _) = StepEngine(clock), small_brand()
    brand = replace(knowledge.settings.brand, public=("numero verde 06 12345678",))
    knowledge = replace(knowledge, settings=replace(knowledge.settings, brand=brand))
    sportello = Sportello(
        store=open_store(f"sqlite:///{folder / 'store.db'}"),
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={"wall": lambda _link: channel},
        traits=TRAITS,
        compute=inline,
    )
    dialogue = Dialogue(sportello, engine, clock, channel)
    dialogue.surface = surface
    return dialogue


def stored(folder: Path) -> str:
    """Give all that the store holds, table by table."""
    with sqlite3.connect(folder / "store.db") as connection:
        return "\n".join(connection.iterdump())


def assert_absent(text: str) -> None:
    bare = text.replace(" ", "")
    assert all(secret.replace(" ", "") not in bare for secret in (IBAN, PHONE, MAIL))


async def test_what_is_shown_in_public_is_masked_before_it_is_stored_or_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    dialogue = await begun(tmp_path)
    exchange = await dialogue.say(POST)
    assert [letter.template for letter in exchange.said] == ["_personal_data"]
    assert_absent(stored(tmp_path) + caplog.text + exchange.text)
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert dossier.lines[0].text == "fuori il rimborso: [IBAN], oppure [phone] o [e-mail]"
    await dialogue.sportello.store.close()


async def test_people_see_what_was_masked_and_why_the_bot_said_so(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    (decision,) = (await dialogue.say(POST)).decisions
    assert (decision.rule, decision.outcome) == ("personal_data", "answer")
    assert decision.why == (
        "shows personal data in public (IBAN, phone, e-mail): it was masked before it was stored",
    )
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.WAITING_FOR_CUSTOMER
    await dialogue.sportello.store.close()


async def test_nobody_is_reminded_of_it_in_public(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    await dialogue.say(POST)
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert "remind" not in {item.kind.value for item in conversation.follow_ups}
    await dialogue.sportello.store.close()


async def test_in_private_data_is_kept_as_it_is_needed_but_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    dialogue = await begun(tmp_path, surface=Surface.PRIVATE)
    exchange = await dialogue.say(POST)
    assert "_personal_data" not in [letter.template for letter in exchange.said]
    assert IBAN in stored(tmp_path)
    assert_absent(caplog.text)
    await dialogue.sportello.store.close()


async def test_a_name_that_is_a_telephone_number_is_masked_too(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    dialogue.customer = Author(id="7", name=PHONE)
    await dialogue.say("quando aprite?")
    assert_absent(stored(tmp_path))
    await dialogue.sportello.store.close()


async def test_an_edit_brings_no_data_in_by_the_back_door(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    await dialogue.say("quando aprite?")
    edit = replace(dialogue._inbound(InboundKind.EDIT, text=POST), message_id="")
    await dialogue._arrive(edit)
    assert_absent(stored(tmp_path))
    await dialogue.sportello.store.close()


async def test_the_brands_own_number_is_no_personal_data(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    exchange = await dialogue.say("ho chiamato 06 12345678 e nessuno risponde")
    assert "_personal_data" not in [letter.template for letter in exchange.said]
    assert "06 12345678" in stored(tmp_path)
    await dialogue.sportello.store.close()


async def test_what_cannot_be_read_is_masked_and_keeps_the_platforms_own_numbers(tmp_path: Path) -> None:
    dialogue = await begun(tmp_path)
    raw = {"id": "3331234567", "author_ids": ["3471234567"], "note": {"text": [POST], "tel": "3331234567"}}
    items = tuple(
        Quarantine(channel="wall", account="test", event_key=key, reason=f"bad: {MAIL}", raw=text)
        for key, text in (("1", json.dumps(raw)), ("2", f"no JSON: {POST}"))
    )
    await dialogue.sportello.intake.accept(Batch(channel="wall", account="test", items=items))
    with sqlite3.connect(tmp_path / "store.db") as connection:
        first, second = (row[0] for row in connection.execute("SELECT raw FROM quarantine ORDER BY id"))
    kept = json.loads(first)
    assert (kept["id"], kept["author_ids"]) == ("3331234567", ["3471234567"])
    assert kept["note"]["tel"] == "[phone]"
    assert_absent(json.dumps(kept["note"]) + second)
    assert MAIL not in stored(tmp_path)
    await dialogue.sportello.store.close()
