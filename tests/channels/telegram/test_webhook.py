"""The webhook over real sockets: a door for Telegram only, 200 once on disk, nothing lost or doubled."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.parsing import ALLOWED_UPDATES
from bot.channels.telegram.webhook import HEADER, secret_of
from bot.errors import ChannelError
from bot.model.abilities import in_short
from bot.model.message import InboundKind
from bot.service.values import Sent, Standing
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, Waits, connector, outbound, until
from tests.channels.telegram.site import served
from tests.channels.telegram.updates import read_updates
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

URL = "https://volo.example:8443/bots/telegram"
UPDATE = read_updates()["text"]


class Patience:
    """A wait that ends when the test says so: `pass_by()` lets a minute go by."""

    def __init__(self) -> None:
        self.waiting = asyncio.Event()
        self._over = asyncio.Event()

    async def __call__(self, _seconds: float) -> None:
        self.waiting.set()
        await self._over.wait()
        self._over.clear()
        self.waiting.clear()

    def go_on(self) -> None:
        self.waiting.clear()
        self._over.set()

    async def pass_by(self) -> None:
        await asyncio.wait_for(self.waiting.wait(), PATIENCE)
        self.go_on()
        await asyncio.wait_for(self.waiting.wait(), PATIENCE)


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
async def channel(fake: FakeTelegram, intake: MemoryIntake, patience: Patience) -> AsyncIterator[Telegram]:
    made = connector(fake, intake, patience, webhook=URL)
    yield made
    await made.close()


@pytest.fixture
async def door(fake: FakeTelegram, channel: Telegram) -> AsyncIterator[str]:
    """Where Telegram posts, as it is on loopback; the channel runs."""
    async with served(fake, channel) as base, running(channel):
        await until(lambda: fake.world.webhook == URL)
        yield f"{base}/bots/telegram"


async def post(door: str, body: bytes, *secrets: str | bytes) -> httpx.Response:
    headers: list[tuple[bytes, bytes]] = [
        (HEADER.encode(), secret.encode() if isinstance(secret, str) else secret) for secret in secrets
    ]
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.post(door, content=body, headers=headers)


def knocked(fake: FakeTelegram, status: int) -> int:
    return sum(1 for _, code in fake.deliveries if code == status)


async def test_it_is_set_at_the_start_and_taken_away_at_the_end(
    fake: FakeTelegram, channel: Telegram
) -> None:
    async with served(fake, channel):
        async with running(channel):
            await until(lambda: fake.world.webhook == URL)
            assert fake.world.secret == secret_of(fake.world.token)
            assert fake.world.allowed == frozenset(ALLOWED_UPDATES)
            async with asyncio.timeout(PATIENCE):
                while (await channel.health()).standing is not Standing.OK:
                    await asyncio.sleep(0.002)
        assert fake.world.webhook == ""
        fake.world.say(CHAT, "mentre siamo chiusi")
        assert len(fake.world.unconfirmed()) == 1


async def test_what_was_written_before_the_start_is_delivered(
    fake: FakeTelegram, channel: Telegram, intake: MemoryIntake
) -> None:
    for word in ("uno", "due", "tre"):
        fake.world.say(CHAT, word)
    async with served(fake, channel), running(channel):
        await intake.until_rows(3)
        await until(lambda: not fake.world.unconfirmed())
    assert [message.text for message in intake.messages] == ["uno", "due", "tre"]


@pytest.mark.usefixtures("door")
async def test_nothing_is_acknowledged_before_it_is_stored(fake: FakeTelegram, intake: MemoryIntake) -> None:
    intake.open.clear()
    fake.world.say(CHAT, "uno")
    await asyncio.wait_for(intake.asked.wait(), PATIENCE)
    assert len(fake.world.unconfirmed()) == 1
    assert fake.deliveries == []
    intake.open.set()
    await until(lambda: not fake.world.unconfirmed())
    assert len(intake.rows) == 1


@pytest.mark.usefixtures("door")
async def test_what_could_not_be_stored_comes_again(fake: FakeTelegram, intake: MemoryIntake) -> None:
    intake.broken = True
    fake.world.say(CHAT, "uno")
    await until(lambda: knocked(fake, 503) >= 2)
    assert len(fake.world.unconfirmed()) == 1
    intake.broken = False
    await until(lambda: not fake.world.unconfirmed())
    assert [message.text for message in intake.messages] == ["uno"]


@pytest.mark.usefixtures("door")
async def test_what_was_stored_without_an_answer_comes_again_and_is_stored_once(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    intake.dies_after_storing = True
    fake.world.say(CHAT, "uno")
    await until(lambda: not fake.world.unconfirmed())
    assert (intake.duplicates, len(intake.rows)) == (1, 1)


@pytest.mark.usefixtures("door")
async def test_a_message_whose_account_cannot_be_asked_for_now_comes_again(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.businesses["shop"] = {
        "id": "shop",
        "user": fake.world.person(900),
        "is_enabled": True,
        "rights": {"can_reply": True},
    }
    fake.fault("getBusinessConnection", "error", times=2)
    fake.world.write_business("shop", CHAT, "eccomi", owner=True)
    await until(lambda: not fake.world.unconfirmed())
    assert knocked(fake, 503) == 2
    assert [item.kind for item in intake.messages] == [InboundKind.TAKE_OVER, InboundKind.MESSAGE]


async def test_a_thousand_replays_of_one_update_are_one_message(
    fake: FakeTelegram, door: str, intake: MemoryIntake
) -> None:
    body, secret = json.dumps(UPDATE).encode(), secret_of(fake.world.token)
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for _ in range(1000):
            answer = await client.post(door, content=body, headers={HEADER: secret})
            assert answer.status_code == 200
    assert (len(intake.rows), intake.duplicates) == (1, 999)


async def test_only_the_right_secret_opens(fake: FakeTelegram, door: str, intake: MemoryIntake) -> None:
    right, body = secret_of(fake.world.token), json.dumps(UPDATE).encode()
    wrong: list[tuple[str | bytes, ...]] = [
        (),
        ("",),
        (right[:-1],),
        (right + "0",),
        (right.upper(),),
        (right.encode() + b"\xc3\xa9",),
        (b"\xff\xfe",),
        (fake.world.token,),
        (secret_of("4242:another"),),
        (right, right),
    ]
    for secrets in wrong:
        answer = await post(door, body, *secrets)
        assert (answer.status_code, answer.content) == (401, b""), secrets
    assert not intake.batches
    assert (await post(door, body, right)).status_code == 200
    assert len(intake.rows) == 1


async def test_a_refused_call_leaves_no_trace_in_the_logs(
    door: str, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    canary = json.dumps({**UPDATE, "note": "canarino-7391"}).encode()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("httpcore").setLevel(logging.WARNING)  # the test's own client
        assert (await post(door, canary, "wrong")).status_code == 401
        assert (await post(door, canary, secret_of(fake.world.token))).status_code == 200
    assert "canarino" not in caplog.text
    assert secret_of(fake.world.token) not in caplog.text


async def test_setting_the_webhook_leaves_neither_token_nor_secret_in_the_logs(
    fake: FakeTelegram, channel: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (None, "httpx", "httpcore", "telegram"):
        caplog.set_level(logging.DEBUG, logger=name)
    async with running(channel):
        await until(lambda: fake.world.webhook == URL)
    assert caplog.records
    assert fake.world.token not in caplog.text
    assert secret_of(fake.world.token) not in caplog.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"7"])
async def test_a_body_that_is_no_update_is_set_aside_and_not_sent_again(
    fake: FakeTelegram, door: str, intake: MemoryIntake, body: bytes
) -> None:
    assert (await post(door, body, secret_of(fake.world.token))).status_code == 200
    (odd,) = intake.set_aside
    assert "cannot be read" in odd.reason


@pytest.mark.usefixtures("door")
async def test_the_largest_update_there_can_be_is_taken(fake: FakeTelegram, intake: MemoryIntake) -> None:
    first = fake.world.message(CHAT, text="😀" * 2048)
    bold = [{"type": "bold", "offset": n, "length": 1} for n in range(0, 4096, 8)]
    fake.world.push(
        "message",
        fake.world.message(
            CHAT, text="😀" * 2048, entities=bold, reply_to_message={**first, "entities": bold}
        ),
    )
    await intake.until_rows(1)
    assert intake.messages[0].text == "😀" * 2048


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (b"Content-Length: 300000\r\n\r\n", b"HTTP/1.1 413"),
        (b"Content-Length: 100\r\n\r\n{", b"HTTP/1.1 408"),
    ],
)
async def test_who_sends_too_much_or_too_slowly_is_hung_up_on(
    door: str, intake: MemoryIntake, head: bytes, answer: bytes
) -> None:
    host, port = door.removeprefix("http://").partition("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /bots/telegram HTTP/1.1\r\nHost: x\r\n" + head)
    heard = await asyncio.wait_for(reader.read(), PATIENCE)
    assert heard.startswith(answer)
    writer.close()
    assert not intake.batches


async def test_while_many_dawdle_telegram_is_served(
    fake: FakeTelegram, door: str, intake: MemoryIntake
) -> None:
    host, port = door.removeprefix("http://").partition("/")[0].split(":")
    slow = [await asyncio.open_connection(host, int(port)) for _ in range(60)]
    for _, writer in slow:
        writer.write(b"POST /bots/telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    fake.world.say(CHAT, "ci siete?")
    await intake.until_rows(1)
    answers = await asyncio.gather(*(asyncio.wait_for(reader.read(), PATIENCE) for reader, _ in slow))
    for _, writer in slow:
        writer.close()
    assert {answer[:12] for answer in answers} == {b"HTTP/1.1 408"}


@pytest.mark.usefixtures("door")
async def test_a_pressed_button_is_confirmed_after_the_answer(
    fake: FakeTelegram, channel: Telegram, intake: MemoryIntake
) -> None:
    assert isinstance(await channel.send(outbound(buttons=("Sì", "No"))), Sent)
    fake.world.press(CHAT, "No")
    await until(lambda: len(fake.world.confirmed_presses) == 1)
    assert [(item.kind, item.button) for item in intake.messages] == [(InboundKind.BUTTON, "No")]


async def test_an_address_telegram_does_not_take_stops_the_channel_with_a_remedy(
    fake: FakeTelegram, channel: Telegram
) -> None:
    fake.world.nowhere = frozenset({"volo.example"})
    with pytest.raises(ChannelError) as stopped:
        await asyncio.wait_for(channel.run(), PATIENCE)
    assert "failed to resolve host" in str(stopped.value)
    assert "webhook in settings.toml" in stopped.value.hint


async def test_a_refused_token_stops_the_channel(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake, waits := Waits(), token="4242:revoked", webhook=URL)
    with pytest.raises(ChannelError) as stopped:
        await asyncio.wait_for(channel.run(), PATIENCE)
    assert (await channel.health()).standing is Standing.STOPPED
    await channel.close()
    assert "@BotFather" in stopped.value.hint
    assert waits.seconds == []


async def test_a_token_revoked_while_it_runs_stops_the_channel_with_a_remedy(
    fake: FakeTelegram, channel: Telegram, patience: Patience
) -> None:
    task = asyncio.create_task(channel.run())
    await asyncio.wait_for(patience.waiting.wait(), PATIENCE)
    fake.world.token = "4242:another"
    patience.go_on()
    with pytest.raises(ChannelError, match="token") as stopped:
        await asyncio.wait_for(task, PATIENCE)
    assert "@BotFather" in stopped.value.hint
    assert (await channel.health()).standing is Standing.STOPPED


async def test_a_network_that_is_down_at_the_start_is_waited_for(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.fault("getMe", "cut_before")
    fake.fault("setWebhook", "error", value=502)
    channel = connector(fake, intake, waits := Waits(), webhook=URL)
    async with served(fake, channel) as base, running(channel):
        early = await post(f"{base}/bots/telegram", b"{}", secret_of(fake.world.token))
        assert early.status_code == 503, "who is meant in a group is not known before"
        await until(lambda: fake.world.webhook == URL)
    await channel.close()
    assert len(waits.seconds) >= 2


@pytest.mark.usefixtures("door")
async def test_when_telegram_cannot_get_through_health_says_so_and_what_to_look_at(
    fake: FakeTelegram, channel: Telegram, intake: MemoryIntake, patience: Patience
) -> None:
    home, fake.gateway = fake.gateway, "http://127.0.0.1:9"
    fake.world.say(CHAT, "ci siete?")
    await until(lambda: knocked(fake, 0) >= 1)
    await patience.pass_by()
    health = await channel.health()
    assert health.standing is Standing.WAITING
    assert "cannot deliver to the webhook: Connection refused" in health.detail
    assert "certificate" in health.detail
    fake.gateway = home
    await intake.until_rows(1)
    await until(lambda: not fake.world.unconfirmed())
    await patience.pass_by()
    await patience.pass_by()
    assert (await channel.health()).standing is Standing.OK


@pytest.mark.usefixtures("door")
async def test_doctor_hears_that_telegram_cannot_get_through(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.gateway = "http://127.0.0.1:9"
    fake.world.say(CHAT, "ci siete?")
    await until(lambda: knocked(fake, 0) >= 1)
    beside = connector(fake, intake, webhook=URL)
    health = await beside.health()
    await beside.close()
    assert health.standing is Standing.WAITING
    assert "Connection refused" in health.detail
    assert in_short(beside.traits).startswith("messages come by a webhook;")


@pytest.mark.usefixtures("door")
async def test_a_webhook_that_another_program_has_moved_is_set_again(
    fake: FakeTelegram, patience: Patience
) -> None:
    fake.world.webhook = "https://elsewhere.example/hook"
    await patience.pass_by()
    assert fake.world.webhook == URL
