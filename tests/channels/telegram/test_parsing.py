"""Recorded-style updates and what they become."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram.parsing import parse
from bot.model.message import Inbound, InboundKind, Quarantine, Surface
from tests.channels.telegram.updates import read_updates

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
UPDATES = read_updates()


def read(raw: object, username: str = "volo_bot") -> list[Inbound | Quarantine]:
    return parse(raw, "4242", NOW, username=username)


def one(name: str) -> Inbound:
    (item,) = read(UPDATES[name])
    assert isinstance(item, Inbound)
    return item


def changed(name: str, **fields: Any) -> dict[str, Any]:
    """Give a copy of an update with other fields in its message or press."""
    raw: dict[str, Any] = json.loads(json.dumps(UPDATES[name]))
    raw[next(key for key in raw if key != "update_id")].update(fields)
    return raw


def test_a_text_keeps_who_where_and_when() -> None:
    message = one("text")
    assert message.text == "Buongiorno, la ricarica da 20€ non è arrivata 😕"
    assert message.kind is InboundKind.MESSAGE
    assert message.surface is Surface.PRIVATE
    assert message.conversation_key == "55501"
    assert message.event_key == f"700000001:55501:11:{1795251000 + 11}"
    assert message.occurred_at == datetime.fromtimestamp(1795251011, UTC)
    assert message.received_at == NOW
    author = message.author
    assert (author.id, author.name, author.handle, author.language_hint) == (
        "55501",
        "Giulia",
        "giulia_f",
        "it",
    )
    assert not author.is_bot
    assert not message.silence_because


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("caption", "Ecco lo scontrino"),
        ("photo", "[photo]"),
        ("voice", "[voice]"),
        ("sticker", "[sticker]"),
        ("animation", "[animation]"),
        ("venue", "[venue]"),
        ("not_yet_invented", "[message]"),
    ],
)
def test_what_comes_without_words_has_a_text_all_the_same(name: str, text: str) -> None:
    assert one(name).text == text


@pytest.mark.parametrize(
    ("text", "start"),
    [("/start", None), ("/start promo", "promo"), ("/start@volo_bot TK-1041", "TK-1041")],
)
def test_a_link_that_starts_the_bot_reads_as_start_with_its_word_aside(text: str, start: str | None) -> None:
    (message,) = read(changed("start", text=text))
    assert isinstance(message, Inbound)
    assert message.text == "/start"
    assert message.payload.get("start") == start


def test_a_sentence_after_start_is_kept() -> None:
    (message,) = read(changed("start", text="/start vorrei sapere una cosa"))
    assert isinstance(message, Inbound)
    assert message.text == "/start vorrei sapere una cosa"


def test_an_attachment_is_named_beside_its_caption() -> None:
    assert one("caption").payload == {"attachment": "photo", "file": "AgACAg"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("photo", "[foto]"),
        ("voice", "[nota vocale]"),
        ("sticker", "[adesivo]"),
        ("not_yet_invented", "[messaggio]"),
    ],
)
def test_what_comes_without_words_is_named_in_the_brands_language(name: str, text: str) -> None:
    (message,) = parse(UPDATES[name], "4242", NOW, language="it")
    assert isinstance(message, Inbound)
    assert message.text == text


def test_of_a_photos_sizes_the_largest_is_kept_with_its_album() -> None:
    sizes = [{"file_id": "small", "width": 90}, {"file_id": "large", "width": 1280}]
    (message,) = read(changed("photo", photo=sizes, media_group_id="1357"))
    assert isinstance(message, Inbound)
    assert message.payload == {"attachment": "photo", "file": "large", "album": "1357"}


@pytest.mark.parametrize("ids", [None, [], "11", ["11"], [True]])
def test_a_deletion_of_nothing_that_can_be_named_is_set_aside(ids: object) -> None:
    (item,) = read(changed("business_deleted", message_ids=ids))
    assert isinstance(item, Quarantine)
    assert "“message_id" in item.reason


def test_a_document_keeps_its_name() -> None:
    found = {"file_id": "BQAC", "file_name": "fattura.pdf", "mime_type": "application/pdf"}
    (message,) = read(changed("text", text="", document=found))
    assert isinstance(message, Inbound)
    assert message.text == "[document]"
    assert message.payload == {"attachment": "document", "file": "BQAC", "name": "fattura.pdf"}


@pytest.mark.parametrize(
    "name",
    ["pinned", "moved_location", "group_chatter", "group_added", "channel_post", "business_connection"],
)
def test_what_nobody_said_to_us_is_left_alone(name: str) -> None:
    assert read(UPDATES[name]) == []


def test_a_reply_names_what_it_answers() -> None:
    assert one("reply").reply_to == "9"


def test_an_edit_names_the_message_and_has_a_key_of_its_own() -> None:
    edit = one("edited")
    assert (edit.kind, edit.message_id, edit.text) == (
        InboundKind.EDIT,
        "11",
        "La ricarica da 30€ non è arrivata",
    )
    assert edit.event_key != one("text").event_key


def test_a_pressed_button_brings_its_label() -> None:
    press = one("button")
    assert press.kind is InboundKind.BUTTON
    assert press.button == press.text == "Ho comprato in tabaccheria"
    assert press.reply_to == "12"


def test_a_button_of_a_message_too_old_to_be_shown_still_has_its_label() -> None:
    assert one("button_of_an_old_message").button == "Sì"


def test_a_button_whose_label_is_lost_is_still_owed_an_outcome() -> None:
    raw = changed("button_of_an_old_message", data="0:" + "x" * 62)
    (press,) = read(raw)
    assert isinstance(press, Inbound)
    assert (press.button, press.text) == ("", "[button]")


def test_blocking_and_unblocking_are_told_apart() -> None:
    assert one("blocked").kind is InboundKind.BLOCKED
    assert one("unblocked").kind is InboundKind.UNBLOCKED


def test_in_a_group_a_mention_counts_in_utf16_units_and_in_any_case() -> None:
    assert one("group_mention").text == "😀 quando aprite?"


def test_in_a_group_another_ones_name_is_not_ours() -> None:
    assert read(UPDATES["group_mention"], username="altro_bot") == []
    assert read(UPDATES["group_mention"], username="") == []


def test_in_a_group_strangers_do_not_share_a_conversation() -> None:
    assert one("group_mention").conversation_key == "-100777:55501"
    assert one("group_reply").conversation_key == "-100777:55502"


def test_what_is_said_in_a_group_is_public_and_may_be_answered() -> None:
    for name in ("group_mention", "group_reply"):
        assert (one(name).surface, one(name).silence_because) == (Surface.PUBLIC, "")


@pytest.mark.parametrize(
    ("text", "offset", "read_as"),
    [
        ("@volo_bot quando aprite?", 0, "quando aprite?"),
        ("@volo_bot, quando aprite?", 0, "quando aprite?"),
        ("quando aprite, @volo_bot", 15, "quando aprite"),
        ("quando @volo_bot aprite?", 7, "quando aprite?"),
        ("@volo_bot", 0, "@volo_bot"),
    ],
)
def test_in_a_group_the_bots_name_is_not_part_of_the_question(text: str, offset: int, read_as: str) -> None:
    entity = {"type": "mention", "offset": offset, "length": 9}
    (message,) = read(changed("group_mention", text=text, entities=[entity]))
    assert isinstance(message, Inbound)
    assert message.text == read_as


def test_in_a_forum_each_topic_is_a_conversation_of_its_own() -> None:
    (message,) = read(changed("group_mention", is_topic_message=True, message_thread_id=77))
    assert isinstance(message, Inbound)
    assert message.conversation_key == "-100777:55501:77"


def test_another_bot_is_known_for_one() -> None:
    assert one("other_bot").author.is_bot


def test_our_own_account_is_known_for_the_brand() -> None:
    own = {"id": 4242, "is_bot": True, "first_name": "Volo Mobile"}
    (message,) = read(changed("text", **{"from": own}))
    assert isinstance(message, Inbound)
    assert message.author.is_brand


def test_numbers_that_begin_anew_do_not_make_different_messages_the_same() -> None:
    first, later = UPDATES["text"], changed("text", message_id=900, date=1795999999)
    keys = {item.event_key for raw in (first, later) for item in read(raw)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("a string", "“update” is not an object"),
        ({"update_id": "7"}, "“update_id”"),
        ({"update_id": True}, "“update_id”"),
        ({"update_id": 7, "message": []}, "“message”"),
        ({"update_id": 7, "message": {"message_id": 1}}, "“chat”"),
        (changed("text", date="soon"), "“date”"),
        (changed("business_message", business_connection_id=None), "“business_connection_id” is missing"),
        (changed("text", date=10**15), "“date” is not a time"),
        (changed("text", text=["no"]), "“text”"),
        (changed("text", chat=None), "“chat”"),
    ],
)
def test_the_unreadable_is_set_aside_with_a_plain_reason(raw: object, says: str) -> None:
    (item,) = read(raw)
    assert isinstance(item, Quarantine)
    assert says in item.reason
    assert json.loads(item.raw) == raw


def test_the_same_unreadable_item_has_the_same_key_each_time() -> None:
    raw = {"update_id": 7, "message": []}
    assert read(raw) == read(dict(raw))
    assert read(raw)[0].event_key != read({"update_id": 7, "message": [1]})[0].event_key


@pytest.mark.parametrize("text", ["\ud800 ciao", "ciao\x00", "a" + "\u0301" * 4000])
def test_hostile_characters_become_storable(text: str) -> None:
    (message,) = read(changed("text", text=text))
    assert isinstance(message, Inbound)
    message.text.encode("utf-8")
    assert "\x00" not in message.text
    assert len(message.text) < 100


def test_a_name_is_one_short_line() -> None:
    giulia = {"id": 1, "is_bot": False, "first_name": "Giu\nlia\x00" + "x" * 500}
    (message,) = read(changed("text", **{"from": giulia}))
    assert message.author.name.startswith("Giu liax")  # type: ignore[union-attr]
    assert len(message.author.name) <= 100  # type: ignore[union-attr]


def test_in_a_group_what_names_the_brand_without_speaking_to_it_is_overheard() -> None:
    def heard(text: str) -> list[Inbound | Quarantine]:
        raw = changed("group_mention", text=text, entities=[])
        return parse(raw, "4242", NOW, username="volo_bot", hears=lambda words: "volo mobile" in words)

    (item,) = heard("anche a voi volo mobile non va?")
    assert isinstance(item, Inbound)
    assert item.overheard
    assert item.silence_because
    assert heard("che si fa stasera?") == []
