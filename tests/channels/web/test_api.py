"""The web chat's API, as other sites and our own page use it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.channels.web import TRAITS
from bot.channels.web.connector import WebChannel
from bot.desk.site import build_site
from bot.model.message import Letter, Outbound, Purpose
from bot.service.values import Absent, Sent, Standing
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake
from tests.fakes.clock import NOON, StandingClock
from tests.support.patience import PATIENCE

KEY = "giulia-0001"
MESSAGES = f"/api/chat/{KEY}/messages"
SAID = {"id": "m1", "text": "Buongiorno", "name": "Giulia", "language": None}


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def intake() -> MemoryIntake:
    return MemoryIntake()


@pytest.fixture
def channel(intake: MemoryIntake, clock: StandingClock) -> WebChannel:
    return a_channel(intake, clock)


@pytest.fixture
def site(channel: WebChannel) -> Starlette:
    return build_site(chat_routes=channel.routes(), desk_routes=[])


@pytest.fixture
async def client(site: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat.test") as opened:
        yield opened


async def test_a_message_is_accepted_once_it_is_stored(
    client: httpx.AsyncClient, intake: MemoryIntake
) -> None:
    answer = await client.post(MESSAGES, json=SAID)
    assert (answer.status_code, answer.json()) == (202, {"accepted": True, "duplicate": False})
    (stored,) = intake.accepted
    assert (stored.conversation_key, stored.event_key, stored.text) == (
        KEY,
        f"message:{KEY}:m1",
        "Buongiorno",
    )
    assert (stored.author.id, stored.author.name, stored.author.language_hint) == (KEY, "Giulia", "")
    assert (stored.occurred_at, stored.message_id) == (NOON, "m1")


async def test_the_same_id_twice_is_one_message(client: httpx.AsyncClient, intake: MemoryIntake) -> None:
    await client.post(MESSAGES, json=SAID)
    answer = await client.post(MESSAGES, json=SAID)
    assert (answer.status_code, answer.json()) == (202, {"accepted": True, "duplicate": True})
    assert len(intake.accepted) == 1


async def test_two_customers_may_use_the_same_id(client: httpx.AsyncClient, intake: MemoryIntake) -> None:
    await client.post(MESSAGES, json=SAID)
    answer = await client.post("/api/chat/another-customer/messages", json=SAID)
    assert answer.json()["duplicate"] is False
    assert len(intake.accepted) == 2


async def test_a_store_that_refuses_is_a_503_and_nothing_is_accepted(
    client: httpx.AsyncClient, intake: MemoryIntake
) -> None:
    intake.broken = True
    for answer in (await client.post(MESSAGES, json=SAID), await client.get(MESSAGES)):
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "try_again"
        assert answer.headers["retry-after"] == "5"
        assert "disk" not in answer.text
    intake.broken = False
    assert (await client.post(MESSAGES, json=SAID)).json() == {"accepted": True, "duplicate": False}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_json"),
        (b"{", 400, "bad_json"),
        (b"[]", 400, "bad_json"),
        (b'"text"', 400, "bad_json"),
        (b'{"id": "a", "text": NaN}', 400, "bad_json"),
        (b'{"id": "a", "text": "x", "text": "y"}', 400, "bad_json"),
        (b'{"id": "a", "text": "\xff"}', 400, "bad_json"),
        (b'\xef\xbb\xbf{"id": "a", "text": "x"}', 400, "bad_json"),
        (b"[" * 60_000, 400, "bad_json"),
        (b'{"id": "a", "text": ' + b"9" * 5000 + b"}", 400, "bad_json"),
        (b'{"text": "x"}', 422, "bad_id"),
        (b'{"id": 7, "text": "x"}', 422, "bad_id"),
        (b'{"id": "", "text": "x"}', 422, "bad_id"),
        (b'{"id": "a b", "text": "x"}', 422, "bad_id"),
        (b'{"id": "a"}', 422, "bad_text"),
        (b'{"id": "a", "text": null}', 422, "bad_text"),
        (b'{"id": "a", "text": " \\n "}', 422, "empty_text"),
        (b'{"id": "a", "text": "\\u0000"}', 422, "empty_text"),
        (b'{"id": "a", "text": "' + b"x" * 10_001 + b'"}', 422, "too_long"),
        (b'{"id": "a", "text": "x", "name": ["n"]}', 422, "bad_name"),
        (b'{"id": "a", "text": "x", "language": 7}', 422, "bad_language"),
    ],
)
async def test_a_body_that_cannot_be_taken_is_refused_with_the_reason(
    client: httpx.AsyncClient, intake: MemoryIntake, body: bytes, status: int, code: str
) -> None:
    answer = await client.post(MESSAGES, content=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"].endswith(".")
    assert intake.accepted == []


@pytest.mark.parametrize(
    ("language", "hint"),
    [("it", "it"), ("en-GB", "en-GB"), ("klingon", ""), ("<it>", ""), ("i", ""), ("", ""), (None, "")],
)
async def test_a_language_that_is_no_code_is_ignored_and_the_message_taken(
    client: httpx.AsyncClient, intake: MemoryIntake, language: str | None, hint: str
) -> None:
    answer = await client.post(MESSAGES, json={**SAID, "language": language, "mood": "unknown keys are fine"})
    assert answer.status_code == 202
    assert intake.accepted[0].author.language_hint == hint


@pytest.mark.parametrize("key", ["short", "x" * 65, "with space", "punto.punto", "città-mia-bella"])
async def test_a_customer_key_that_could_be_guessed_or_misread_is_refused(
    client: httpx.AsyncClient, key: str
) -> None:
    answer = await client.post(f"/api/chat/{key}/messages", json=SAID)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_customer")


@pytest.mark.parametrize("after", ["-1", "x", "9" * 19, "9" * 5000, "٣", "1.5", "0x1"])
async def test_a_number_that_is_none_is_refused(client: httpx.AsyncClient, after: str) -> None:
    answer = await client.get(MESSAGES, params={"after": after})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_after")


async def test_more_than_256_kb_is_refused_before_it_is_parsed(
    client: httpx.AsyncClient, intake: MemoryIntake
) -> None:
    async def drip() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 4096

    for content in (b"x" * 262_145, drip()):
        answer = await client.post(MESSAGES, content=content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert intake.accepted == []


async def test_a_body_that_never_ends_is_given_up(channel: WebChannel) -> None:
    site = build_site(chat_routes=channel.routes(), desk_routes=[], body_seconds=0.01)

    async def stalled() -> AsyncIterator[bytes]:
        yield b'{"id"'
        await asyncio.Event().wait()

    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://chat.test") as client:
        answer = await client.post(MESSAGES, content=stalled())
    assert (answer.status_code, answer.json()["error"]["code"]) == (408, "too_slow")


async def test_a_customer_who_floods_is_asked_to_wait_and_others_are_not(
    client: httpx.AsyncClient, clock: StandingClock
) -> None:
    answers = [await client.post(MESSAGES, json={**SAID, "id": f"m{n}"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [202] * 20 + [429]
    assert (answers[-1].json()["error"]["code"], answers[-1].headers["retry-after"]) == (
        "too_many_messages",
        "1",
    )
    assert (await client.post("/api/chat/somebody-else/messages", json=SAID)).status_code == 202
    clock.move(timedelta(seconds=1))
    assert (await client.post(MESSAGES, json={**SAID, "id": "later"})).status_code == 202


async def test_unknown_paths_and_methods_of_the_api_answer_with_the_error_json(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/api/nothing")).json()["error"]["code"] == "not_found"
    answer = await client.delete(MESSAGES)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "wrong_method")
    assert "GET" in answer.headers["allow"]


async def test_messages_are_read_in_order_from_a_number_on(
    client: httpx.AsyncClient, intake: MemoryIntake
) -> None:
    await client.post(MESSAGES, json=SAID)
    intake.answer(KEY, "Ciao Giulia", buttons=("Sì", "No"))
    assert (await client.get(MESSAGES)).json() == {
        "messages": [
            {
                "n": 1,
                "from": "customer",
                "text": "Buongiorno",
                "at": "2026-12-09T12:00:00.000Z",
                "buttons": [],
            },
            {
                "n": 2,
                "from": "bot",
                "text": "Ciao Giulia",
                "at": "2026-12-09T12:00:01.000Z",
                "buttons": ["Sì", "No"],
            },
        ]
    }
    assert [line["n"] for line in (await client.get(MESSAGES, params={"after": 1})).json()["messages"]] == [2]
    assert (await client.get("/api/chat/somebody-else/messages")).json() == {"messages": []}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(categories=("L", "N", "Cs", "Cc", "Cf", "Mn", "So", "Zs")), max_size=60),
    name=st.text(max_size=120),
)
async def test_any_text_is_stored_or_refused_never_a_crash(text: str, name: str) -> None:
    intake = MemoryIntake()
    site = build_site(chat_routes=a_channel(intake).routes(), desk_routes=[])
    body = json.dumps({"id": "m1", "text": text, "name": name})
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://chat.test") as client:
        answer = await client.post(MESSAGES, content=body)
        following = await client.post(MESSAGES, json={**SAID, "id": "m2"})
    assert answer.status_code in {202, 422}
    assert len(intake.accepted) == (2 if answer.status_code == 202 else 1)
    assert following.status_code == 202


async def test_a_message_counts_as_sent_when_it_is_settled(channel: WebChannel) -> None:
    outbound = Outbound(
        id=17,
        channel="web",
        account=channel.account,
        conversation_id=1,
        conversation_key=KEY,
        letter=Letter(purpose=Purpose.ANSWER, text="Ciao"),
        attempt=1,
        queued_at=NOON,
        first_attempt_at=NOON,
    )
    assert await channel.send(outbound) == Sent(id="web:17")
    assert await channel.reconcile(outbound) == Absent()
    assert (await channel.health()).standing is Standing.OK
    assert channel.traits == TRAITS


async def test_running_ends_when_the_channel_is_closed(channel: WebChannel) -> None:
    running = asyncio.create_task(channel.run())
    await channel.close()
    await asyncio.wait_for(running, PATIENCE)
