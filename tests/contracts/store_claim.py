"""The store's contract: which letters may be sent now, in which order, within which rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.model.message import Purpose
from bot.model.traits import Rate
from bot.model.turn import WithdrawScope
from bot.service.store import Store
from bot.service.values import Absent, CannotTell, Later, Refused, Sent, Unknown
from tests.contracts.store_helpers import HOUR, KEY, MINUTE, NOW, SECOND, Teller, batch, heard, letter

X = ("x", "main")
ONE_A_SECOND = {KEY: (Rate(scope="conversation", count=1, per=SECOND),)}


class ClaimContract:
    """Commit 3."""

    async def test_a_claimed_letter_carries_all_that_a_channel_needs(self, store: Store) -> None:
        teller = Teller(store)
        wanted = letter(
            "ecco", buttons=("Sì", "No"), reply_to="m1", source="replies/it/x.j2:3", language="it"
        )
        conversation_id = await teller.say(wanted)
        (outbound,) = await teller.claim(NOW + SECOND)
        assert outbound.letter == wanted
        assert (outbound.channel, outbound.account, outbound.conversation_key) == (*KEY, "giulia")
        assert (outbound.conversation_id, outbound.attempt) == (conversation_id, 1)
        assert outbound.first_attempt_at == NOW + SECOND

    async def test_nothing_is_claimed_twice(self, store: Store) -> None:
        teller = Teller(store)
        for key in "abc":
            await teller.say(letter(), key=key)
        assert len(await teller.claim()) == 3
        assert await teller.claim(NOW + HOUR) == ()

    async def test_only_the_head_of_a_conversation_goes(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("uno"), letter("due"), letter("tre"))
        order = []
        while claimed := await teller.claim():
            (outbound,) = claimed
            assert await teller.claim() == ()
            order.append(outbound.letter.text)
            await store.settle(outbound, Sent(id=outbound.letter.text), NOW)
        assert order == ["uno", "due", "tre"]

    async def test_a_retry_is_never_overtaken(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("uno"), letter("due"))
        (first,) = await teller.claim()
        await store.settle(first, Refused(reason="503", permanent=False), NOW)
        assert await teller.claim(NOW) == ()
        (again,) = await teller.claim(NOW + MINUTE)
        assert (again.id, again.attempt, again.first_attempt_at) == (first.id, 2, NOW)

    async def test_doubt_holds_up_its_conversation_and_no_other(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("uno"), letter("due"))
        (first,) = await teller.claim()
        await store.settle(first, Unknown(evidence="timed out"), NOW)
        await teller.say(letter("per Marco"), key="marco")
        assert [item.letter.text for item in await teller.claim(NOW + HOUR)] == ["per Marco"]
        await store.settle_doubt(first, CannotTell(reason="no look-up"), NOW)
        assert [item.letter.text for item in await teller.claim(NOW + HOUR)] == ["due"]

    async def test_an_automatic_letter_waits_for_unheard_messages(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter())
        await teller.hear("aspetta!")
        assert await teller.claim() == ()
        assert await store.next_send(KEY, NOW) is None
        await teller.turn(conversation_id)
        assert len(await teller.claim()) == 1

    async def test_a_persons_letter_does_not_wait_for_unheard_messages(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("sono Francesca", Purpose.AGENT))
        await teller.hear("pronto?")
        assert len(await teller.claim()) == 1

    async def test_only_accounts_that_are_named_are_served(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter())
        assert await teller.claim(rates={}) == ()
        assert await teller.claim(rates={X: ()}) == ()
        assert len(await teller.claim(rates={X: (), KEY: ()})) == 1

    async def test_accounts_take_turns(self, store: Store) -> None:
        teller = Teller(store)
        for n in range(6):
            await teller.say(letter(), key=f"w{n}")
        for n in range(2):
            await _say_on_x(teller, f"x{n}")
        claimed = await teller.claim(most=4, rates={KEY: (), X: ()})
        assert sorted(item.channel for item in claimed) == ["web", "web", "x", "x"]

    async def test_at_most_so_many_are_claimed_oldest_first(self, store: Store) -> None:
        teller = Teller(store)
        for n in range(5):
            await teller.say(letter(f"{n}"), key=f"k{n}", now=NOW + n * SECOND)
        claimed = await teller.claim(NOW + MINUTE, most=3)
        assert [item.letter.text for item in claimed] == ["0", "1", "2"]

    async def test_the_most_urgent_are_claimed_first_however_long_others_have_waited(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        letters = (
            letter("promemoria", Purpose.FOLLOW_UP, template="_remind"),
            letter("risposta"),
            letter("in ritardo", Purpose.FOLLOW_UP, template="_late"),
            letter("sono Francesca", Purpose.AGENT),
            letter("altra risposta"),
        )
        for n, each in enumerate(letters):
            await teller.say(each, key=f"k{n}", now=NOW + n * SECOND)
        later = NOW + MINUTE
        first = [item.letter.text for item in await teller.claim(later, most=2)]
        rest = [item.letter.text for item in await teller.claim(later)]
        assert first == ["sono Francesca", "in ritardo"]
        assert rest == ["risposta", "altra risposta", "promemoria"]

    async def test_what_a_person_sends_again_is_a_persons(self, store: Store) -> None:
        teller = Teller(store)
        refused = await teller.sending(letter("di nuovo", Purpose.FOLLOW_UP))
        await store.settle(refused, Refused(reason="no", permanent=True), NOW)
        await teller.say(letter("risposta"), key="marco")
        assert await store.resend(refused.id, "FB", NOW + SECOND)
        (first,) = await teller.claim(NOW + MINUTE, most=1)
        assert first.letter.text == "di nuovo"

    async def test_a_talkative_conversation_does_not_starve_a_quiet_one(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(*(letter(f"g{n}") for n in range(10)))
        await teller.say(letter("per Marco"), key="marco")
        assert [item.letter.text for item in await teller.claim(most=2)] == ["g0", "per Marco"]

    async def test_an_accounts_rate_is_kept_and_says_when_to_come_back(self, store: Store) -> None:
        teller = Teller(store)
        rates = {KEY: (Rate(scope="account", count=4, per=MINUTE),)}
        for n in range(10):
            await teller.say(letter(), key=f"k{n}")
        sent = await _drain(teller, rates, NOW, NOW + 3 * MINUTE)
        assert len(sent) == 10
        for moment in sent:
            assert sum(moment <= other < moment + MINUTE for other in sent) <= 4

    async def test_a_conversations_rate_holds_up_that_conversation_only(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("uno"), letter("due"))
        (first,) = await teller.claim(rates=ONE_A_SECOND)
        await store.settle(first, Sent(id="1"), NOW)
        await teller.say(letter("per Marco"), key="marco")
        assert [item.letter.text for item in await teller.claim(rates=ONE_A_SECOND, most=1)] == ["per Marco"]
        assert await store.next_send(KEY, NOW) == NOW + SECOND
        assert [item.letter.text for item in await teller.claim(NOW + SECOND, rates=ONE_A_SECOND)] == ["due"]

    async def test_later_for_the_whole_account_stops_the_account_and_no_other(self, store: Store) -> None:
        teller = Teller(store)
        for key in ("a", "b"):
            await teller.say(letter(), key=key)
        (first,) = await teller.claim(most=1)
        await store.settle(first, Later(after=7 * SECOND, reason="429", whole_account=True), NOW)
        await _say_on_x(teller, "x")
        both = {KEY: (), X: ()}
        assert [item.channel for item in await teller.claim(NOW, rates=both)] == ["x"]
        assert await store.next_send(KEY, NOW) == NOW + 7 * SECOND
        assert await teller.claim(NOW + timedelta(seconds=6.999), rates=both) == ()
        assert len(await teller.claim(NOW + 7 * SECOND, rates=both)) == 2

    async def test_later_for_one_conversation_leaves_the_others(self, store: Store) -> None:
        teller = Teller(store)
        for key in ("a", "b"):
            await teller.say(letter(f"per {key}"), key=key)
        (first,) = await teller.claim(most=1)
        await store.settle(first, Later(after=7 * SECOND, reason="429"), NOW)
        assert [item.letter.text for item in await teller.claim()] == ["per b"]
        assert [item.id for item in await teller.claim(NOW + 7 * SECOND)] == [first.id]

    async def test_a_clock_set_back_does_not_stop_an_account(self, store: Store) -> None:
        teller = Teller(store)
        rates = {KEY: (Rate(scope="account", count=1, per=SECOND),)}
        await teller.say(letter(), key="a", now=NOW - 2 * HOUR)
        await teller.say(letter(), key="b", now=NOW - 2 * HOUR)
        assert len(await teller.claim(NOW, rates=rates)) == 1
        back = NOW - HOUR
        assert len(await teller.claim(back + SECOND, rates=rates)) == 1

    async def test_next_send_is_none_when_nothing_is_queued(self, store: Store) -> None:
        teller = Teller(store)
        assert await store.next_send(KEY, NOW) is None
        await teller.say(letter())
        assert await store.next_send(KEY, NOW + SECOND) == NOW + SECOND
        assert await store.next_send(X, NOW) is None
        await teller.claim()
        assert await store.next_send(KEY, NOW) is None

    async def test_after_a_take_over_no_automatic_letter_starts(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(
            letter("uno"), letter("due"), letter("promemoria", Purpose.FOLLOW_UP)
        )
        (first,) = await teller.claim()
        await teller.hear()
        await teller.turn(conversation_id, letter("FB", Purpose.AGENT), withdraw=WithdrawScope.AUTOMATIC)
        await store.settle(first, Refused(reason="503", permanent=False), NOW)
        assert [item.letter.text for item in await teller.claim(NOW + HOUR)] == ["FB"]

    async def test_what_was_withdrawn_during_a_doubtful_send_is_not_sent_again(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say(letter("promemoria", Purpose.FOLLOW_UP))
        (first,) = await teller.claim()
        await store.settle(first, Unknown(evidence="cut"), NOW)
        await teller.hear()
        await teller.turn(conversation_id, withdraw=WithdrawScope.FOLLOW_UPS)
        await store.settle_doubt(first, Absent(), NOW)
        assert await teller.claim(NOW + HOUR) == ()
        assert await teller.pending(conversation_id) == []
        assert await store.next_send(KEY, NOW) is None


async def _say_on_x(teller: Teller, key: str) -> None:
    accepted = await teller.store.accept(batch(heard(key=key, channel="x"), channel="x"), NOW)
    assert await teller.turn(accepted.conversations[0], letter())


async def _drain(
    teller: Teller, rates: Mapping[tuple[str, str], Sequence[Rate]], now: datetime, until: datetime
) -> list[datetime]:
    """Send at every moment the store names; gives when each letter went."""
    sent: list[datetime] = []
    due = await teller.store.next_send(KEY, now)
    while due is not None and due <= until:
        claimed = await teller.claim(due, rates=rates)
        assert claimed, "the store named a moment at which nothing may go"
        for outbound in claimed:
            sent.append(due)
            await teller.store.settle(outbound, Sent(id=f"{outbound.id}"), due)
        due = await teller.store.next_send(KEY, due)
    assert all(one <= other for one, other in pairwise(sent))
    return sent
