"""Recorded answers of X become what happened: who asked whom, in which place, and what may be answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.x.addressing import INHERITED, NOT_ASKED
from bot.channels.x.company import Company
from bot.channels.x.content import same_words
from bot.channels.x.messages import parse_messages
from bot.channels.x.parsing import TOO_OLD, Reader, parse_posts
from bot.model.message import Inbound, InboundKind, Quarantine, Surface
from tests.channels.x.rig import GIULIA, MARCO, NOW

READER = Reader(account="4242", received_at=NOW, quiet_before=NOW - timedelta(hours=3))


def page(name: str) -> Any:
    path = Path(__file__).parent / "pages" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def read(name: str, reader: Reader = READER) -> list[Inbound]:
    items = parse_posts(page(name), reader)
    assert all(isinstance(item, Inbound) for item in items)
    return [item for item in items if isinstance(item, Inbound)]


def test_a_mention_is_public_whole_and_written_out() -> None:
    (said,) = read("posts_mention")
    assert said.text == "la ricarica da 20 € non è arrivata & sono ferma <qui> https://example.com/ricevuta"
    assert said.surface is Surface.PUBLIC
    assert said.conversation_key == f"post:{GIULIA}"
    assert said.event_key == f"post:{said.message_id}"
    assert (said.author.id, said.author.handle, said.author.followers) == (str(GIULIA), "user_501", 120)
    assert said.author.language_hint == "it"
    assert said.silence_because == ""
    assert not said.author.is_brand


def test_an_edited_post_is_its_first_version_and_an_edit() -> None:
    said, edited = read("posts_edited")
    assert (said.kind, edited.kind) == (InboundKind.MESSAGE, InboundKind.EDIT)
    assert said.text == edited.text == "siete aperti sabato?"
    history = page("posts_edited")["data"][0]["edit_history_tweet_ids"]
    assert said.event_key == f"post:{history[0]}"
    assert edited.event_key == f"post:{history[0]}:{history[1]}"
    assert said.message_id == history[1]


def spread(**counts: object) -> list[Inbound]:
    told = page("posts_mention")
    told["data"][0]["public_metrics"] = counts
    found = [item for item in parse_posts(told, READER) if isinstance(item, Inbound)]
    return [item for item in found if item.kind is InboundKind.SPREAD]


def test_how_far_a_post_has_gone_comes_beside_it() -> None:
    (event,) = spread(retweet_count=4, quote_count=1, like_count=7, reply_count=90)
    (said,) = read("posts_mention")
    assert event.payload == {"reactions": "12"}
    assert (event.text, event.conversation_key) == ("", said.conversation_key)
    assert event.event_key.startswith(f"{said.event_key}:spread:")


def test_it_is_told_anew_only_when_it_has_doubled() -> None:
    (ten,), (eleven,), (twenty,) = spread(like_count=10), spread(like_count=11), spread(like_count=20)
    assert ten.event_key == eleven.event_key != twenty.event_key


def test_the_newer_name_of_reposts_is_known() -> None:
    (event,) = spread(repost_count=15)
    assert event.payload == {"reactions": "15"}


@pytest.mark.parametrize("count", [9, -50, True, "50", None, 10**30])
def test_a_post_that_went_nowhere_or_whose_count_is_none_says_nothing(count: object) -> None:
    assert spread(like_count=count) == []


def test_in_a_thread_only_who_asked_is_answered() -> None:
    asked, bystander, again = read("posts_thread")
    assert asked.silence_because == again.silence_because == ""
    assert bystander.silence_because == INHERITED
    assert asked.conversation_key == again.conversation_key != bystander.conversation_key
    assert (bystander.text, again.text) == ("nemmeno a me", "da ieri")
    assert bystander.reply_to == again.reply_to == asked.message_id


def test_a_bystander_who_names_the_brand_is_answered() -> None:
    whole = page("posts_thread")
    bystander = whole["data"][1]
    bystander["text"] += " @VoloMobile che fate?"
    (_, said, _) = parse_posts(whole, READER)
    assert isinstance(said, Inbound)
    assert said.silence_because == ""


def test_a_name_at_the_beginning_was_written_if_the_post_above_lacks_it() -> None:
    whole = page("posts_thread")
    above = next(post for post in whole["includes"]["tweets"] if post["author_id"] == str(MARCO))
    above["entities"] = {}
    (_, said, _) = parse_posts(whole, READER)
    assert isinstance(said, Inbound)
    assert said.silence_because == ""
    del whole["includes"]["tweets"]
    (_, doubtful, _) = parse_posts(whole, READER)
    assert isinstance(doubtful, Inbound)
    assert doubtful.silence_because == INHERITED


def test_a_quote_of_the_brands_post_is_a_summons() -> None:
    (said,) = read("posts_quote")
    assert said.silence_because == ""
    unnamed = page("posts_quote")
    unnamed["data"][0]["entities"] = {}
    (still,) = parse_posts(unnamed, READER)
    assert isinstance(still, Inbound)
    assert still.silence_because == ""


def test_a_long_post_is_read_whole() -> None:
    (said,) = read("posts_long")
    assert said.text.count("ho provato di tutto") == 30


def test_both_spellings_of_the_fields_are_read() -> None:
    first, second = read("posts_newer_names")
    assert second.reply_to == first.message_id
    assert second.silence_because == ""


def test_what_is_older_than_the_quiet_line_goes_to_people() -> None:
    (said,) = read("posts_mention", replace(READER, quiet_before=NOW))
    assert said.silence_because == TOO_OLD


def test_what_was_only_found_by_a_search_is_never_answered_by_itself() -> None:
    whole, reader = page("posts_mention"), replace(READER, searched=True)
    assert parse_posts(whole, reader) == []  # the mentions bring it
    del whole["data"][0]["entities"]["mentions"]
    (said,) = parse_posts(whole, reader)
    assert isinstance(said, Inbound)
    assert (said.silence_because, said.overheard) == (NOT_ASKED, True)
    assert parse_posts(whole, replace(reader, account=str(GIULIA))) == []


def test_the_brand_itself_and_ignored_accounts_are_known_as_such() -> None:
    (said,) = read("posts_mention", replace(READER, ignored=frozenset({"user_501"})))
    assert said.author.is_bot
    (own,) = read("posts_mention", replace(READER, account=str(GIULIA)))
    assert own.author.is_brand


def test_what_somebody_only_passes_on_is_nobodys_question() -> None:
    whole = page("posts_mention")
    whole["data"][0]["referenced_tweets"] = [{"type": "retweeted", "id": "1"}]
    assert parse_posts(whole, READER) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", 7), ("author_id", None), ("created_at", "ieri"), ("entities", []), ("note_tweet", {"text": 3})],
)
def test_a_post_that_cannot_be_read_is_set_aside_and_the_others_are_read(field: str, value: object) -> None:
    whole = page("posts_thread")
    whole["data"][1][field] = value
    items = parse_posts(whole, READER)
    assert [isinstance(item, Quarantine) for item in items] == [True, False, False]
    (odd,) = (item for item in items if isinstance(item, Quarantine))
    assert "cannot be read" in odd.reason
    assert "nemmeno" in odd.raw


def test_messages_are_private_and_the_brands_own_take_over() -> None:
    first, take_over, own, second = parse_messages(page("messages_two"), READER)
    assert isinstance(first, Inbound)
    assert isinstance(second, Inbound)
    assert first.text == "il mio numero è 333 123 4567 & grazie"
    assert first.surface is Surface.PRIVATE
    assert (first.conversation_key, second.conversation_key) == (f"dm:{GIULIA}", f"dm:{MARCO}")
    assert first.event_key == f"dm:{first.message_id}"
    assert second.text == "ciao https://example.com/foto"
    assert isinstance(take_over, Inbound)
    assert isinstance(own, Inbound)
    assert (take_over.kind, take_over.payload) == (InboundKind.TAKE_OVER, {"agent": "Volo Mobile"})
    assert (own.author.id, own.author.is_brand, own.text) == (str(GIULIA), True, "Grazie!")
    assert take_over.conversation_key == own.conversation_key == first.conversation_key


def test_in_a_group_conversation_a_person_decides() -> None:
    whole = page("messages_two")
    for item in whole["data"]:
        item["dm_conversation_id"] = "1582103724607971332"
    items = [item for item in parse_messages(whole, READER) if isinstance(item, Inbound)]
    assert all("group" in item.silence_because for item in items)
    assert len({item.conversation_key for item in items}) == 2


def test_company_is_everybody_named_but_the_author_and_nothing_for_what_was_not_read() -> None:
    company, whole = Company(), page("posts_thread")
    company.learn(whole)
    bystander = whole["data"][1]["id"]
    assert company.of(bystander) == (str(MARCO), "4242")
    assert company.of("1") is None
    company.learn({"data": [None, {"id": "5", "entities": 3}, {"id": "x"}]})
    assert company.of("5") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("vedi volomobile.it/aiuto ora", "vedi https://volomobile.it/aiuto/  ora", True),
        ("perche\u0301", "perché", True),
        ("Ciao!", "Ciao", False),
    ],
)
def test_the_same_words_are_known_however_x_writes_links(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same
