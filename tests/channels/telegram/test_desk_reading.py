"""What is read of the desk's group: who did what, and that no command and no note is taken for an answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.fields import UnreadableError
from bot.channels.telegram.desk.commands import Command, Verb, command_in
from bot.channels.telegram.desk.reading import Nothing, Pressed, ShutByHand, Written, happening
from bot.testing.telegram import World

GROUP, FRANCESCA = -1001234567890, 71
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def world() -> World:
    made = World()
    made.forum(GROUP, FRANCESCA)
    return made


def last(world: World) -> Any:
    return world.waiting()[-1][1]


def test_a_message_in_a_topic_is_read_with_its_writer_and_its_topic(world: World) -> None:
    number = world.write_topic(GROUP, 5, FRANCESCA, "  Eccomi  ")
    found = happening(last(world), str(GROUP))
    assert isinstance(found, Written)
    assert (found.thread, found.message, found.text, found.person.user) == (5, number, "Eccomi", FRANCESCA)
    assert (found.file, found.other, found.edited, found.anonymous) == ("", False, False, False)


@pytest.mark.parametrize(
    ("content", "file"),
    [
        ({"photo": [{"file_id": "S"}, {"file_id": "L"}]}, "photo:L"),
        ({"document": {"file_id": "D"}}, "document:D"),
        ({"voice": {"file_id": "V"}}, "voice:V"),
        ({"video": {"file_id": "F"}}, "video:F"),
        ({"animation": {"file_id": "A"}, "document": {"file_id": "A"}}, ""),
        ({"sticker": {"file_id": "S"}}, ""),
        ({"photo": []}, ""),
    ],
)
def test_files_that_can_be_sent_on_are_read_by_their_ids(
    world: World, content: dict[str, object], file: str
) -> None:
    world.write_topic(GROUP, 5, FRANCESCA, "", **content)
    found = happening(last(world), str(GROUP))
    assert isinstance(found, Written)
    assert (found.file, found.other) == (file, not file)


def test_general_service_messages_and_bots_are_nothing(world: World) -> None:
    world.person(99)["is_bot"] = True
    world.write_topic(GROUP, 0, FRANCESCA, "ciao")
    assert happening(last(world), str(GROUP)) == Nothing()
    world.write_topic(GROUP, 5, 99, "bip")
    assert happening(last(world), str(GROUP)) == Nothing()
    world.write_topic(GROUP, 5, FRANCESCA, "", pinned_message={})
    assert happening(last(world), str(GROUP)) == Nothing()


def test_closing_and_reopening_by_hand_are_read(world: World) -> None:
    world.forums[GROUP].topics[5] = world.forums[GROUP].topics.setdefault(5, _topic())
    world.close_topic(GROUP, 5, FRANCESCA)
    assert happening(last(world), str(GROUP)) == ShutByHand(thread=5, closed=True)
    world.write_topic(GROUP, 5, FRANCESCA, "", forum_topic_reopened={})
    assert happening(last(world), str(GROUP)) == ShutByHand(thread=5, closed=False)


def _topic() -> Any:
    from bot.testing.telegram.forums import Topic

    return Topic(name="TK-10019")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("desk:take:17", ("take", 17, "")),
        ("desk:approve:17:abc", ("approve", 17, "abc")),
        ("desk:take:x", None),
        ("desk:take:" + "9" * 30, None),
        ("desk:take:¹", None),
        ("0:Ciao", None),
        ("", None),
    ],
)
def test_only_our_own_buttons_are_presses(
    world: World, data: str, expected: tuple[str, int, str] | None
) -> None:
    post = world.post(GROUP, "card", {"inline_keyboard": [[{"text": "b", "callback_data": data}]]}, topic=5)
    world.press(GROUP, "b", by=FRANCESCA)
    found = happening(last(world), str(GROUP))
    if expected is None:
        assert found == Nothing()
    else:
        assert isinstance(found, Pressed)
        assert (found.verb, found.number, found.word, found.thread) == (*expected, post.topic)


def test_an_update_of_another_place_is_not_the_groups(world: World) -> None:
    world.say(55501, "ciao")
    assert happening(last(world), str(GROUP)) is None
    world.group(-100888, FRANCESCA)
    world.privacy = False
    world.say_in(-100888, FRANCESCA, "@volo_bot ciao")
    assert happening(last(world), str(GROUP)) is None


@given(JSON, st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
def test_whatever_comes_from_the_group_is_read_or_unreadable_and_never_a_customers(
    odd: object, kind: str
) -> None:
    place = {"chat": {"id": GROUP, "type": "supergroup"}, "from": odd, "date": odd, "text": odd}
    item = {"message": place, "from": odd, "data": odd} if kind == "callback_query" else place
    try:
        found = happening({"update_id": 1, kind: item}, str(GROUP))
    except UnreadableError:
        return
    assert found is not None


@given(JSON)
def test_no_update_at_all_makes_it_stumble(odd: object) -> None:
    try:
        happening(odd, str(GROUP))
    except UnreadableError:
        return


@given(st.text())
def test_what_begins_with_a_slash_is_never_an_answer(text: str) -> None:
    assert command_in(f"/{text}").verb is not Verb.ANSWER
    assert command_in(f"  //{text}").verb is Verb.NOTE


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Va bene, 10/12", Command(verb=Verb.ANSWER, words="Va bene, 10/12")),
        ("/bot", Command(verb=Verb.BACK)),
        ("/bot@volo_bot", Command(verb=Verb.BACK)),
        ("/TAKE", Command(verb=Verb.TAKE)),
        ("/due  domani 9 ", Command(verb=Verb.DUE, words="domani 9")),
        ("/due@volo_bot 2h", Command(verb=Verb.DUE, words="2h")),
        ("/close", Command(verb=Verb.CLOSE)),
        ("/help", Command(verb=Verb.HELP)),
        ("/unknown", Command(verb=Verb.UNKNOWN, words="/unknown")),
        ("/chiudi la pratica", Command(verb=Verb.UNKNOWN, words="/chiudi")),
        ("/", Command(verb=Verb.UNKNOWN, words="/")),
        ("// ciao", Command(verb=Verb.NOTE)),
    ],
)
def test_commands_are_read(text: str, command: Command) -> None:
    assert command_in(text) == command
