"""The store's contract: a draft is a row until a person or the customer ends it; one waits at a time."""

from __future__ import annotations

import pytest

from bot.model.draft import DraftEnded, DraftMade, DraftState, Ending, Proposal, Refusal
from bot.model.turn import NewTask, TaskKind
from bot.service.store import Store
from bot.service.values import Dossier
from tests.contracts.store_helpers import MINUTE, NOW, Teller, letter

TOLD = NewTask(kind=TaskKind.DRAFT, text="ecco")


def drafted(text: str = "ecco") -> DraftMade:
    proposal = Proposal(
        letter=letter(text, template="orari", variant=2),
        intent="orari",
        confidence=0.93,
        reason="the channel is in draft",
        why=("orari with 0.93",),
        promised=NOW + MINUTE,
    )
    return DraftMade(proposal=proposal)


async def read(store: Store, conversation_id: int) -> Dossier:
    dossier = await store.dossier(conversation_id)
    assert dossier is not None
    return dossier


class DraftsContract:
    """Commit 2, as far as drafts go."""

    async def test_a_draft_is_given_to_the_desk_and_to_the_next_turn_as_it_was_made(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        assert await teller.turn(conversation_id, drafts=(drafted(),), tasks=(TOLD,))
        draft = (await read(store, conversation_id)).draft
        assert draft is not None
        assert (draft.proposal, draft.made_at) == (drafted().proposal, NOW)
        await teller.hear("allora?")
        work = await store.work(conversation_id)
        assert work is not None
        assert work.draft == draft
        view = await store.desk_view("g", conversation_id)
        assert view is not None
        assert view.draft == draft

    async def test_a_new_draft_takes_the_place_of_the_one_before_with_its_task(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, drafts=(drafted("uno"),), tasks=(TOLD,))
        await teller.hear("allora?")
        await teller.turn(conversation_id, drafts=(drafted("due"),), tasks=(TOLD,))
        dossier = await read(store, conversation_id)
        assert dossier.draft is not None
        assert dossier.draft.text == "due"
        assert [task.kind for task in dossier.tasks] == [TaskKind.DRAFT]

    @pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.OPEN])
    async def test_a_draft_that_ended_waits_no_more_and_its_task_is_done(
        self, store: Store, state: DraftState
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, drafts=(drafted(),), tasks=(TOLD,))
        await teller.hear("allora?")
        waiting = (await read(store, conversation_id)).draft
        assert waiting is not None
        assert await store.ending_of(waiting.id) == Ending(state=DraftState.OPEN)
        ended = DraftEnded(state=state, by="FB", refusal=Refusal.TONE, said="altro")
        await teller.turn(conversation_id, drafts=(ended,))
        assert await store.ending_of(waiting.id) == Ending(state=state, by="FB", said="altro")
        assert await store.ending_of(404) is None
        dossier = await read(store, conversation_id)
        assert (dossier.draft, dossier.tasks) == (None, ())

    async def test_a_turn_that_comes_too_late_leaves_the_draft_as_it_is(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, drafts=(drafted(),))
        await teller.hear("allora?")
        work = await store.work(conversation_id)
        assert work is not None
        await teller.turn(conversation_id)
        await teller.hear("?")
        ended = DraftEnded(state=DraftState.APPROVED, by="FB")
        assert not await teller.turn(conversation_id, drafts=(ended,), conversation=work.conversation)
        assert (await read(store, conversation_id)).draft is not None
