"""The demo's API: what the panel is told, what it may ask, and what is refused."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message

from bot.channels.web.demo.reading import FARTHEST, read_destination
from bot.channels.web.said import FaultError
from bot.clock import SystemClock
from bot.desk.site import build_site
from bot.model.effects import Outcome
from tests.channels.web.demo.conftest import GIULIA, Rig, moments
from tests.contracts.channel import JSON
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake
from tests.support.brand import SATURDAY
from tests.support.patience import PATIENCE

DEMO_PATHS = (
    "/api/demo/state",
    "/api/demo/events",
    f"/api/demo/why/web/{GIULIA}?n=1",
    "/demo/static/demo.js",
)


async def test_the_state_tells_the_time_the_hours_and_where_to_write(rig: Rig) -> None:
    state = await rig.get("/state")
    assert f'data-run="{state["run"]}"' in (await rig.http.get("/")).text
    assert (state["now"], state["zone"]) == ("2026-11-28T09:00:00.000Z", "Europe/Rome")
    assert (state["open"], state["closure"], state["changes_at"]) == (
        False,
        "weekend",
        "2026-11-30T08:00:00.000Z",
    )
    assert state["presets"] == [
        {"name": "opening", "at": "2026-11-30T08:00:00.000Z"},
        {"name": "evening", "at": "2026-11-28T21:00:00.000Z"},
        {"name": "saturday", "at": "2026-12-05T09:00:00.000Z"},
    ]
    assert [(place["address"], place["base"]) for place in state["places"]] == [
        ("web", "/api/chat"),
        ("phone", "/api/demo/as/phone"),
        ("wall.post", "/api/demo/as/wall.post"),
        ("wall.dm", "/api/demo/as/wall.dm"),
    ]
    assert [(place["surface"], place["audience"]) for place in state["places"]] == [
        ("private", False),
        ("private", False),
        ("public", True),
        ("private", True),
    ]


async def test_open_hours_say_until_when(rig: Rig) -> None:
    state = (await rig.post("/clock", to="mon 10"))["state"]
    assert (state["open"], state["closure"], state["changes_at"]) == (True, None, "2026-11-30T12:00:00.000Z")
    assert state["presets"][0] == {"name": "opening", "at": "2026-11-30T13:00:00.000Z"}


async def test_a_public_reply_comes_with_its_count(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta", address="wall.post")
    reply = (await rig.lines("wall.post"))[-1]
    assert (reply["length"], reply["limit"]) == (len(reply["text"]), 280)
    assert reply["text"].endswith("^Bot")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_body"),
        ({"to": "sun 22:00", "by": "1h"}, "bad_body"),
        ({"to": "sun 22:00", "zone": "UTC"}, "bad_body"),
        ({"to": 5}, "bad_to"),
        ({"to": None}, "bad_to"),
        ({"to": ""}, "bad_to"),
        ({"to": "someday"}, "bad_to"),
        ({"to": "x" * 41}, "bad_to"),
        ({"to": "0001-01-01T00:00+14:00"}, "bad_to"),
        ({"to": "9999-12-31T23:59"}, "bad_to"),
        ({"to": "2026-11-28T09:59"}, "past"),
        ({"to": "2026-11-28T10:00"}, "past"),
        ({"by": "1"}, "bad_by"),
        ({"by": "-1h"}, "bad_by"),
        ({"by": ["1h"]}, "bad_by"),
        ({"by": "999999 years"}, "too_far"),
        ({"by": "61d"}, "too_far"),
    ],
)
async def test_a_time_that_cannot_be_gone_to_is_refused_and_nothing_moves(
    rig: Rig, body: object, code: str
) -> None:
    answer = await rig.http.post("/api/demo/clock", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
    assert rig.clock.now() == SATURDAY


@pytest.mark.parametrize("path", ["clock", "skip"])
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"a":1,"a":2}', b"NaN", b"[" * 5000, b"null"])
async def test_a_body_that_is_no_json_object_is_refused(rig: Rig, path: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await rig.http.post(f"/api/demo/{path}", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_json")


async def test_skip_asks_for_nothing_in_particular(rig: Rig) -> None:
    assert (await rig.http.post("/api/demo/skip", json={"to": "mon 9"})).status_code == 422


@given(JSON)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_no_json_makes_the_reading_of_a_time_fail(raw: object) -> None:
    for body in (raw, {"to": raw}, {"by": raw}):
        _is_refused_or_ahead(body)


@given(st.text(max_size=45))
def test_no_words_make_the_reading_of_a_time_fail(text: str) -> None:
    for body in ({"to": text}, {"by": text}):
        _is_refused_or_ahead(body)


def _is_refused_or_ahead(body: object) -> None:
    status, found = 0, SATURDAY
    try:
        found = read_destination(json.dumps(body).encode(), moments, SATURDAY)
    except FaultError as fault:
        status = fault.status
    assert status in {400, 422} or SATURDAY < found <= SATURDAY + FARTHEST


async def test_another_sites_page_cannot_move_the_clock(rig: Rig) -> None:
    body = {"to": "sun 22:00"}
    for path in ("clock", "skip"):
        foreign = {"Origin": "https://evil.example"}
        answer = await rig.http.post(f"/api/demo/{path}", json=body, headers=foreign)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "other_site")
        plain = {"Content-Type": "text/plain"}  # what a form or a simple request of another page can send
        answer = await rig.http.post(f"/api/demo/{path}", content=json.dumps(body), headers=plain)
        assert (answer.status_code, answer.json()["error"]["code"]) == (415, "not_json")
    assert rig.clock.now() == SATURDAY
    own = {"Origin": "http://127.0.0.1:8080"}
    assert (await rig.http.post("/api/demo/clock", json=body, headers=own)).status_code == 200


async def test_each_message_can_be_asked_why(rig: Rig) -> None:
    await rig.say("quando aprite?")
    customer, bot = await rig.lines()
    for line in (customer, bot):
        (decision,) = (await rig.get(f"/why/phone/{GIULIA}?n={line['n']}"))["decisions"]
        assert (decision["rule"], decision["outcome"]) == ("answer", Outcome.ANSWER)
        assert decision["why"]
        assert decision["candidates"][0]["intent"] == "orari"
        assert decision["candidates"][0]["confidence"] == 0.95


async def test_a_message_that_is_met_with_silence_says_why(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    rig.real.move(timedelta(seconds=20))
    await rig.say("???")
    last = (await rig.lines())[-1]
    assert last["from"] == "customer"
    (decision,) = (await rig.get(f"/why/phone/{GIULIA}?n={last['n']}"))["decisions"]
    assert decision["outcome"] == Outcome.SILENT


async def test_a_renewal_is_explained_by_its_own_decision(rig: Rig) -> None:
    await rig.say("il mio pappagallo canta")
    await rig.post("/skip")
    await rig.post("/skip")
    last = (await rig.lines())[-1]
    decisions = (await rig.get(f"/why/phone/{GIULIA}?n={last['n']}"))["decisions"]
    assert "wake_promise" in {decision["rule"] for decision in decisions}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/why/phone/{GIULIA}", 400),
        (f"/why/phone/{GIULIA}?n=-1", 400),
        (f"/why/phone/{GIULIA}?n=99999999999999999999", 400),
        ("/why/phone/short?n=1", 400),
        ("/why/phone/nobody-0001?n=1", 404),
        (f"/why/fax/{GIULIA}?n=1", 404),
        (f"/why/wall.post/{GIULIA}?n=1", 404),
    ],
)
async def test_what_is_not_there_cannot_be_explained(rig: Rig, path: str, status: int) -> None:
    await rig.say("quando aprite?")
    answer = await rig.http.get(f"/api/demo{path}")
    assert answer.status_code == status
    assert answer.json()["error"]["code"]
    assert (await rig.get(f"/why/phone/{GIULIA}?n=999"))["decisions"] == []


async def test_the_state_is_told_again_at_every_change_until_the_end(rig: Rig) -> None:
    events: asyncio.Queue[str] = asyncio.Queue()

    async def send(message: Message) -> None:
        for block in message.get("body", b"").decode().split("\r\n\r\n"):
            if block.startswith("event: state"):
                events.put_nowait(json.loads(block.partition("data: ")[2])["now"])

    async def receive() -> Message:
        await asyncio.Event().wait()
        return {}

    scope = {"type": "http", "method": "GET", "path": "/api/demo/events", "query_string": b"", "headers": []}
    serving = asyncio.create_task(rig.site(scope, receive, send))
    assert await asyncio.wait_for(events.get(), PATIENCE) == "2026-11-28T09:00:00.000Z"
    await rig.post("/clock", to="sun 22:00")
    assert await asyncio.wait_for(events.get(), PATIENCE) == "2026-11-29T21:00:00.000Z"
    rig.demo.closing.set()
    await asyncio.wait_for(serving, PATIENCE)


async def test_the_page_of_a_demo_has_the_panel_in_both_languages(rig: Rig) -> None:
    for language, word in (("it", "Vai alla prossima cosa che succede"), ("en", "Skip to the next thing")):
        page = (await rig.http.get("/", headers={"Accept-Language": language})).text
        assert word in page
        assert 'data-zone="Europe/Rome"' in page
        assert "/chat/static/chat.js" not in page
    for path in ("/demo/static/demo.js", "/demo/static/demo.css"):
        assert (await rig.http.get(path)).status_code == 200


async def test_a_plain_run_has_no_trace_of_the_demo() -> None:
    site = build_site(chat_routes=a_channel(MemoryIntake(), SystemClock()).routes(), desk_routes=[])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://chat.test") as http:
        for path in (*DEMO_PATHS, f"/api/demo/as/x.post/{GIULIA}/messages"):
            assert (await http.get(path)).status_code == 404, path
        for path in ("/api/demo/clock", "/api/demo/skip", f"/api/demo/as/telegram/{GIULIA}/messages"):
            assert (await http.post(path, json={})).status_code == 404, path
        page = (await http.get("/")).text.casefold()
        assert not [word for word in ("panel", "demo", "skip", "zone", "follower") if word in page]
