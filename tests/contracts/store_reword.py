"""The store's contract: words that the platform would not take again become an event of the conversation."""

from __future__ import annotations

from bot.model.message import InboundKind, Purpose, Surface, Wording
from bot.model.turn import TaskKind, WithdrawScope
from bot.service.store import Store
from bot.service.values import SameWords
from tests.contracts.store_helpers import NOW, SECOND, Teller, letter

SAME = SameWords(reason="posted before")


PUBLIC = letter("ecco", surface=Surface.PUBLIC, template="orari", variant=2, wording=Wording(), reply_to="7")


class RewordContract:
    """Commit 4, where the same is to be said otherwise."""

    async def test_it_is_taken_back_and_the_conversation_has_the_letter_to_decide_on_once(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        outbound = await teller.sending(PUBLIC)
        for _ in range(2):
            await store.settle(outbound, SAME, NOW + SECOND)
        work = await store.work(outbound.conversation_id)
        assert work is not None
        (event,) = (item.inbound for item in work.waiting)
        assert (event.kind, event.letter) == (InboundKind.REWORD, outbound.letter)
        assert await teller.texts() == ["customer: ciao"]
        assert await teller.pending(outbound.conversation_id) == []
        assert await store.tasks() == ()

    async def test_a_persons_words_are_a_task_for_them(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("ci penso io", Purpose.AGENT, author="FB"))
        await store.settle(outbound, SAME, NOW)
        assert [task.kind for task in await store.tasks()] == [TaskKind.NOT_SENT]
        assert await store.work(outbound.conversation_id) is None

    async def test_what_was_taken_back_meanwhile_is_over(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(PUBLIC)
        await teller.hear("no, lascia stare")
        await teller.turn(outbound.conversation_id, withdraw=WithdrawScope.AUTOMATIC)
        await store.settle(outbound, SAME, NOW + SECOND)
        assert await store.work(outbound.conversation_id) is None
        assert await teller.pending(outbound.conversation_id) == []
