"""The store's contract: how far intents have come, counted where they are asked, every step kept."""

from __future__ import annotations

from bot.model.approval import ApprovalCounted, ApprovalEvent, ApprovalLost
from bot.model.message import Earlier, Purpose
from bot.service.store import Store
from bot.service.values import Sent
from tests.contracts.store_helpers import NOW, SECOND, Teller, letter


def counted(confidence: float = 0.95, needed: int = 2) -> ApprovalCounted:
    return ApprovalCounted(intent="orari", confidence=confidence, by="FB", needed=needed)


class ApprovalsContract:
    """Commit 2, as far as approvals go."""

    async def test_bands_are_counted_apart_and_the_next_turn_knows_which_graduated(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, approvals=(counted(), counted(0.85), counted()))
        found = {item.band: (item.approved, item.automatic_since) for item in await store.standings()}
        assert found == {8: (1, None), 9: (2, NOW)}
        await teller.hear("e poi?")
        work = await store.work(conversation_id)
        assert work is not None
        assert work.conversation.graduated == {("orari", 9)}
        (task,) = await store.tasks()
        assert (task.reason, task.conversation_id) == ("graduated:orari:web:2", 0)

    async def test_a_correction_of_an_answer_begins_its_intent_anew_in_every_band(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter(template="orari"))
        await store.settle(outbound, Sent(id="m1"), NOW + SECOND)
        await teller.hear("e poi?")
        await teller.turn(outbound.conversation_id, approvals=(counted(), counted(0.85), counted()))
        await teller.hear("allora?")
        lost = ApprovalLost(event=ApprovalEvent.CORRECTED, by="MR", outbound=outbound.id)
        await teller.turn(outbound.conversation_id, approvals=(lost,))
        assert [(item.approved, item.automatic_since) for item in await store.standings()] == [(0, None)] * 2
        latest, *_ = await store.approval_steps(1)
        assert (latest.event, latest.by, latest.approved) == (ApprovalEvent.CORRECTED, "MR", 2)
        assert latest.conversation_id == outbound.conversation_id
        assert "fell_back:orari:web:corrected" in [task.reason for task in await store.tasks()]

    async def test_a_correction_of_a_persons_words_is_nobodys_fault(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter(purpose=Purpose.AGENT, revises=Earlier(outbound=9, id="x")))
        await teller.hear("e poi?")
        await teller.turn(outbound.conversation_id, approvals=(counted(needed=0),))
        await teller.hear("allora?")
        lost = ApprovalLost(event=ApprovalEvent.CORRECTED, by="MR", outbound=outbound.id)
        await teller.turn(outbound.conversation_id, approvals=(lost,))
        assert [item.approved for item in await store.standings()] == [1]
