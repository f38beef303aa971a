"""The fake X keeps the rules of the real one: otherwise the connector's tests would prove nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from oauthlib.oauth1 import Client

from bot.testing.x import FakeX, World, fake_x
from bot.testing.x.refusals import BLOCKED, DUPLICATE, GONE, NOT_SUMMONED, TOO_LONG
from bot.testing.x.world import first_id

GIULIA, MARCO = 501, 502
FIELDS = "author_id,created_at,conversation_id,in_reply_to_user_id,entities,referenced_tweets,note_tweet"


@pytest.fixture
async def fake() -> AsyncIterator[FakeX]:
    async with fake_x() as server:
        yield server


async def call(
    fake: FakeX, method: str, path: str, body: object = None, *, signed: bool = True, **params: Any
) -> httpx.Response:
    url = f"{fake.base_url}{path}"
    if params:
        url += "?" + urlencode({name.replace("__", "."): value for name, value in params.items()})
    world = fake.world
    owner = Client(world.consumer_key, world.consumer_secret, world.token, world.token_secret)
    _, headers, _ = owner.sign(url, method)
    async with httpx.AsyncClient() as client:
        return await client.request(method, url, json=body, headers=headers if signed else {}, timeout=5)


async def post(fake: FakeX, text: str, reply_to: int | None = None, **reply: object) -> httpx.Response:
    body: dict[str, Any] = {"text": text}
    if reply_to is not None:
        body["reply"] = {"in_reply_to_tweet_id": str(reply_to), **reply}
    return await call(fake, "POST", "/2/tweets", body)


async def mentions(fake: FakeX, **params: Any) -> Any:
    answer = await call(fake, "GET", f"/2/users/{fake.world.brand}/mentions", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(answer: Any) -> list[int]:
    return [int(item["id"]) for item in answer.get("data", [])]


def detail(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["detail"])


async def test_a_request_must_be_signed_over_its_real_address(fake: FakeX) -> None:
    assert (await call(fake, "GET", "/2/users/me")).status_code == 200
    assert (await call(fake, "GET", "/2/users/me", signed=False)).status_code == 401
    elsewhere = fake.base_url.replace("127.0.0.1", "localhost")
    world = fake.world
    owner = Client(world.consumer_key, world.consumer_secret, world.token, world.token_secret)
    _, headers, _ = owner.sign(f"{elsewhere}/2/users/me", "GET")
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{fake.base_url}/2/users/me", headers=headers)).status_code == 401


async def test_a_signature_counts_once_and_not_with_a_clock_that_is_wrong(fake: FakeX) -> None:
    url, world = f"{fake.base_url}/2/users/me", fake.world
    owner = Client(world.consumer_key, world.consumer_secret, world.token, world.token_secret)
    _, headers, _ = owner.sign(url, "GET")
    async with httpx.AsyncClient() as client:
        first, second = [(await client.get(url, headers=headers)).status_code for _ in range(2)]
    assert (first, second) == (200, 401)
    real = world.now
    world.now = lambda: real() + 600
    assert (await call(fake, "GET", "/2/users/me")).status_code == 401


async def test_a_revoked_token_is_refused(fake: FakeX) -> None:
    fake.world.revoked = True
    assert (await call(fake, "GET", "/2/users/me")).status_code == 401


async def test_mentions_come_newest_first_after_the_since_id_a_page_at_a_time(fake: FakeX) -> None:
    said = [fake.world.say(GIULIA, f"@volomobile {n}", age=100 - n) for n in range(12)]
    fake.world.say(GIULIA, "senza nome")
    first = await mentions(fake, since_id=said[0], max_results=5)
    assert ids(first) == said[:6:-1]
    assert first["meta"]["newest_id"] == str(said[-1])
    rest = await mentions(
        fake, since_id=said[0], max_results=100, pagination_token=first["meta"]["next_token"]
    )
    assert ids(rest) == said[6:0:-1]
    assert "next_token" not in rest["meta"]
    assert await mentions(fake, since_id=said[-1]) == {"meta": {"result_count": 0}}


async def test_only_the_last_800_mentions_can_be_read(fake: FakeX) -> None:
    said = [fake.world.say(GIULIA, f"@volomobile {n}", age=2000 - n) for n in range(803)]
    token: dict[str, Any] = {}
    found: list[int] = []
    while True:
        page = await mentions(fake, max_results=100, **token)
        found += ids(page)
        if "next_token" not in page["meta"]:
            break
        token = {"pagination_token": page["meta"]["next_token"]}
    assert found == said[:2:-1]


async def test_untidy_pages_are_shuffled_and_repeat_an_item(fake: FakeX) -> None:
    fake.world.untidy = True
    said = [fake.world.say(GIULIA, f"@volomobile {n}", age=100 - n) for n in range(10)]
    first = await mentions(fake, max_results=5)
    second = await mentions(fake, max_results=5, pagination_token=first["meta"]["next_token"])
    assert ids(first) != sorted(ids(first), reverse=True)
    assert set(ids(first)) & set(ids(second))
    assert set(ids(first)) | set(ids(second)) == set(said)


async def test_a_late_post_is_shown_later_with_its_older_id(fake: FakeX) -> None:
    late = fake.world.say(GIULIA, "@volomobile tardi", age=5, late=60)
    shown = fake.world.say(MARCO, "@volomobile subito")
    assert late < shown
    assert ids(await mentions(fake)) == [shown]
    real = fake.world.now
    fake.world.now = lambda: real() + 61
    assert ids(await mentions(fake)) == [shown, late]


async def test_an_edit_has_a_new_id_and_the_old_one_in_its_history(fake: FakeX) -> None:
    first = fake.world.say(GIULIA, "@volomobile uno", age=10)
    second = fake.world.edit(first, "@volomobile due")
    (shown,) = (await mentions(fake))["data"]
    assert shown["text"] == "@volomobile due"
    assert shown["edit_history_tweet_ids"] == [str(first), str(second)]


async def test_only_the_fields_asked_for_are_shown_in_either_spelling(fake: FakeX) -> None:
    root = fake.world.say(MARCO, "@volomobile <aiuto> https://example.com/pagina", age=9)
    fake.world.say(GIULIA, "anche io", reply_to=root)
    (plain, _) = (await mentions(fake))["data"]
    assert set(plain) == {"id", "text", "edit_history_tweet_ids"}
    assert plain["text"].startswith("@user_502 @volomobile anche io")
    asked: dict[str, Any] = {
        "tweet__fields": FIELDS,
        "expansions": "author_id,referenced_tweets.id",
        "user__fields": "public_metrics",
    }
    whole = await mentions(fake, **asked)
    reply, post = whole["data"]
    assert reply["referenced_tweets"] == [{"type": "replied_to", "id": str(root)}]
    assert reply["in_reply_to_user_id"] == str(MARCO)
    assert "&lt;aiuto&gt; https://t.co/" in post["text"]
    assert post["entities"]["urls"][0]["expanded_url"] == "https://example.com/pagina"
    assert whole["includes"]["users"][0]["public_metrics"]["followers_count"] == 120
    assert whole["includes"]["tweets"][0]["id"] == str(root)
    fake.world.new_names = True
    newer = await mentions(fake, **asked)
    assert newer["data"][0]["referenced_posts"]
    assert newer["includes"]["posts"]


async def test_a_long_post_is_cut_unless_the_whole_is_asked_for(fake: FakeX) -> None:
    fake.world.say(GIULIA, "@volomobile " + "parola " * 60)
    (cut,) = (await mentions(fake))["data"]
    assert cut["text"].endswith("…")
    (whole,) = (await mentions(fake, tweet__fields="note_tweet"))["data"]
    assert whole["note_tweet"]["text"].count("parola") == 60


async def test_a_reply_inherits_the_mentions_that_are_not_left_out(fake: FakeX) -> None:
    fake.world.person(MARCO)
    asked = fake.world.say(GIULIA, "@volomobile @user_502 guardate", age=9)
    assert (await post(fake, "Ciao!", asked)).status_code == 201
    assert (await post(fake, "Ecco.", asked, exclude_reply_user_ids=[str(MARCO)])).status_code == 201
    assert [item.text for item in fake.world.posts] == ["@user_501 @user_502 Ciao!", "@user_501 Ecco."]


async def test_the_same_words_to_the_same_people_are_refused(fake: FakeX) -> None:
    first = fake.world.say(GIULIA, "@volomobile a", age=9)
    second = fake.world.say(MARCO, "@volomobile b", age=8)
    assert (await post(fake, "Ciao!", first)).status_code == 201
    assert detail(await post(fake, "Ciao!", first)) == (403, DUPLICATE)
    assert (await post(fake, "Ciao!", second)).status_code == 201
    fake.world.strict = True
    third = fake.world.say(503, "@volomobile c", age=7)
    assert detail(await post(fake, "Ciao!", third)) == (403, DUPLICATE)
    assert len(fake.world.posts) == 2


async def test_a_reply_that_nobody_asked_for_is_refused(fake: FakeX) -> None:
    stranger = fake.world.say(GIULIA, "che operatore pessimo", age=9)
    assert detail(await post(fake, "Ciao!", stranger)) == (403, NOT_SUMMONED)
    own = int((await post(fake, "Buongiorno a tutti")).json()["data"]["id"])
    quoting = fake.world.say(MARCO, "ma davvero?", quote=own)
    assert (await post(fake, "Davvero!", quoting)).status_code == 201


async def test_a_reply_to_what_is_gone_or_to_who_blocks_is_refused(fake: FakeX) -> None:
    gone, blocking = fake.world.say(GIULIA, "@volomobile a", age=9), fake.world.say(MARCO, "@volomobile b")
    fake.world.timeline[gone].deleted = True
    fake.world.blocking.add(MARCO)
    assert detail(await post(fake, "Ciao!", gone)) == (403, GONE)
    assert detail(await post(fake, "Ciao!", blocking)) == (403, BLOCKED)


async def test_length_is_weighed_as_x_does(fake: FakeX) -> None:
    asked = fake.world.say(GIULIA, "@volomobile a")
    assert detail(await post(fake, "€" * 141, asked)) == (403, TOO_LONG)
    assert (await post(fake, "€" * 140, asked)).status_code == 201
    assert (await post(fake, " ", asked)).status_code == 400


async def test_a_search_finds_words_and_goes_back_a_week_and_no_further(fake: FakeX) -> None:
    found = fake.world.say(GIULIA, "Volo Mobile non va", age=9)
    fake.world.say(MARCO, "tutto bene")
    path, day = "/2/tweets/search/recent", 86400.0
    query = "volo mobile -from:user_502"
    since = first_id(fake.world.now() - 6 * day)
    answer = await call(fake, "GET", path, query=query, since_id=since)
    assert ids(answer.json()) == [found]
    assert (
        await call(fake, "GET", path, query=query, since_id=since - (2 * 86400000 << 22))
    ).status_code == 400


async def test_messages_are_private_newest_first_and_refused_by_who_blocks(fake: FakeX) -> None:
    told = [fake.world.tell(GIULIA, f"ciao {n}", age=10 - n) for n in range(3)]
    answer = await call(fake, "GET", "/2/dm_events", dm_event__fields="sender_id,created_at", max_results=2)
    assert ids(answer.json()) == told[:0:-1]
    assert answer.json()["data"][0]["sender_id"] == str(GIULIA)
    path = f"/2/dm_conversations/with/{GIULIA}/messages"
    assert (await call(fake, "POST", path, {"text": "Ciao!"})).status_code == 201
    with_giulia = await call(fake, "GET", f"/2/dm_conversations/with/{GIULIA}/dm_events", max_results=1)
    assert with_giulia.json()["data"][0]["text"] == "Ciao!"
    fake.world.blocking.add(GIULIA)
    assert (await call(fake, "POST", path, {"text": "Ciao?"})).status_code == 403


async def test_each_endpoint_has_its_own_window_told_in_headers(fake: FakeX) -> None:
    answers = [await call(fake, "GET", "/2/dm_events") for _ in range(16)]
    assert [answer.status_code for answer in answers] == [200] * 15 + [429]
    left = [answer.headers["x-rate-limit-remaining"] for answer in answers]
    assert left == [str(n) for n in (*range(14, -1, -1), 0)]
    assert (await call(fake, "GET", "/2/users/me")).headers["x-rate-limit-limit"] == "75"
    reset = int(answers[-1].headers["x-rate-limit-reset"])
    assert 890 <= reset - fake.world.now() <= 900


async def test_everything_costs_and_what_is_read_costs_once_a_day(fake: FakeX) -> None:
    asked = fake.world.say(GIULIA, "@volomobile a")
    for _ in range(3):
        await mentions(fake)
    assert fake.bill.total == Decimal("0.001")
    await post(fake, "Ciao!", asked)
    await post(fake, "Buongiorno")
    await post(fake, "Leggi assistenza.il pacco")
    assert fake.bill.total == Decimal("0.001") + Decimal("0.010") + Decimal("0.015") + Decimal("0.200")


@pytest.mark.parametrize(("kind", "made"), [("cut_before", 0), ("cut_after", 1)])
async def test_a_connection_is_cut_before_or_after_posting(fake: FakeX, kind: str, made: int) -> None:
    asked = fake.world.say(GIULIA, "@volomobile a")
    fake.fault("POST /2/tweets", kind)
    with pytest.raises(httpx.HTTPError):
        await post(fake, "Ciao!", asked)
    assert [item.answered for item in fake.world.posts] == [False] * made
    assert fake.calls == [("POST /2/tweets", 0)]


@pytest.mark.parametrize(
    ("kind", "value", "status", "kept"),
    [
        ("error", 503, 503, "application/json"),
        ("html", 503, 503, "text/html"),
        ("odd", 0, 200, "application/json"),
        ("errors", 0, 200, "application/json"),
        ("slow_down", 30, 429, "application/json"),
        ("slow_down_bare", 0, 429, "text/plain"),
    ],
)
async def test_what_goes_wrong_takes_nothing(
    fake: FakeX, kind: str, value: float, status: int, kept: str
) -> None:
    asked = fake.world.say(GIULIA, "@volomobile a")
    fake.fault("POST /2/tweets", kind, value=value)
    answer = await post(fake, "Ciao!", asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, kept)
    assert ("x-rate-limit-reset" in answer.headers) == (kind == "slow_down")
    assert fake.world.posts == []
    assert (await post(fake, "Ciao!", asked)).status_code == 201


async def test_it_comes_back_at_the_same_address(fake: FakeX) -> None:
    address = fake.base_url
    await fake.stop()
    with pytest.raises(httpx.ConnectError):
        await call(fake, "GET", "/2/users/me")
    await fake.start()
    assert fake.base_url == address
    assert (await call(fake, "GET", "/2/users/me")).status_code == 200


async def test_a_fault_that_does_not_exist_is_a_mistake_of_the_tests(fake: FakeX) -> None:
    with pytest.raises(ValueError, match="POST /2/posts"):
        fake.fault("POST /2/posts", "html")


async def test_as_a_program_it_prints_its_address_and_keys_and_is_moved_from_outside() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.testing.x", stdout=subprocess.PIPE
    )
    try:
        assert program.stdout is not None
        address = (await asyncio.wait_for(program.stdout.readline(), 30)).decode().strip()
        lines = [(await asyncio.wait_for(program.stdout.readline(), 30)).decode() for _ in range(4)]
        shown = dict(line.strip().split("=", 1) for line in lines)
        assert (shown["X_CONSUMER_KEY"], shown["X_ACCESS_TOKEN"]) == (World().consumer_key, World().token)
        async with httpx.AsyncClient() as client:
            said = {"author": GIULIA, "words": "@volomobile ciao"}
            number = (await client.post(f"{address}/control/say", json=said)).json()["result"]
            state = (await client.post(f"{address}/control/state")).json()["result"]
            wrong = await client.post(f"{address}/control/say", json={"autor": GIULIA})
            await client.post(f"{address}/control/delete", json={"number": number})
        assert wrong.status_code == 400
        assert "autor" in wrong.json()["error"]
        assert number > 0
        assert state == {"calls": [], "spent": "0"}
        assert json.dumps(state)
    finally:
        program.terminate()
        await program.wait()
