"""The store's contract: what is accepted, once, and which conversation and case it belongs to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.case import CaseStatus
from bot.model.message import Author, InboundKind, Quarantine, Surface
from bot.model.reference import reference_of
from bot.model.turn import TaskKind
from bot.service.store import Store
from tests.contracts.store_helpers import GIULIA, HOUR, NOW, Teller, batch, heard, letter

ODD = Quarantine(channel="web", account="main", event_key="odd", reason="no text", raw="{}")


class IntakeContract:
    """Commit 1."""

    async def test_a_message_is_stored_with_its_conversation_and_case(self, store: Store) -> None:
        message = heard("la ricarica non è arrivata", payload={"attachment": "photo"})
        accepted = await store.accept(batch(message), NOW)
        assert (accepted.new, accepted.duplicates) == (1, 0)
        work = await store.work(accepted.conversations[0])
        assert work is not None
        assert [item.inbound for item in work.waiting] == [message]
        conversation = work.conversation
        assert (conversation.key, conversation.contact, conversation.version) == ("giulia", GIULIA, 0)
        assert conversation.surface is Surface.PRIVATE
        assert (conversation.case.status, conversation.case.opened_at) == (CaseStatus.NEW, NOW)
        assert conversation.case.reference == reference_of(conversation.case.number)
        assert conversation.case.number > 1000

    async def test_in_private_the_same_persons_open_public_case_is_named(self, store: Store) -> None:
        public = heard(key="post:1", surface=Surface.PUBLIC)
        first = (await store.accept(batch(public), NOW)).conversations[0]
        for key, elsewhere, named in (
            ("dm:1", "post:1", True),
            ("dm:2", "post:2", False),
            ("dm:3", "", False),
        ):
            message = heard(key=key, elsewhere=elsewhere)
            work = await store.work((await store.accept(batch(message), NOW)).conversations[0])
            public_work = await store.work(first)
            assert work is not None
            assert public_work is not None
            case = public_work.conversation.case
            assert work.conversation.case.previous == (case.number if named else 0)
            assert work.conversation.case.number != case.number

    async def test_a_duplicate_update_is_stored_once(self, store: Store) -> None:
        first = await store.accept(batch(heard(event="one"), heard(event="one")), NOW)
        again = await store.accept(batch(heard(event="one")), NOW)
        assert (first.new, first.duplicates) == (1, 1)
        assert (again.new, again.duplicates, again.conversations) == (0, 1, ())
        assert await Teller(store).texts() == ["customer: ciao"]
        assert await store.with_work() == first.conversations

    async def test_a_replay_after_the_turn_brings_no_new_work(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear(event="one")
        await teller.turn(conversation_id)
        await store.accept(batch(heard(event="one")), NOW)
        assert await store.work(conversation_id) is None
        assert await store.with_work() == ()

    async def test_a_replay_after_the_case_was_closed_opens_no_new_one(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear(event="one")
        await teller.turn(conversation_id, status=CaseStatus.CLOSED)
        before = await teller.conversation(conversation_id)
        await store.accept(batch(heard(event="one")), NOW)
        assert await teller.conversation(conversation_id) == before

    async def test_the_same_event_key_on_another_account_is_another_event(self, store: Store) -> None:
        accepted = await store.accept(
            batch(heard(event="one"), heard(event="one", account="b"), heard(event="one", channel="x")), NOW
        )
        assert accepted.new == 3
        assert len(set(accepted.conversations)) == 3

    async def test_messages_wait_in_the_order_they_came(self, store: Store) -> None:
        texts = [f"riga {n}" for n in range(20)]
        accepted = await store.accept(batch(*(heard(text) for text in texts)), NOW)
        work = await store.work(accepted.conversations[0])
        assert work is not None
        assert [item.inbound.text for item in work.waiting] == texts
        ids = [item.id for item in work.waiting]
        assert ids == sorted(ids)

    async def test_the_cursor_moves_with_the_rows_and_only_then(self, store: Store) -> None:
        assert await store.cursor("web", "main") is None
        await store.accept(batch(heard(), cursor="41"), NOW)
        assert await store.cursor("web", "main") == "41"
        await store.accept(batch(heard()), NOW)
        assert await store.cursor("web", "main") == "41"
        await store.accept(batch(cursor="42"), NOW)
        assert await store.cursor("web", "main") == "42"
        assert await store.cursor("web", "other") is None

    async def test_a_batch_that_cannot_be_stored_leaves_nothing_and_keeps_the_cursor(
        self, store: Store
    ) -> None:
        await store.accept(batch(cursor="1"), NOW)
        with pytest.raises(UnicodeEncodeError):
            await store.accept(batch(heard("buono"), heard("\ud800"), cursor="2"), NOW)
        assert await store.cursor("web", "main") == "1"
        assert await store.with_work() == ()
        assert await Teller(store).texts() == []

    async def test_an_unreadable_item_is_set_aside_once_with_a_task(self, store: Store) -> None:
        first = await store.accept(batch(ODD, cursor="7"), NOW)
        again = await store.accept(batch(ODD), NOW)
        assert (first.new, first.conversations, again.duplicates) == (1, (), 1)
        assert await store.cursor("web", "main") == "7"
        (task,) = await store.tasks()
        assert (task.kind, task.conversation_id) == (TaskKind.QUARANTINE, 0)
        assert "no text" in task.text

    async def test_a_message_after_a_resolved_case_reopens_it(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter())
        await teller.hear()
        await teller.turn(conversation_id, status=CaseStatus.RESOLVED)
        before = await teller.conversation(conversation_id)
        await teller.hear("non ancora")
        after = await teller.conversation(conversation_id)
        assert after.case.status is CaseStatus.REOPENED
        assert after.case.number == before.case.number

    async def test_a_message_after_a_closed_case_opens_a_new_one_that_names_it(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, status=CaseStatus.CLOSED)
        before = await teller.conversation(conversation_id)
        await teller.hear("un'altra cosa", now=NOW + HOUR)
        after = await teller.conversation(conversation_id)
        assert after.case.status is CaseStatus.NEW
        assert after.case.previous == before.case.number != after.case.number
        assert after.case.opened_at == NOW + HOUR

    async def test_a_turn_decided_before_the_case_changed_is_decided_again(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, status=CaseStatus.CLOSED)
        event = heard(kind=InboundKind.FOLLOW_UP)
        await store.accept(batch(event), NOW)
        work = await store.work(conversation_id)
        assert work is not None
        await teller.hear("un'altra cosa")
        stale = await store.work(conversation_id)
        assert stale is not None
        assert stale.conversation.version > work.conversation.version

    async def test_a_message_heard_while_its_case_was_being_closed_gets_a_live_case(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        work = await store.work(conversation_id)
        assert work is not None
        await teller.hear("aspetta")
        assert await teller.turn(conversation_id, status=CaseStatus.CLOSED, done=(work.waiting[0].id,))
        left = await store.work(conversation_id)
        assert left is not None
        assert [item.inbound.text for item in left.waiting] == ["aspetta"]
        assert left.conversation.case.status is CaseStatus.NEW
        assert left.conversation.case.previous == work.conversation.case.number

    @pytest.mark.parametrize("status", [CaseStatus.WITH_AGENT, CaseStatus.ANSWERED])
    async def test_a_message_in_an_open_case_leaves_its_status(
        self, store: Store, status: CaseStatus
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, status=status)
        await teller.hear()
        assert (await teller.conversation(conversation_id)).case.status is status

    @pytest.mark.parametrize("kind", [InboundKind.FOLLOW_UP, InboundKind.AGENT_REPLY, InboundKind.TAKE_OVER])
    async def test_an_event_of_ours_waits_but_is_no_message_and_revives_no_case(
        self, store: Store, kind: InboundKind
    ) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, status=CaseStatus.CLOSED)
        own = heard("parole", kind=kind, author=Author(id="agent:FB"))
        assert (await store.accept(batch(own), NOW)).conversations == (conversation_id,)
        conversation = await teller.conversation(conversation_id)
        assert (conversation.case.status, conversation.contact) == (CaseStatus.CLOSED, GIULIA)
        assert await teller.texts() == ["customer: ciao"]
        assert await store.with_work() == (conversation_id,)

    async def test_a_button_is_heard_as_its_label(self, store: Store) -> None:
        teller = Teller(store)
        await teller.hear("", kind=InboundKind.BUTTON, button="Ho risolto")
        assert await teller.texts() == ["customer: Ho risolto"]

    async def test_the_contact_is_as_last_seen(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        renamed = Author(id="g", name="Giulia R.", language_hint="en")
        await teller.hear(author=renamed)
        assert (await teller.conversation(conversation_id)).contact == renamed

    async def test_what_the_brand_says_elsewhere_is_no_customers_message(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        await teller.turn(conversation_id, status=CaseStatus.CLOSED)
        await teller.hear("ci penso io", author=Author(id="b", name="Volo", is_brand=True))
        conversation = await teller.conversation(conversation_id)
        assert (conversation.contact, conversation.case.status) == (GIULIA, CaseStatus.CLOSED)
        assert await teller.texts() == ["customer: ciao", "agent: ci penso io"]

    async def test_times_are_kept_to_the_millisecond(self, store: Store) -> None:
        at = NOW + timedelta(milliseconds=123)
        await Teller(store).hear(occurred_at=at)
        (line,) = await store.lines_after("web", "main", "giulia", 0)
        assert line.at == at

    async def test_lines_are_read_on_from_a_number(self, store: Store) -> None:
        teller = Teller(store)
        for text in ("uno", "due", "tre"):
            await teller.hear(text)
            await teller.hear(text, key="altri")
        first = (await store.lines_after("web", "main", "giulia", 0))[0].n
        lines = await store.lines_after("web", "main", "giulia", first)
        assert [line.text for line in lines] == ["due", "tre"]
        assert await store.lines_after("web", "main", "nobody", 0) == ()
