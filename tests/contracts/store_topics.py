"""The store's contract: the topics of a group, and what it is to see of each conversation."""

from __future__ import annotations

from dataclasses import replace

from bot.model.case import CaseStatus
from bot.model.message import OutboundStatus, Purpose
from bot.model.turn import NewTask, TaskKind
from bot.service.store import Store
from bot.service.values import DeskAsk, DeskTopic, Refused, Sent
from tests.contracts.store_helpers import MINUTE, NOW, Teller, letter

GROUP = "-100777"
FRANCESCA, MARCO = DeskAsk(draft=7, agent="FB"), DeskAsk(draft=7, agent="MR")
ASK = NewTask(kind=TaskKind.HAND_OFF, text="TK-1001 waits for a person", reason="angry")


async def waiting(teller: Teller, text: str = "basta!", key: str = "giulia") -> int:
    conversation_id = await teller.hear(text, key=key)
    await teller.turn(conversation_id, status=CaseStatus.WAITING_FOR_AGENT, tasks=(ASK,))
    return conversation_id


def bare(conversation_id: int) -> DeskTopic:
    return DeskTopic(place=GROUP, conversation_id=conversation_id)


class TopicsContract:
    """What a group sees."""

    async def test_a_group_sees_what_wants_a_person_and_nothing_else(self, store: Store) -> None:
        teller = Teller(store)
        wanted = await waiting(teller)
        other = await teller.hear(key="luca")
        await teller.turn(other, status=CaseStatus.ANSWERED)
        (view,) = await store.desk_views(GROUP)
        assert (view.conversation.id, view.wants_person) == (wanted, True)
        assert view.topic == DeskTopic(place=GROUP, conversation_id=wanted)
        assert [line.text for line in view.lines] == ["basta!"]
        assert ([task.reason for task in view.tasks], view.fresh, view.failed) == (["angry"], (), ())

    async def test_a_topic_is_found_by_its_thread_and_in_its_own_group_only(self, store: Store) -> None:
        conversation_id = await waiting(Teller(store))
        topic = DeskTopic(place=GROUP, conversation_id=conversation_id, thread=5, name="TK-1001")
        await store.save_topic(topic, bare(conversation_id))
        await store.save_topic(replace(topic, told=(3, 4)), topic)
        view = await store.view_of_thread(GROUP, 5)
        assert view is not None
        assert view.topic == replace(topic, told=(3, 4))
        assert await store.view_of_thread(GROUP, 6) is None
        assert await store.view_of_thread("-100888", 5) is None
        assert await store.view_of_thread(GROUP, 0) is None
        assert await store.desk_view(GROUP, 404) is None

    async def test_two_who_save_a_topic_lose_nothing_of_each_other(self, store: Store) -> None:
        conversation_id = await waiting(Teller(store))
        read = replace(bare(conversation_id), thread=5, told=(3,), asks=(FRANCESCA,))
        await store.save_topic(read, bare(conversation_id))
        await store.save_topic(replace(read, asks=(FRANCESCA, MARCO), refusing=7), read)
        await store.save_topic(replace(read, card=6, asks=(), told=(3, 4)), read)
        view = await store.desk_view(GROUP, conversation_id)
        assert view is not None
        assert view.topic == replace(read, card=6, told=(3, 4), asks=(MARCO,), refusing=7)

    async def test_what_was_said_since_the_card_is_fresh_until_it_is_shown(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await waiting(teller)
        (view,) = await store.desk_views(GROUP)
        carded = DeskTopic(
            place=GROUP,
            conversation_id=conversation_id,
            thread=5,
            card=6,
            case=view.conversation.case.number,
            card_line=view.lines[-1].n,
            line=view.lines[-1].n,
        )
        await store.save_topic(carded, view.topic)
        await teller.hear("allora?")
        said = letter("eccomi", Purpose.AGENT, author="FB", written_at=f"{GROUP}:9")
        await teller.turn(conversation_id, said, status=CaseStatus.WITH_AGENT)
        (outbound,) = await teller.claim()
        await store.settle(outbound, Sent(id="p1"), NOW + MINUTE)
        (view,) = await store.desk_views(GROUP)
        assert [line.text for line in view.lines] == ["basta!"]
        assert [(line.text, line.written_at) for line in view.fresh] == [
            ("allora?", ""),
            ("eccomi", f"{GROUP}:9"),
        ]
        await store.save_topic(replace(carded, line=view.fresh[0].n), carded)
        (view,) = await store.desk_views(GROUP)
        assert [line.text for line in view.fresh] == ["eccomi"]

    async def test_an_open_topic_is_seen_when_nothing_is_wanted_and_a_closed_one_when_written_in(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        conversation_id = await waiting(teller)
        topic = DeskTopic(place=GROUP, conversation_id=conversation_id, thread=5)
        await store.save_topic(topic, bare(conversation_id))
        await teller.hear("grazie")
        await teller.turn(conversation_id, status=CaseStatus.ANSWERED, close_tasks=True)
        (view,) = await store.desk_views(GROUP)
        assert not view.wants_person
        await store.save_topic(replace(topic, closed=True), topic)
        assert [view.topic.closed for view in await store.desk_views(GROUP)] == [True]
        assert await store.desk_views("-100888") == ()

    async def test_what_did_not_arrive_is_seen(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("sono Francesca", Purpose.AGENT, author="FB"))
        await store.settle(outbound, Refused(reason="blocked", permanent=True), NOW)
        (view,) = await store.desk_views(GROUP)
        assert [(item.id, item.status) for item in view.failed] == [(outbound.id, OutboundStatus.REFUSED)]
