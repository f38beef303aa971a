"""The store's contract: a turn is committed whole, once, and only on the state it was decided on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.case import CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Filling, Offered, State, Used
from bot.model.message import InboundKind, Purpose
from bot.model.turn import DecisionRecord, NewTask, TaskKind, TurnResult, WithdrawScope
from bot.service.store import Store
from tests.contracts.store_helpers import HOUR, NOW, SECOND, Teller, batch, heard, letter

ASK = NewTask(kind=TaskKind.HAND_OFF, text="TK-1001 waits for a person", reason="low_confidence")
PROMISE = FollowUp(kind=FollowUpKind.PROMISE, at=NOW + HOUR)
CHECK = FollowUp(kind=FollowUpKind.CHECK, at=NOW + 2 * HOUR, step=2)
STATE = State(
    language="it",
    agent="FB",
    silent_until=NOW,
    offered=(Offered(label="Sì", meaning="yes"), Offered(label="Orari", meaning="orari", asked=True)),
    filling=Filling(intent="ricarica", asking="importo", values={"numero": "333"}, also=("orari",)),
    apologised=True,
    automatic=(NOW,),
    used=(Used(template="_ack", variant=1, at=NOW),),
)


class TurnContract:
    """Commit 2, and follow-ups."""

    async def test_everything_a_turn_decided_is_there_afterwards(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        work = await store.work(conversation_id)
        assert work is not None
        record = DecisionRecord(
            rule="answer", outcome="answer", why=("perché sì",), inbound=(work.waiting[0].id,), at=NOW
        )
        case = replace(
            work.conversation.case,
            status=CaseStatus.ANSWERED,
            intent="ricarica",
            topic="prepagato",
            priority=Priority.HIGH,
            reason="angry",
        )
        conversation = replace(work.conversation, case=case, state=STATE)
        result = TurnResult(
            conversation=conversation,
            done=(work.waiting[0].id,),
            letters=(letter("uno"), letter("due")),
            schedule=(PROMISE,),
            tasks=(ASK,),
            decisions=(record,),
            now=NOW,
        )
        assert await store.commit_turn(result)
        dossier = await store.dossier(conversation_id)
        assert dossier is not None
        assert (dossier.conversation.state, dossier.conversation.case) == (STATE, case)
        assert dossier.conversation.version == 1
        assert dossier.decisions == (record,)
        assert [(item.kind, item.at) for item in dossier.conversation.follow_ups] == [
            (PROMISE.kind, PROMISE.at)
        ]
        assert [item.text for item in dossier.pending] == ["uno", "due"]
        assert [(task.kind, task.text, task.conversation_id) for task in dossier.tasks] == [
            (TaskKind.HAND_OFF, ASK.text, conversation_id)
        ]
        assert await store.work(conversation_id) is None

    async def test_a_turn_on_an_old_version_changes_nothing(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        work = await store.work(conversation_id)
        assert work is not None
        assert await teller.turn(conversation_id, letter("la prima"))
        before = await store.dossier(conversation_id)
        stale = TurnResult(
            conversation=work.conversation,
            done=(work.waiting[0].id,),
            letters=(letter("la seconda"),),
            schedule=(PROMISE,),
            tasks=(ASK,),
            withdraw=WithdrawScope.AUTOMATIC,
            now=NOW,
        )
        assert not await store.commit_turn(stale)
        assert await store.dossier(conversation_id) == before

    async def test_what_came_in_during_the_turn_still_waits(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear("uno")
        work = await store.work(conversation_id)
        assert work is not None
        await teller.hear("due")
        result = TurnResult(conversation=work.conversation, done=(work.waiting[0].id,), now=NOW)
        assert await store.commit_turn(result)
        left = await store.work(conversation_id)
        assert left is not None
        assert [item.inbound.text for item in left.waiting] == ["due"]

    async def test_a_turn_cannot_finish_another_conversations_messages(self, store: Store) -> None:
        teller = Teller(store)
        mine, other = await teller.hear(), await teller.hear(key="marco")
        theirs = await store.work(other)
        assert theirs is not None
        assert await teller.turn(mine, done=(theirs.waiting[0].id,))
        assert await store.work(other) is not None

    async def test_kinds_are_cancelled_before_new_ones_are_owed(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, schedule=(PROMISE, CHECK))
        await teller.hear()
        later = replace(PROMISE, at=NOW + 5 * HOUR)
        await teller.turn(conversation_id, cancel=frozenset({FollowUpKind.PROMISE}), schedule=(later,))
        owed = (await teller.conversation(conversation_id)).follow_ups
        assert [(item.kind, item.at, item.step) for item in owed] == [
            (FollowUpKind.CHECK, CHECK.at, 2),
            (FollowUpKind.PROMISE, later.at, 0),
        ]
        assert len({item.id for item in owed} | {0}) == 3

    async def test_withdrawing_automatic_letters_spares_a_persons_and_the_turns_own(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(
            letter("vecchia"), letter("di FB", Purpose.AGENT), letter("vecchia 2")
        )
        await teller.hear()
        await teller.turn(conversation_id, letter("nuova"), withdraw=WithdrawScope.AUTOMATIC)
        assert await teller.pending(conversation_id) == ["queued: di FB", "queued: nuova"]

    async def test_withdrawing_follow_ups_spares_answers(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter("promemoria", Purpose.FOLLOW_UP), letter("risposta"))
        await teller.hear()
        await teller.turn(conversation_id, withdraw=WithdrawScope.FOLLOW_UPS)
        assert await teller.pending(conversation_id) == ["queued: risposta"]
        assert [item.letter.text for item in await teller.claim()] == ["risposta"]

    async def test_withdrawing_leaves_other_conversations_alone(self, store: Store) -> None:
        teller = Teller(store)
        other = await teller.say(letter("per Marco"), key="marco")
        mine = await teller.hear()
        await teller.turn(mine, withdraw=WithdrawScope.AUTOMATIC)
        assert await teller.pending(other) == ["queued: per Marco"]

    async def test_an_open_hand_off_is_renewed_not_doubled(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, tasks=(replace(ASK, priority=Priority.HIGH),))
        await teller.hear()
        await teller.turn(conversation_id, tasks=(replace(ASK, text="è arrabbiata", reason="angry"),))
        (task,) = await store.tasks()
        assert (task.text, task.reason, task.priority) == ("è arrabbiata", "angry", Priority.HIGH)

    async def test_alerts_are_never_merged(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        alert = NewTask(kind=TaskKind.ALERT, text="guarda")
        await teller.turn(conversation_id, tasks=(alert, alert))
        assert len(await store.tasks()) == 2

    async def test_closing_tasks_finishes_hand_offs_of_this_conversation_only(self, store: Store) -> None:
        teller = Teller(store)
        mine, other = await teller.hear(), await teller.hear(key="marco")
        alert = NewTask(kind=TaskKind.ALERT, text="guarda")
        await teller.turn(mine, tasks=(ASK, alert))
        await teller.turn(other, tasks=(ASK,))
        await teller.hear()
        await teller.turn(mine, close_tasks=True)
        assert [(task.conversation_id, task.kind) for task in await store.tasks()] == [
            (mine, TaskKind.ALERT),
            (other, TaskKind.HAND_OFF),
        ]

    async def test_a_hand_off_in_the_turn_that_closes_tasks_stays_open(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, tasks=(ASK,), close_tasks=True)
        assert len(await store.tasks()) == 1

    async def test_poison_set_aside_is_done_and_a_person_has_the_reason(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear("veleno")
        await teller.hear("buona")
        work = await store.work(conversation_id)
        assert work is not None
        await store.set_aside(conversation_id, [work.waiting[0].id], "ValueError", NOW)
        left = await store.work(conversation_id)
        assert left is not None
        assert [item.inbound.text for item in left.waiting] == ["buona"]
        (task,) = await store.tasks()
        assert (task.kind, task.conversation_id) == (TaskKind.POISON, conversation_id)
        assert "ValueError" in task.text

    async def test_a_due_follow_up_becomes_an_event_once(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, schedule=(CHECK, PROMISE))
        (owed, _) = (await teller.conversation(conversation_id)).follow_ups
        assert await store.next_due() == PROMISE.at
        assert await store.wake_due(PROMISE.at - timedelta(milliseconds=1)) == ()
        assert await store.wake_due(PROMISE.at) == (conversation_id,)
        assert await store.wake_due(PROMISE.at) == ()
        assert await store.next_due() == CHECK.at
        work = await store.work(conversation_id)
        assert work is not None
        (event,) = [item.inbound for item in work.waiting]
        assert (event.kind, event.event_key) == (InboundKind.FOLLOW_UP, f"followup:{owed.id}")
        assert event.payload == {"kind": "promise", "step": "0", "at": PROMISE.at.isoformat()}
        assert (event.occurred_at, event.conversation_key) == (PROMISE.at, "giulia")
        assert [item.kind for item in work.conversation.follow_ups] == [FollowUpKind.CHECK]

    async def test_follow_ups_missed_while_down_all_wake_oldest_first(self, store: Store) -> None:
        teller = Teller(store)
        first, second = await teller.hear(), await teller.hear(key="marco")
        await teller.turn(first, schedule=(CHECK,))
        await teller.turn(second, schedule=(PROMISE,))
        assert await store.wake_due(NOW + timedelta(days=3)) == (second, first)
        assert await store.next_due() is None

    async def test_a_follow_up_number_is_never_used_again(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        for round_ in range(3):
            await teller.turn(conversation_id, schedule=(PROMISE,))
            assert await store.wake_due(PROMISE.at) == (conversation_id,), round_

    async def test_a_follow_up_is_never_early_by_a_fraction_of_a_millisecond(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        at = NOW + SECOND + timedelta(microseconds=300)
        await teller.turn(conversation_id, schedule=(replace(PROMISE, at=at),))
        assert await store.wake_due(NOW + SECOND) == ()
        due = await store.next_due()
        assert due is not None
        assert due >= at
        assert await store.wake_due(due) == (conversation_id,)

    async def test_conversations_with_work_are_listed_oldest_first(self, store: Store) -> None:
        teller = Teller(store)
        first, second, third = [await teller.hear(key=key) for key in ("a", "b", "c")]
        await teller.hear(key="a")
        await teller.turn(second)
        assert await store.with_work() == (first, third)

    async def test_a_stranger_has_no_work(self, store: Store) -> None:
        assert await store.work(404) is None
        assert await store.dossier(404) is None

    @pytest.mark.parametrize("text", ["", "a:b :name '\"; --", "ｆａｔｔｕｒａ", "\u202e", "🙃" * 50])
    async def test_odd_text_comes_back_as_it_was(self, store: Store, text: str) -> None:
        accepted = await store.accept(batch(heard(text)), NOW)
        work = await store.work(accepted.conversations[0])
        assert work is not None
        assert work.waiting[0].inbound.text == text
        assert await Teller(store).texts() == [f"customer: {text}"]
