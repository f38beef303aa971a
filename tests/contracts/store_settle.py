"""The store's contract: how a send ended, what was in doubt, and what people are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.model.message import Outbound, Purpose
from bot.model.turn import TaskKind
from bot.service.store import Store
from bot.service.values import Absent, CannotTell, Later, Reconciled, Refused, SendOutcome, Sent, Unknown
from tests.contracts.store_helpers import HOUR, KEY, MINUTE, NOW, SECOND, Teller, letter

BUSY = Refused(reason="503", permanent=False)


class SettleContract:
    """Commit 4."""

    async def test_what_was_sent_is_in_the_transcript_once(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("ecco", buttons=("Sì", "No")))
        assert await teller.texts() == ["customer: ciao"]
        for _ in range(2):
            await store.settle(outbound, Sent(id="p1"), NOW + SECOND)
        assert await teller.texts() == ["customer: ciao", "bot: ecco"]
        line = (await store.lines_after(*KEY, "giulia", 0))[-1]
        assert (line.buttons, line.at) == (("Sì", "No"), NOW + SECOND)
        assert await teller.pending(outbound.conversation_id) == []

    async def test_a_persons_words_are_theirs_in_the_transcript(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("sono Francesca", Purpose.AGENT, author="FB"))
        await store.settle(outbound, Sent(id="p1"), NOW)
        line = (await store.lines_after(*KEY, "giulia", 0))[-1]
        assert (line.sender, line.author) == ("agent", "FB")

    async def test_what_was_said_or_may_have_been_is_known_again(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("uno"), letter("due"))

        async def spoken(key: str = "giulia") -> tuple[str, ...]:
            return await store.spoken(*KEY, key, NOW)

        assert await spoken() == ("uno",), "it is being sent, and the next is not yet"
        await store.settle(outbound, Sent(id="p1"), NOW)
        assert await spoken() == ("uno",)
        (second,) = await teller.claim()
        await store.settle(second, Unknown(evidence="cut"), NOW)
        assert await spoken() == ("uno", "due")
        await store.settle_doubt(second, CannotTell(reason="no list"), NOW)
        assert await spoken() == ("uno", "due")
        assert await spoken("marco") == ()
        assert await store.spoken(*KEY, "giulia", NOW + MINUTE) == ("due",), "what was sent was long ago"

    async def test_what_surely_was_not_sent_may_yet_turn_up(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("uno"))
        await store.settle(outbound, Unknown(evidence="cut"), NOW)
        await store.settle_doubt(outbound, Absent(), NOW)
        assert await store.spoken(*KEY, "giulia", NOW) == ("uno",)

    async def test_refused_for_good_becomes_a_task_and_frees_the_conversation(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter("uno"), letter("due"))
        (first,) = await teller.claim()
        await store.settle(first, Refused(reason="blocked", permanent=True, contact_lost=True), NOW)
        (task,) = await store.tasks()
        assert (task.kind, task.conversation_id) == (TaskKind.NOT_SENT, conversation_id)
        assert "blocked us" in task.text
        assert await teller.pending(conversation_id) == ["refused: uno", "queued: due"]
        assert [item.letter.text for item in await teller.claim()] == ["due"]

    async def test_tries_are_ever_further_apart_and_at_most_five_minutes(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        now, pauses = NOW, []
        for _ in range(40):
            await store.settle(outbound, Later(after=0 * SECOND, reason="busy"), now)
            due = await store.next_send(KEY, now)
            assert due is not None
            pauses.append(due - now)
            now = due
            (outbound,) = await teller.claim(now)
        assert pauses[0] >= 0.5 * SECOND
        assert pauses == sorted(pauses)
        assert 4 * MINUTE <= pauses[-1] <= 5 * MINUTE

    async def test_fifteen_minutes_of_failing_end_at_a_person(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        now = NOW
        for _ in range(20):
            due = await _fail(store, outbound, now)
            if due is None:
                break
            now = due
            (outbound,) = await teller.claim(now)
        assert 15 * MINUTE <= now - NOW <= 21 * MINUTE
        assert [task.kind for task in await store.tasks()] == [TaskKind.NOT_SENT]

    async def test_a_platform_that_says_later_is_obeyed_however_long(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, Later(after=HOUR, reason="429"), NOW)
        assert await store.next_send(KEY, NOW) == NOW + HOUR
        (again,) = await teller.claim(NOW + HOUR)
        await store.settle(again, Later(after=HOUR, reason="429"), NOW + HOUR)
        assert await store.tasks() == ()
        assert len(await teller.claim(NOW + 2 * HOUR)) == 1

    async def test_an_unknown_end_is_in_doubt_at_once(self, store: Store) -> None:
        outbound = await Teller(store).sending()
        assert await store.in_doubt(NOW + 59 * SECOND) == ()
        await store.settle(outbound, Unknown(evidence="the line was cut"), NOW)
        assert await store.in_doubt(NOW) == (outbound,)

    async def test_a_send_never_settled_is_in_doubt_when_its_lease_is_over(self, store: Store) -> None:
        outbound = await Teller(store).sending()
        assert await store.in_doubt(NOW + MINUTE) == (outbound,)

    async def test_at_start_up_every_lease_is_over(self, store: Store) -> None:
        outbound = await Teller(store).sending()
        await store.release_leases()
        assert await store.in_doubt(NOW) == (outbound,)

    async def test_doubt_that_was_sent_after_all(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, Unknown(evidence="cut"), NOW)
        await store.settle_doubt(outbound, Sent(id="p1"), NOW)
        assert await teller.texts() == ["customer: ciao", "bot: ecco"]
        assert await store.in_doubt(NOW + HOUR) == ()
        assert await teller.claim(NOW + HOUR) == ()

    async def test_doubt_that_was_surely_not_sent_goes_again(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.release_leases()
        await store.settle_doubt(outbound, Absent(), NOW + HOUR)
        (again,) = await teller.claim(NOW + HOUR)
        assert (again.id, again.attempt, again.first_attempt_at) == (outbound.id, 2, NOW)

    async def test_doubt_that_comes_back_for_ever_ends_at_a_person(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        now = NOW
        for _ in range(60):
            await store.settle_doubt(outbound, Absent(), now)
            due = await store.next_send(KEY, now)
            if due is None:
                break
            now = due + MINUTE
            (outbound,) = await teller.claim(now)
        assert [task.kind for task in await store.tasks()] == [TaskKind.NOT_SENT]
        assert now - NOW <= HOUR

    async def test_doubt_that_cannot_be_cleared_is_asked_of_a_person(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter("uno"), letter("due"))
        (first,) = await teller.claim()
        await store.settle(first, Unknown(evidence="cut"), NOW)
        await store.settle_doubt(first, CannotTell(reason="the channel cannot tell"), NOW)
        (task,) = await store.tasks()
        assert task.kind is TaskKind.MAYBE_SENT
        assert "may have been sent" in task.text
        assert await teller.pending(conversation_id) == ["unknown: uno", "queued: due"]

    @pytest.mark.parametrize(
        "late",
        [
            Sent(id="p"),
            Refused(reason="no", permanent=True),
            BUSY,
            Later(after=SECOND, reason=""),
            Unknown(evidence=""),
        ],
    )
    async def test_a_late_word_about_an_earlier_attempt_changes_nothing(
        self, store: Store, late: SendOutcome
    ) -> None:
        teller = Teller(store)
        first = await teller.sending()
        await store.settle(first, BUSY, NOW)
        (second,) = await teller.claim(NOW + MINUTE)
        before = await store.dossier(first.conversation_id)
        await store.settle(first, late, NOW + MINUTE)
        assert await store.dossier(first.conversation_id) == before
        assert await store.in_doubt(NOW + MINUTE) == ()
        await store.settle(second, Sent(id="p2"), NOW + MINUTE)
        assert await teller.texts() == ["customer: ciao", "bot: ecco"]

    @pytest.mark.parametrize("late", [Sent(id="p"), Absent(), CannotTell(reason="no")])
    async def test_a_late_look_up_changes_nothing(self, store: Store, late: Reconciled) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, Sent(id="p1"), NOW)
        await store.settle_doubt(outbound, late, NOW)
        await store.settle_doubt(replace(outbound, attempt=9), late, NOW)
        assert await teller.texts() == ["customer: ciao", "bot: ecco"]
        assert await store.tasks() == ()
        assert await teller.claim(NOW + HOUR) == ()

    @pytest.mark.parametrize("sent", [True, False])
    async def test_a_person_sends_a_failed_message_again_once(self, store: Store, sent: bool) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        if sent:
            await store.settle_doubt(outbound, CannotTell(reason="who knows"), NOW)
        else:
            await store.settle(outbound, Refused(reason="no", permanent=True), NOW)
        assert await store.resend(outbound.id, "FB", NOW)
        assert not await store.resend(outbound.id, "FB", NOW)
        assert await store.tasks() == ()
        assert await teller.pending(outbound.conversation_id) == ["queued: ecco"]
        (again,) = await teller.claim()
        assert (again.letter, again.attempt) == (outbound.letter, 1)
        assert again.id != outbound.id

    async def test_what_was_sent_or_is_queued_cannot_be_sent_again(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        assert not await store.resend(outbound.id, "FB", NOW)
        await store.settle(outbound, Sent(id="p1"), NOW)
        assert not await store.resend(outbound.id, "FB", NOW)
        assert not await store.resend(404, "FB", NOW)


async def _fail(store: Store, outbound: Outbound, now: datetime) -> datetime | None:
    """Have a send refused for now; gives when it may be tried again."""
    await store.settle(outbound, BUSY, now)
    return await store.next_send(KEY, now)
