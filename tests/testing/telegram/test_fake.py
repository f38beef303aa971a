"""The fake Bot API server keeps the real one's rules: otherwise the connector's tests would prove nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

import httpx
import pytest

from bot.testing.telegram import FakeTelegram, fake_telegram
from bot.testing.telegram.queue import KEPT
from tests.channels.telegram.rig import CHAT
from tests.support.patience import PATIENCE


async def call(fake: FakeTelegram, method: str, **params: Any) -> tuple[int, Any]:
    url = f"{fake.base_url}{fake.world.token}/{method}"
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json=params, timeout=5)
    body = answer.json()
    return answer.status_code, body.get("result", body)


def numbers(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_an_offset_confirms_all_that_is_lower_and_nothing_else(fake: FakeTelegram) -> None:
    first, second, third = (fake.world.say(CHAT, text) for text in ("a", "b", "c"))
    for _ in range(2):
        _, updates = await call(fake, "getUpdates")
        assert numbers(updates) == [first, second, third]
    _, updates = await call(fake, "getUpdates", offset=second)
    assert numbers(updates) == [second, third]
    assert fake.world.confirmed == [first]
    _, updates = await call(fake, "getUpdates", limit=1)
    assert numbers(updates) == [second]


async def test_a_negative_offset_forgets_all_but_the_last(fake: FakeTelegram) -> None:
    for text in ("a", "b", "c"):
        last = fake.world.say(CHAT, text)
    _, updates = await call(fake, "getUpdates", offset=-1)
    assert numbers(updates) == [last]
    assert fake.world.unconfirmed() == [last]


async def test_an_offset_from_the_future_confirms_nothing(fake: FakeTelegram) -> None:
    number = fake.world.say(CHAT, "a")
    _, updates = await call(fake, "getUpdates", offset=number + 1000)
    assert numbers(updates) == [number]


async def test_updates_are_kept_for_a_day() -> None:
    now = [1_000_000.0]
    async with fake_telegram(now=lambda: now[0]) as fake:
        fake.world.say(CHAT, "a")
        now[0] += KEPT
        assert len(fake.world.unconfirmed()) == 1
        now[0] += 1
        assert fake.world.unconfirmed() == []


async def test_a_long_poll_ends_as_soon_as_there_is_something(fake: FakeTelegram) -> None:
    poll = asyncio.create_task(call(fake, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    assert not poll.done()
    number = fake.world.say(CHAT, "a")
    _, updates = await asyncio.wait_for(poll, PATIENCE)
    assert numbers(updates) == [number]


async def test_a_long_poll_with_nothing_to_say_ends_empty(fake: FakeTelegram) -> None:
    assert await call(fake, "getUpdates", timeout=0.05) == (200, [])


async def test_a_newer_poll_ends_the_older_with_409(fake: FakeTelegram) -> None:
    older = asyncio.create_task(call(fake, "getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(call(fake, "getUpdates", timeout=0.1))
    status, body = await asyncio.wait_for(older, PATIENCE)
    assert status == 409
    assert "terminated by other getUpdates" in body["description"]
    assert (await newer)[0] == 200


async def test_a_webhook_ends_polling_with_409(fake: FakeTelegram) -> None:
    await call(fake, "setWebhook", url="https://example.org/")
    assert (await call(fake, "getUpdates"))[0] == 409
    assert (await call(fake, "getWebhookInfo"))[1]["url"] == "https://example.org/"
    await call(fake, "deleteWebhook")
    assert (await call(fake, "getUpdates"))[0] == 200


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"url": "http://example.org/"}, "HTTPS URL"),
        ({"url": "https://example.org:9000/"}, "ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org/", "secret_token": "no spaces"}, "unallowed characters"),
        ({"url": "https://example.org/", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_webhook_telegram_would_not_take_is_refused(
    fake: FakeTelegram, params: dict[str, Any], says: str
) -> None:
    status, body = await call(fake, "setWebhook", **params)
    assert status == 400
    assert says in body["description"]


async def test_kinds_not_asked_for_are_not_queued(fake: FakeTelegram) -> None:
    await call(fake, "getUpdates", allowed_updates=["message"])
    assert fake.world.block(CHAT) == 0
    assert fake.world.unconfirmed() == []


@pytest.mark.parametrize(
    ("params", "status", "says"),
    [
        ({"chat_id": CHAT, "text": "😀" * 2048}, 200, ""),
        ({"chat_id": CHAT, "text": "😀" * 2048 + "a"}, 400, "too long"),
        ({"chat_id": CHAT, "text": " "}, 400, "text is empty"),
        ({"chat_id": 1, "text": "a"}, 400, "chat not found"),
        ({"text": "a"}, 400, "chat_id is empty"),
        ({"chat_id": CHAT, "text": "a", "reply_parameters": {"message_id": 9}}, 400, "replied not found"),
        (
            {
                "chat_id": CHAT,
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "c" * 65}]]},
            },
            400,
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_what_the_bot_api_refuses_is_refused(
    fake: FakeTelegram, params: dict[str, Any], status: int, says: str
) -> None:
    got, body = await call(fake, "sendMessage", **params)
    assert got == status
    assert says in json.dumps(body)


async def test_a_blocked_chat_is_forbidden(fake: FakeTelegram) -> None:
    fake.world.block(CHAT)
    status, body = await call(fake, "sendMessage", chat_id=CHAT, text="a")
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")


async def test_a_chat_takes_one_a_second_and_the_bot_thirty() -> None:
    now = [1000.0]
    async with fake_telegram(now=lambda: now[0], limits=True) as fake:
        for chat in range(1, 33):
            fake.world.person(chat)
        assert (await call(fake, "sendMessage", chat_id=1, text="a"))[0] == 200
        status, body = await call(fake, "sendMessage", chat_id=1, text="b")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        for chat in range(2, 31):
            assert (await call(fake, "sendMessage", chat_id=chat, text="a"))[0] == 200
        assert (await call(fake, "sendMessage", chat_id=31, text="a"))[0] == 429
        now[0] += 1
        assert (await call(fake, "sendMessage", chat_id=31, text="a"))[0] == 200


async def test_a_wrong_token_is_401_and_a_malformed_one_404(fake: FakeTelegram) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{fake.base_url}4242:no/getMe")).status_code == 401
        assert (await client.get(f"{fake.base_url}no/getMe")).status_code == 404


async def test_editing_twice_to_the_same_text_says_not_modified(fake: FakeTelegram) -> None:
    _, sent = await call(fake, "sendMessage", chat_id=CHAT, text="a")
    edit = {"chat_id": CHAT, "message_id": sent["message_id"], "text": "b"}
    assert (await call(fake, "editMessageText", **edit))[0] == 200
    status, body = await call(fake, "editMessageText", **edit)
    assert status == 400
    assert "not modified" in body["description"]


async def test_a_press_is_confirmed_once(fake: FakeTelegram) -> None:
    markup = {"inline_keyboard": [[{"text": "Sì", "callback_data": "0"}]]}
    await call(fake, "sendMessage", chat_id=CHAT, text="a", reply_markup=markup)
    fake.world.press(CHAT, "Sì")
    (press,) = fake.world.open_presses
    assert (await call(fake, "answerCallbackQuery", callback_query_id=press))[0] == 200
    assert (await call(fake, "answerCallbackQuery", callback_query_id=press))[0] == 400


@pytest.mark.parametrize(("kind", "posts"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_cut_connection_shows_the_client_an_error_whatever_was_done(
    fake: FakeTelegram, kind: str, posts: int
) -> None:
    fake.fault("sendMessage", kind)
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        await call(fake, "sendMessage", chat_id=CHAT, text="a")
    assert [post.answered for post in fake.world.posts] == [False] * posts


def test_it_also_runs_as_a_program_with_controls() -> None:
    program = [sys.executable, "-m", "bot.testing.telegram"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            base = server.stdout.readline().strip()
            with httpx.Client(base_url=base.removesuffix("/bot"), timeout=5) as client:
                client.post("/control/say", json={"chat": CHAT, "text": "ciao"})
                token = "4242:AAF-fake_token_of_a_fake_bot"
                client.post(f"/bot{token}/sendMessage", data={"chat_id": str(CHAT), "text": "eccoci"})
                client.post("/control/group", json={"chat": -7, "people": [CHAT]})
                client.post("/control/say_in", json={"chat": -7, "person": CHAT, "text": "/start@volo_bot"})
                client.post("/control/connect", json={"business": "shop", "owner": 900})
                client.post("/control/business", json={"business": "shop", "chat": CHAT, "text": "ehi"})
                assert client.get("/control/nothing").status_code == 404
                plainly = client.post("/control/say", content=b'{"chat": 9, "text": "senza intestazione"}')
                assert plainly.status_code == 200
                for body, told in ((b'{"chat": 9}', "'text'"), (b"[]", "JSON object"), (b"{", "say: ")):
                    wrong = client.post("/control/say", content=body)
                    assert wrong.status_code == 400
                    assert told in wrong.json()["error"]
                posts = client.get("/control/posts").json()["result"]
                assert [post["text"] for post in posts] == ["eccoci"]
                assert len(client.get("/control/state").json()["result"]["unconfirmed"]) == 3, (
                    "business was not asked for"
                )
        finally:
            server.terminate()
