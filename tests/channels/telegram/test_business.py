"""A business account: its customers are answered in its name, and its owner always comes first."""

from __future__ import annotations

import pytest

from bot.channels.telegram import BUSINESS, TRAITS
from bot.model.message import DELETED, InboundKind
from bot.service.values import Refused, Sent
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, Waits, connector, outbound, until
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake

SHOP, OWNER = "bc_Shop-1", 900
KEY = f"{BUSINESS}{SHOP}:{CHAT}"


@pytest.fixture
def owner(fake: FakeTelegram) -> int:
    fake.world.allowed = frozenset({"business_connection", "business_message", "deleted_business_messages"})
    fake.world.allowed |= {"message", "edited_business_message", "callback_query"}
    fake.world.connect(SHOP, OWNER)
    return OWNER


async def read(fake: FakeTelegram, intake: MemoryIntake, waits: Waits | None = None) -> None:
    """Read all that waits, as a process that has just started."""
    channel = connector(fake, intake, waits)
    async with running(channel):
        await until(lambda: bool(fake.calls) and not fake.world.unconfirmed())
    await channel.close()


def asked(fake: FakeTelegram) -> int:
    return sum(1 for name, _ in fake.calls if name == "getBusinessConnection")


@pytest.mark.usefixtures("owner")
async def test_a_customer_of_the_shop_is_another_conversation_than_the_same_person_in_private(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.write_business(SHOP, CHAT, "siete aperti?")
    fake.world.say(CHAT, "ciao bot")
    await read(fake, intake)
    assert [(m.conversation_key, m.text, m.silence_because) for m in intake.messages] == [
        (KEY, "siete aperti?", ""),
        (str(CHAT), "ciao bot", ""),
    ]


@pytest.mark.usefixtures("owner")
async def test_the_owners_own_message_takes_the_conversation_over(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.write_business(SHOP, CHAT, "Sì, fino alle 20!", owner=True)
    await read(fake, intake)
    take_over, own = intake.messages
    assert (take_over.kind, take_over.payload["agent"]) == (InboundKind.TAKE_OVER, "Anna")
    assert (take_over.author.id, take_over.conversation_key) == (str(CHAT), KEY), (
        "the contact is the customer"
    )
    assert (own.kind, own.text, own.author.is_brand) == (InboundKind.MESSAGE, "Sì, fino alle 20!", True)
    assert take_over.event_key != own.event_key


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "content",
    [{"is_from_offline": True}, {"sender_business_bot": {"id": 4242, "is_bot": True, "first_name": "Bot"}}],
)
async def test_away_messages_and_our_own_are_nobodys_word(
    fake: FakeTelegram, intake: MemoryIntake, content: dict[str, object]
) -> None:
    fake.world.write_business(SHOP, CHAT, "Siamo in ferie", owner=True, **content)
    await read(fake, intake)
    assert not intake.messages


@pytest.mark.usefixtures("owner")
async def test_after_a_restart_it_asks_whose_account_it_is_once(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    await read(fake, intake)
    for _ in range(3):
        fake.world.write_business(SHOP, CHAT, "eccomi", owner=True)
    await read(fake, intake)
    assert asked(fake) == 1
    assert {item.kind for item in intake.messages} == {InboundKind.TAKE_OVER, InboundKind.MESSAGE}


@pytest.mark.usefixtures("owner")
async def test_while_telegram_cannot_say_whose_account_it_is_nothing_is_taken_for_a_customers_word(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    await read(fake, intake)
    fake.world.write_business(SHOP, CHAT, "eccomi", owner=True)
    fake.fault("getBusinessConnection", "error", times=3)
    await read(fake, intake, waits := Waits())
    assert len(waits.seconds) == 3
    assert [item.kind for item in intake.messages] == [InboundKind.TAKE_OVER, InboundKind.MESSAGE]


@pytest.mark.parametrize(
    ("rights", "says"), [({"can_reply": False}, "reply"), ({"enabled": False}, "connected")]
)
async def test_without_the_right_to_reply_a_person_decides(
    fake: FakeTelegram, intake: MemoryIntake, owner: int, rights: dict[str, bool], says: str
) -> None:
    fake.world.connect(SHOP, owner, **rights)
    fake.world.write_business(SHOP, CHAT, "siete aperti?")
    await read(fake, intake)
    assert says in intake.messages[0].silence_because


@pytest.mark.usefixtures("owner")
async def test_rights_that_change_count_from_then_on(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake)
    async with running(channel):
        fake.world.write_business(SHOP, CHAT, "uno")
        fake.world.connect(SHOP, OWNER, can_reply=False)
        fake.world.write_business(SHOP, CHAT, "due")
        await intake.until_rows(2)
    await channel.close()
    assert [bool(item.silence_because) for item in intake.messages] == [False, True]
    assert asked(fake) == 0


async def test_a_connection_that_was_ended_is_left_to_people(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    fake.world.allowed |= {"business_message"}
    fake.world.write_business("gone", CHAT, "siete aperti?")
    await read(fake, intake)
    assert "no longer connected" in intake.messages[0].silence_because


@pytest.mark.usefixtures("owner")
async def test_an_answer_goes_out_in_the_accounts_name(fake: FakeTelegram, intake: MemoryIntake) -> None:
    fake.world.write_business(SHOP, CHAT, "siete aperti?")
    channel = connector(fake, intake)
    assert isinstance(await channel.send(outbound("Sì!", chat=KEY, buttons=("Grazie", "No"))), Sent)
    fake.world.press(CHAT, "Grazie")
    async with running(channel):
        await intake.until_rows(2)
    await channel.typing(KEY)
    await channel.close()
    assert [(post.chat, post.business) for post in fake.world.posts] == [(CHAT, SHOP)]
    (press,) = [item for item in intake.messages if item.kind is InboundKind.BUTTON]
    assert press.conversation_key == KEY


async def test_after_24_hours_telegram_takes_nothing_and_the_traits_say_so(intake: MemoryIntake) -> None:
    assert TRAITS.window_in(KEY) is not None
    assert TRAITS.window_in(str(CHAT)) is None
    now = [1_000_000.0]
    fake = FakeTelegram()
    fake.world.now = lambda: now[0]
    await fake.start()
    fake.world.connect(SHOP, OWNER)
    fake.world.write_business(SHOP, CHAT, "siete aperti?")
    channel = connector(fake, intake)
    now[0] += TRAITS.windows[BUSINESS].total_seconds()
    assert isinstance(await channel.send(outbound(chat=KEY)), Sent)
    now[0] += 1
    refused = await channel.send(outbound(chat=KEY))
    await channel.close()
    await fake.stop()
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert not refused.contact_lost
    assert refused.of_place, "other chats take messages still"


@pytest.mark.usefixtures("owner")
async def test_changed_and_deleted_messages_are_heard(fake: FakeTelegram, intake: MemoryIntake) -> None:
    world = fake.world
    written = world.message(CHAT, text="fino alle 20?", business_connection_id=SHOP, edit_date=1795251100)
    world.push("edited_business_message", written)
    world.push("edited_business_message", {**written, "from": world.businesses[SHOP]["user"]})
    gone = {"business_connection_id": SHOP, "chat": written["chat"], "message_ids": [11, 12]}
    world.push("deleted_business_messages", gone)
    await read(fake, intake)
    edit, deletion = intake.messages
    assert (edit.kind, edit.text, edit.conversation_key) == (InboundKind.EDIT, "fino alle 20?", KEY)
    assert (deletion.kind, deletion.conversation_key) == (InboundKind.DELETE, KEY)
    assert deletion.payload == {DELETED: "11,12"}
