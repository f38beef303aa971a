"""The webhook's door over real sockets: open to X only, 200 once on disk, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1
from typing import Any

import httpx
import pytest

from bot.channels.x.activity.door import BIGGEST, HEADER
from bot.channels.x.connector import X
from bot.errors import SetupError
from bot.model.message import InboundKind, Surface
from bot.testing.x import FakeX
from bot.testing.x.activity import KINDS
from bot.testing.x.delivery import CHALLENGE
from tests.channels.x.activity.rig import URL, ask, post, served
from tests.channels.x.rig import GIULIA, MARCO, POST, Waits, connector, reply, until
from tests.contracts.channel import running
from tests.contracts.door import DoorContract
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

BEFORE = "the-secret-that-was-changed-yesterday"


@pytest.fixture
async def channel(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> AsyncIterator[X]:
    made = connector(fake, intake, Waits(), clock, webhook=URL, consumer_secret_before=BEFORE)
    yield made
    await made.close()


@pytest.fixture
async def door(fake: FakeX, channel: X) -> AsyncIterator[str]:
    """Where X posts, as it is on loopback; nothing is polled, so that the door alone is seen."""
    async with served(fake, channel) as address:
        yield address


def event(fake: FakeX, number: int, kind: str = "post.mention.create") -> bytes:
    """Write the event about something written, as X would send it."""
    world, registry = fake.world, fake.app.registry
    registry.subscriptions = [{"event_type": kind, "filter": {"user_id": str(world.brand)}}]
    made = world.timeline.get(number) or next(item for item in world.messages if item.id == number)
    ((found, _),) = registry.events(made)
    registry.subscriptions = []
    return json.dumps(found).encode()


def mention(fake: FakeX, words: str = "@volomobile siete aperti?") -> bytes:
    return event(fake, fake.world.say(GIULIA, words))


async def test_an_event_that_x_signed_is_stored(fake: FakeX, door: str, intake: MemoryIntake) -> None:
    body = mention(fake)
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    (said,) = intake.messages
    assert (said.text, said.conversation_key) == ("siete aperti?", f"post:{GIULIA}")
    assert (said.surface, said.author.handle, said.silence_because) == (Surface.PUBLIC, "user_501", "")


async def test_only_the_right_signature_opens(fake: FakeX, door: str, intake: MemoryIntake) -> None:
    body = mention(fake)
    right = fake.app.courier.signed(body)
    changed = body.replace(b"aperti", b"chiusi")
    wrong: list[tuple[bytes, list[str | bytes]]] = [
        (body, []),
        (body, [""]),
        (body, [right[:-1]]),
        (body, [right + "="]),
        (body, [right.swapcase()]),
        (body, [right.lower()]),
        (body, [right.removeprefix("sha256=")]),
        (body, [right.replace("sha256", "sha1")]),
        (body, [f"sha1={sha1(body, usedforsecurity=False).hexdigest()}"]),
        (body, ["sha256=è così"]),
        (body, [b"\xff\xfe"]),
        (body, ["sha256=" + "A" * 5000]),
        (body, [fake.app.courier.signed(body, secret="another-secret")]),
        (body, [fake.app.courier.signed(body, secret=fake.world.token_secret)]),
        (body, [right, right]),
        (changed, [right]),
        (body + b" ", [right]),
        (b"", [right]),
    ]
    for sent, shown in wrong:
        answer = await post(door, sent, *shown)
        assert (answer.status_code, answer.content) == (401, b""), shown
    assert not intake.batches
    assert (await post(door, body, right)).status_code == 200
    assert len(intake.rows) == 1


async def test_while_the_secret_is_changed_the_old_one_opens_too(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    body = mention(fake)
    assert (await post(door, body, fake.app.courier.signed(body, secret=BEFORE))).status_code == 200
    assert len(intake.rows) == 1
    proof = (await ask(door, CHALLENGE)).json()["response_token"]
    assert proof == fake.app.courier.signed(CHALLENGE.encode()), "the new one proves who we are"


NO_EVENTS = (b"12345678", b"[]", b'"AAAAAAAA"', b"{", b"null", b"\xff\xfe", b"[" * 50_000)


@pytest.mark.parametrize("body", NO_EVENTS)
async def test_what_is_signed_but_no_event_is_refused(
    fake: FakeX, door: str, intake: MemoryIntake, body: bytes
) -> None:
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 400
    assert not intake.batches


async def test_the_challenge_is_answered(fake: FakeX, door: str) -> None:
    answer = await ask(door, CHALLENGE)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"response_token": fake.app.courier.signed(CHALLENGE.encode())}


async def test_no_challenge_has_a_forgery_signed(fake: FakeX, door: str, intake: MemoryIntake) -> None:
    forged = mention(fake).decode()
    tokens = [forged, '{"data":1}', "<script>", "short", "", "a" * 257, "spaced out token", "tòken-tòken"]
    for token in tokens:
        answer = await ask(door, token)
        assert answer.status_code == 400
        assert b"response_token" not in answer.content
        assert token.encode() not in answer.content or not token
    assert (await ask(door)).status_code == 400
    assert (await ask(door, CHALLENGE, CHALLENGE)).status_code == 400
    number = "12345678"  # a token, and JSON as well
    proof = (await ask(door, number)).json()["response_token"]
    assert (await post(door, number.encode(), proof)).status_code == 400
    assert not intake.batches


async def test_without_a_secret_it_does_not_start(fake: FakeX, intake: MemoryIntake) -> None:
    with pytest.raises(SetupError, match="consumer_secret"):
        connector(fake, intake, webhook=URL, consumer_secret="")


async def test_ten_thousand_replays_change_nothing(fake: FakeX, door: str, intake: MemoryIntake) -> None:
    body = mention(fake)
    headers = {HEADER: fake.app.courier.signed(body)}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for _ in range(10_000):
            assert (await client.post(door, content=body, headers=headers)).status_code == 200
    assert (len(intake.rows), len(intake.batches)) == (1, 1)


async def test_a_replay_after_a_restart_changes_nothing(
    fake: FakeX, door: str, intake: MemoryIntake, clock: StandingClock
) -> None:
    body = mention(fake)
    shown = fake.app.courier.signed(body)
    assert (await post(door, body, shown)).status_code == 200
    again = connector(fake, intake, Waits(), clock, webhook=URL)
    async with served(fake, again) as address:
        assert (await post(address, body, shown)).status_code == 200
    await again.close()
    assert (len(intake.rows), intake.duplicates) == (1, 1)


async def test_what_is_older_than_two_days_goes_to_people(
    fake: FakeX, door: str, intake: MemoryIntake, clock: StandingClock
) -> None:
    body = mention(fake)
    clock.move(timedelta(hours=48, seconds=1))
    for _ in range(3):
        assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    (late,) = intake.set_aside
    assert "two days ago" in late.reason
    assert not intake.messages


async def test_an_event_that_cannot_be_stored_is_not_taken(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    body = mention(fake)
    intake.broken = True
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 503
    intake.broken = False
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert len(intake.rows) == 1


async def test_nothing_is_acknowledged_before_it_is_stored(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    body = mention(fake)
    intake.open.clear()
    asking = asyncio.create_task(post(door, body, fake.app.courier.signed(body)))
    await asyncio.wait_for(intake.asked.wait(), PATIENCE)
    assert not asking.done()
    intake.open.set()
    assert (await asking).status_code == 200


@pytest.mark.parametrize("size", [BIGGEST + 1, 300_000])
async def test_a_body_too_large_is_refused(fake: FakeX, door: str, intake: MemoryIntake, size: int) -> None:
    body = b'{"data":"' + b"x" * (size - 11) + b'"}'
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 413
    assert not intake.batches


@pytest.mark.parametrize(
    "change",
    [
        {"payload": None},
        {"payload": {"id": "x"}},
        {"filter": None},
        {"payload": {"direct_message_events": [{"id": "1"}]}, "event_type": "dm.received"},
        {"payload": {"direct_message_events": 3}, "event_type": "dm.received"},
    ],
)
async def test_an_event_that_cannot_be_read_is_set_aside(
    fake: FakeX, door: str, intake: MemoryIntake, change: dict[str, Any]
) -> None:
    whole = json.loads(mention(fake))
    whole["data"] |= change
    body = json.dumps(whole).encode()
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    (odd,) = intake.set_aside
    assert "cannot be read" in odd.reason


async def test_a_delivery_without_data_is_set_aside(fake: FakeX, door: str, intake: MemoryIntake) -> None:
    body = b'{"errors": [{"title": "Disconnect"}]}'
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert len(intake.set_aside) == 1


@pytest.mark.parametrize("change", [{"event_type": "like.create"}, {"filter": {"user_id": "999"}}])
async def test_what_is_not_about_the_account_is_nothing(
    fake: FakeX, door: str, intake: MemoryIntake, change: dict[str, Any]
) -> None:
    whole = json.loads(mention(fake))
    whole["data"] |= change
    body = json.dumps(whole).encode()
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert not intake.rows


async def test_a_mention_and_a_reply_event_of_one_post_are_one_message(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    world = fake.world
    ours = world.write(world.brand, "Novità!").id
    number = world.say(GIULIA, "@volomobile davvero?", reply_to=ours)
    for kind in ("post.mention.create", "post.reply.create"):
        body = event(fake, number, kind)
        assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert [item.text for item in intake.messages] == ["davvero?"]


async def test_several_events_in_one_delivery_are_all_stored(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    found = [json.loads(mention(fake, f"@volomobile {word}"))["data"] for word in ("uno", "due")]
    body = json.dumps({"data": found}).encode()
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert [item.text for item in intake.messages] == ["uno", "due"]


async def test_direct_messages_and_what_a_person_answers_elsewhere_come_by_events(
    fake: FakeX, door: str, intake: MemoryIntake
) -> None:
    world = fake.world
    asked = world.say(GIULIA, "@volomobile ci siete?")
    bodies = [
        event(fake, world.tell(MARCO, "ho un problema & https://volo.example/x"), "dm.received"),
        event(fake, world.tell_elsewhere(MARCO, "Ciao Marco, sono Francesca"), "dm.sent"),
        event(fake, world.answer_elsewhere(asked, "Sì, eccoci"), "post.create"),
    ]
    for body in bodies:
        assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert [(item.kind, item.conversation_key, item.text) for item in intake.messages] == [
        (InboundKind.MESSAGE, f"dm:{MARCO}", "ho un problema & https://volo.example/x"),
        (InboundKind.TAKE_OVER, f"dm:{MARCO}", "Ciao Marco, sono Francesca"),
        (InboundKind.MESSAGE, f"dm:{MARCO}", "Ciao Marco, sono Francesca"),
        (InboundKind.TAKE_OVER, f"post:{GIULIA}", "Sì, eccoci"),
        (InboundKind.MESSAGE, f"post:{GIULIA}", "Sì, eccoci"),
    ]
    assert intake.messages[0].author.name == "Giulia"


async def test_what_is_being_sent_comes_back_as_an_event_before_its_answer_and_takes_nothing_over(
    fake: FakeX, door: str, channel: X, intake: MemoryIntake
) -> None:
    asked = fake.world.say(GIULIA, "@volomobile ci siete?")
    intake.said[f"post:{GIULIA}"] = ["Sì, eccoci"]  # the store knows it before X does
    fake.fault(POST, "cut_after")
    await channel.send(reply(asked, "Sì, eccoci"))
    body = event(fake, fake.world.posts[0].id, "post.create")
    assert (await post(door, body, fake.app.courier.signed(body))).status_code == 200
    assert not intake.rows


async def test_the_webhook_and_the_poll_bring_one_message(
    fake: FakeX, channel: X, intake: MemoryIntake
) -> None:
    async with served(fake, channel), running(channel):
        await until(lambda: len(fake.app.registry.subscriptions) == len(KINDS))
        for n in range(5):
            fake.world.say(GIULIA, f"@volomobile domanda {n}")
            fake.world.tell(MARCO, f"domanda {n}")
        await intake.until_rows(10)
        await until(lambda: fake.app.courier.idle)
        polled = fake.count("GET /2/users/:id/mentions")
        await until(lambda: fake.count("GET /2/users/:id/mentions") > polled + 2)
    assert {status for _, status in fake.app.courier.deliveries} == {200}
    assert len(intake.rows) == 10
    assert intake.duplicates


async def test_events_out_of_order_and_twice_are_each_stored_once(
    fake: FakeX, channel: X, intake: MemoryIntake
) -> None:
    fake.world.untidy = True
    async with served(fake, channel), running(channel):
        await until(lambda: len(fake.app.registry.subscriptions) == len(KINDS))
        for n in range(20):
            fake.world.say(GIULIA, f"@volomobile domanda {n}")
        await intake.until_rows(20)
        await until(lambda: fake.app.courier.idle)
    assert sorted(item.text for item in intake.messages) == sorted(f"domanda {n}" for n in range(20))


async def test_everything_sent_again_changes_nothing(fake: FakeX, channel: X, intake: MemoryIntake) -> None:
    async with served(fake, channel), running(channel):
        await until(lambda: len(fake.app.registry.subscriptions) == len(KINDS))
        for n in range(10):
            fake.world.tell(MARCO, f"domanda {n}")
        await intake.until_rows(10)
        await until(lambda: fake.app.courier.idle)
        sent = len(fake.app.courier.deliveries)
        fake.app.courier.replay()
        await until(lambda: fake.app.courier.idle)
    assert len(fake.app.courier.deliveries) == 2 * sent
    assert len(intake.rows) == 10


async def test_each_event_is_paid_for(fake: FakeX, door: str, channel: X) -> None:
    for _ in range(3):
        body = mention(fake)
        for _ in range(2):
            await post(door, body, fake.app.courier.signed(body))
    body = event(fake, fake.world.tell(MARCO, "ciao"), "dm.received")
    await post(door, body, fake.app.courier.signed(body))
    spent = channel._api.ledger.spent(channel._link.clock.now())
    assert str(spent.normalize()) == "0.025"


async def test_no_secret_and_no_words_of_a_customer_are_logged(
    fake: FakeX, channel: X, intake: MemoryIntake, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (None, "aiohttp.client", "uvicorn", "uvicorn.error", "uvicorn.access", "starlette"):
        caplog.set_level(logging.DEBUG, logger=name)
    async with served(fake, channel) as door, running(channel):
        await until(lambda: len(fake.app.registry.subscriptions) == len(KINDS))
        fake.world.say(GIULIA, "@volomobile CanarinoDellaCliente")
        await intake.until_rows(1)
        await post(door, b'{"data": "CanarinoDelBugiardo"}', "sha256=canarino")
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    world = fake.world
    secrets = [world.consumer_secret, world.token, world.token_secret, world.bearer, BEFORE]
    assert [word for word in (*secrets, "Canarino", "sha256=") if word in said] == []


@dataclass(slots=True)
class _Door:
    """X's door as the contract of all doors knocks at it."""

    intake: MemoryIntake
    fake: FakeX
    address: str
    proof: str = HEADER

    def body(self, text: str) -> bytes:
        return mention(self.fake, f"@volomobile {text}")

    def right(self, body: bytes) -> str:
        return self.fake.app.courier.signed(body)

    async def knock(self, body: bytes, *proofs: bytes) -> int:
        return (await post(self.address, body, *proofs)).status_code


class TestContract(DoorContract):
    @pytest.fixture
    async def door(self, fake: FakeX, channel: X, intake: MemoryIntake) -> AsyncIterator[_Door]:
        async with served(fake, channel) as address:
            yield _Door(intake, fake, address)
