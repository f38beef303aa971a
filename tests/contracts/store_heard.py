"""The store's contract: what was said in public is counted by person and thread, and never past a cap."""

from __future__ import annotations

from typing import Any

from bot.model.heard import Heard
from bot.model.message import Author, Purpose, Surface
from bot.model.turn import NewTask, TaskKind, TurnResult
from bot.service.store import Store
from bot.service.values import Refused, Sent
from tests.contracts.store_helpers import HOUR, MINUTE, NOW, Teller, letter

PUBLIC: dict[str, Any] = {"surface": Surface.PUBLIC, "thread": "T"}
POST = letter(**PUBLIC)
FLOOD = NewTask(kind=TaskKind.HAND_OFF, text="", reason="too_many", author="web:main:g", messages=2)


async def _heard(teller: Teller, key: str = "giulia", **changes: Any) -> Heard:
    conversation_id = await teller.hear(key=key, **{**PUBLIC, **changes})
    work = await teller.store.work(conversation_id)
    assert work is not None
    return work.conversation.heard


async def _posted(teller: Teller, key: str, *, thread: str = "T", purpose: Purpose = Purpose.ANSWER) -> None:
    conversation_id = await teller.hear(key=key, surface=Surface.PUBLIC, thread=thread)
    assert await teller.turn(conversation_id, letter(purpose=purpose, surface=Surface.PUBLIC, thread=thread))


class HeardContract:
    """Counting, and the race for the last place under a cap."""

    async def test_what_a_person_heard_is_counted_over_their_conversations(self, store: Store) -> None:
        teller = Teller(store)
        await _posted(teller, "group 1")
        await _posted(teller, "group 2", thread="U")
        for outbound in await teller.claim():
            await store.settle(outbound, Sent(id=str(outbound.id)), NOW)
        await _posted(teller, "group 3")
        found = await _heard(teller, "group 4")
        assert (found.at, found.unsent, found.threads) == ((NOW, NOW), 1, {"T": 2})

    async def test_another_person_another_account_and_private_messages_do_not_count(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        await _posted(teller, "group 1")
        private = await teller.hear(key="dm")
        assert await teller.turn(private, letter())
        found = await _heard(teller, "group 2", author=Author(id="m"), thread="U")
        assert (found.unsent, found.threads) == (0, {"U": 0})

    async def test_what_was_refused_or_withdrawn_was_not_said(self, store: Store) -> None:
        teller = Teller(store)
        await _posted(teller, "group 1")
        (outbound,) = await teller.claim()
        await store.settle(outbound, Refused(reason="no", permanent=True), NOW)
        found = await _heard(teller, "group 2")
        assert (found.at, found.unsent, found.threads) == ((), 0, {"T": 0})

    async def test_what_is_more_than_a_day_older_than_the_message_does_not_count(self, store: Store) -> None:
        teller = Teller(store)
        await _posted(teller, "group 1")
        (outbound,) = await teller.claim()
        await store.settle(outbound, Sent(id="1"), NOW)
        assert (await _heard(teller, "group 2", received_at=NOW + 24 * HOUR - MINUTE)).at == (NOW,)
        assert (await _heard(teller, "group 3", received_at=NOW + 24 * HOUR)).at == ()

    async def test_a_persons_word_in_a_thread_begins_its_count_anew(self, store: Store) -> None:
        teller = Teller(store)
        await _posted(teller, "group 1")
        await _posted(teller, "group 2", purpose=Purpose.AGENT)
        await _posted(teller, "group 3")
        assert (await _heard(teller, "group 4")).threads == {"T": 1}

    async def test_of_two_turns_for_one_person_at_once_the_second_is_decided_again(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        places = [await teller.hear(key=key, **PUBLIC) for key in ("group 1", "group 2")]
        works = [await store.work(place) for place in places]
        results = [
            TurnResult(
                conversation=work.conversation,
                done=tuple(item.id for item in work.waiting),
                letters=(POST,),
                now=NOW,
            )
            for work in works
            if work is not None
        ]
        assert [await store.commit_turn(result) for result in results] == [True, False]
        assert await teller.turn(places[1], POST)

    async def test_a_turn_that_says_nothing_races_nobody(self, store: Store) -> None:
        teller = Teller(store)
        quiet = await teller.hear(key="group 1", **PUBLIC)
        work = await store.work(quiet)
        assert work is not None
        await _posted(teller, "group 2")
        done = tuple(item.id for item in work.waiting)
        assert await store.commit_turn(TurnResult(conversation=work.conversation, done=done, now=NOW))

    async def test_the_messages_of_one_author_are_one_task_in_whatever_conversation(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        for key in ("group 1", "group 2", "group 1"):
            assert await teller.turn(await teller.hear(key=key, **PUBLIC), tasks=(FLOOD,))
        (task,) = await store.tasks()
        assert task.text == "6 messages from the same author; the bot is silent"

    async def test_what_people_are_asked_about_an_author_already_becomes_that_task(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        asked = NewTask(kind=TaskKind.HAND_OFF, text="TK-1001 waits for a person", reason="low_confidence")
        conversation_id = await teller.hear(**PUBLIC)
        assert await teller.turn(conversation_id, tasks=(asked,))
        await teller.hear(**PUBLIC)
        assert await teller.turn(conversation_id, tasks=(FLOOD,))
        (task,) = await store.tasks()
        assert (task.reason, task.text) == ("too_many", "2 messages from the same author; the bot is silent")
