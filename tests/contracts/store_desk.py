"""The store's contract: what the desk reads and does, and the tokens of its sign-in."""

from __future__ import annotations

from bot.model.case import CaseStatus, FollowUp, FollowUpKind
from bot.model.message import Purpose
from bot.model.turn import NewTask, TaskKind
from bot.service.store import Store
from bot.service.values import Sent
from tests.contracts.store_helpers import GIULIA, HOUR, MINUTE, NOW, SECOND, Teller, letter

ASK = NewTask(kind=TaskKind.HAND_OFF, text="TK-1001 waits for a person", reason="angry")


class DeskContract:
    """What people see."""

    async def test_the_inbox_shows_what_a_person_needs(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear("basta!")
        promise = FollowUp(kind=FollowUpKind.PROMISE, at=NOW + HOUR)
        await teller.turn(
            conversation_id,
            status=CaseStatus.WAITING_FOR_AGENT,
            tasks=(ASK,),
            schedule=(promise,),
            now=NOW + MINUTE,
        )
        (row,) = await store.inbox()
        assert (row.conversation_id, row.channel, row.contact) == (conversation_id, "web", GIULIA)
        assert (row.status, row.last_text, row.last_at) == (CaseStatus.WAITING_FOR_AGENT, "basta!", NOW)
        assert row.last_sender == "customer"
        assert (row.waiting_since, row.promise_due) == (NOW + MINUTE, NOW + HOUR)
        assert (row.language, row.reference) == ("it", "TK-10019")
        assert [task.text for task in row.tasks] == [ASK.text]

    async def test_who_wants_a_person_comes_first_and_the_longest_waiting_of_them(self, store: Store) -> None:
        teller = Teller(store)
        for n, key in enumerate(("a", "b", "c")):
            conversation_id = await teller.hear(key=key, occurred_at=NOW + n * SECOND)
            wants = key != "c"
            await teller.turn(
                conversation_id,
                letter(),
                status=CaseStatus.WAITING_FOR_AGENT if wants else CaseStatus.ANSWERED,
                tasks=(ASK,) if wants else (),
            )
        for outbound in await teller.claim():
            await store.settle(outbound, Sent(id=f"{outbound.id}"), NOW + HOUR + outbound.id * SECOND)
        rows = await store.inbox()
        assert [row.status for row in rows] == [CaseStatus.WAITING_FOR_AGENT] * 2 + [CaseStatus.ANSWERED]
        assert rows[2].waiting_since is None
        assert (rows[2].last_text, rows[2].last_sender) == ("ecco", "bot")

    async def test_the_inbox_ends_at_two_hundred(self, store: Store) -> None:
        teller = Teller(store)
        for n in range(205):
            await teller.hear(key=f"k{n}", occurred_at=NOW + n * SECOND)
        wanted = await teller.hear(key="k0")
        await teller.turn(wanted, tasks=(ASK,))
        rows = await store.inbox()
        assert len(rows) == 200
        assert rows[0].conversation_id == wanted
        assert len({row.conversation_id for row in rows}) == 200

    async def test_a_persons_answer_ends_the_waiting(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, letter("eccomi", Purpose.AGENT), status=CaseStatus.WITH_AGENT)
        (before,) = await store.inbox()
        assert before.waiting_since == NOW
        (outbound,) = await teller.claim()
        await store.settle(outbound, Sent(id="p1"), NOW)
        (after,) = await store.inbox()
        assert after.waiting_since is None

    async def test_an_acknowledgement_does_not_end_the_waiting(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        thanks = letter("a lunedì", Purpose.ACKNOWLEDGEMENT)
        await teller.turn(conversation_id, thanks, status=CaseStatus.WAITING_FOR_AGENT)
        (outbound,) = await teller.claim()
        await store.settle(outbound, Sent(id="p1"), NOW + HOUR)
        await teller.hear("allora?", occurred_at=NOW + 2 * HOUR)
        (row,) = await store.inbox()
        assert row.waiting_since == NOW

    async def test_a_task_is_finished_once(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, tasks=(ASK,))
        (task,) = await store.tasks()
        assert await store.finish_task(task.id, "FB", NOW)
        assert not await store.finish_task(task.id, "FB", NOW)
        assert not await store.finish_task(404, "FB", NOW)
        assert await store.tasks() == ()

    async def test_tasks_are_listed_oldest_first(self, store: Store) -> None:
        teller = Teller(store)
        for n, key in enumerate(("late", "early")):
            conversation_id = await teller.hear(key=key)
            await teller.turn(conversation_id, tasks=(ASK,), now=NOW - n * HOUR)
        listed = [task.created_at for task in await store.tasks()]
        assert listed == [NOW - HOUR, NOW]
