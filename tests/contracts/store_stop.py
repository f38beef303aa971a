"""The store's contract: the switch, and the breaker that stops one account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.model.message import Outbound, Purpose
from bot.model.stopping import BreakerCause, Stop, StopScope, StopSource
from bot.model.traits import Rate
from bot.model.turn import TaskKind, WithdrawScope
from bot.service.store import Store
from bot.service.values import Absent, CannotTell, Later, Refused, SameWords, SendOutcome, Sent, Unknown
from tests.contracts.store_helpers import HOUR, KEY, MINUTE, NOW, SECOND, Teller, batch, heard, letter

X = ("x", "main")
BOTH = tuple(StopScope)
PEOPLES = (StopSource.PERSON, StopSource.SIGNAL)
REFUSED = Refused(reason="403", permanent=True)
HALF_A_MINUTE = 30 * SECOND


def capped(count: int) -> Mapping[tuple[str, str], Sequence[Rate]]:
    """Give the rates of an account with a cap of automatic messages a minute."""
    return {KEY: (Rate(scope="automatic", count=count, per=MINUTE),)}


def a_stop(
    scope: StopScope = StopScope.EVERYTHING, source: StopSource = StopSource.PERSON, by: str = "FB"
) -> Stop:
    return Stop(source=source, scope=scope, by=by, why="un errore nei testi", since=NOW)


class StopContract:
    """The switch: a row, asked in the commit that begins a send."""

    async def test_while_everything_is_stopped_nothing_begins(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter())
        await teller.say(letter("sono Francesca", Purpose.AGENT), key="marco")
        assert await store.stop(a_stop())
        assert await teller.claim(NOW + HOUR) == ()
        assert await store.next_send(KEY, NOW) is None

    async def test_while_the_bot_is_stopped_people_still_write(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter())
        await teller.say(letter("sono Francesca", Purpose.AGENT), key="marco", now=NOW + SECOND)
        await store.stop(a_stop(StopScope.AUTOMATIC))
        assert await store.next_send(KEY, NOW) == NOW + SECOND
        (outbound,) = await teller.claim(NOW + SECOND)
        assert (outbound.letter.purpose, outbound.automatic) == (Purpose.AGENT, False)
        assert await store.next_send(KEY, NOW) is None

    async def test_an_automatic_message_that_a_person_sends_again_is_a_persons(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, REFUSED, NOW)
        await store.stop(a_stop(StopScope.AUTOMATIC))
        assert await store.resend(outbound.id, "FB", NOW)
        (again,) = await teller.claim()
        assert not again.automatic

    async def test_what_was_stopped_goes_after_the_release_in_its_order(self, store: Store) -> None:
        teller = Teller(store)
        await store.stop(a_stop())
        for n in range(3):
            await teller.say(letter(f"{n}"), key=f"k{n}", now=NOW + n * SECOND)
        assert await store.release("MR", NOW + HOUR, sources=PEOPLES, scopes=BOTH) == 1
        assert [item.letter.text for item in await teller.claim(NOW + HOUR)] == ["0", "1", "2"]

    async def test_who_pulled_first_stays_and_is_named(self, store: Store) -> None:
        assert await store.stop(a_stop())
        assert not await store.stop(a_stop(by="MR"))
        assert await store.stops() == (a_stop(),)

    async def test_a_release_ends_only_what_it_names(self, store: Store) -> None:
        for source in StopSource:
            await store.stop(a_stop(source=source))
        await store.stop(a_stop(StopScope.AUTOMATIC))
        assert await store.release("file", NOW, sources=[StopSource.FILE], scopes=BOTH) == 1
        assert {stop.source for stop in await store.stops()} == {*PEOPLES}
        assert await store.release("FB", NOW, sources=PEOPLES, scopes=[StopScope.EVERYTHING]) == 2
        assert await store.stops() == (a_stop(StopScope.AUTOMATIC),)
        assert await store.release("FB", NOW, sources=PEOPLES, scopes=BOTH) == 1
        assert await store.release("FB", NOW, sources=PEOPLES, scopes=BOTH) == 0
        assert await store.stops() == ()

    async def test_it_can_be_pulled_again_after_a_release(self, store: Store) -> None:
        await store.stop(a_stop())
        await store.release("FB", NOW, sources=PEOPLES, scopes=BOTH)
        assert await store.stop(a_stop(by="MR"))
        assert [stop.by for stop in await store.stops()] == ["MR"]

    async def test_messages_come_in_and_are_decided_while_it_holds(self, store: Store) -> None:
        teller = Teller(store)
        await store.stop(a_stop())
        conversation_id = await teller.say(letter("ecco"))
        assert await teller.pending(conversation_id) == ["queued: ecco"]

    async def test_a_message_put_back_is_as_if_it_had_not_been_claimed(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.put_back(outbound, NOW)
        assert await store.in_doubt(NOW + HOUR) == ()
        (again,) = await teller.claim(NOW + HOUR)
        assert (again.id, again.attempt, again.first_attempt_at) == (outbound.id, 1, NOW + HOUR)

    async def test_a_message_put_back_after_it_was_withdrawn_is_not_sent(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await teller.hear()
        await teller.turn(outbound.conversation_id, withdraw=WithdrawScope.AUTOMATIC)
        await store.put_back(outbound, NOW)
        assert await teller.claim(NOW + HOUR) == ()
        assert await teller.pending(outbound.conversation_id) == []

    async def test_a_settled_message_cannot_be_put_back(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, Sent(id="1"), NOW)
        await store.put_back(outbound, NOW)
        assert await teller.claim(NOW + HOUR) == ()


class RunawayContract:
    """The breaker of an account with more automatic messages in a minute than it may have."""

    async def test_above_the_cap_the_bot_is_stopped_there_and_people_are_told_once(
        self, store: Store
    ) -> None:
        teller = Teller(store)
        await queue(teller, 5)
        assert len(await teller.claim(rates=capped(3))) == 3
        assert await teller.claim(rates=capped(3)) == ()
        (breaker,) = await store.breakers()
        assert (breaker.channel, breaker.cause) == ("web", BreakerCause.RUNAWAY)
        (task,) = await store.tasks()
        assert (task.kind, task.reason) == (TaskKind.ALERT, "breaker:runaway:web:main")
        assert "web had more automatic messages" in task.text

    async def test_exactly_the_cap_stops_nothing(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 3)
        assert len(await teller.claim(rates=capped(3))) == 3
        assert await store.breakers() == ()

    async def test_without_a_cap_any_number_goes(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 50)
        assert len(await teller.claim(most=100)) == 50
        assert await store.breakers() == ()

    async def test_peoples_messages_neither_count_nor_wait(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 3)
        await teller.claim(rates=capped(2))
        await teller.say(letter("sono Francesca", Purpose.AGENT), key="marco")
        assert await store.next_send(KEY, NOW) == NOW
        assert [item.letter.text for item in await teller.claim(rates=capped(2))] == ["sono Francesca"]
        assert await store.next_send(KEY, NOW) == NOW + MINUTE + SECOND

    async def test_other_accounts_are_not_touched(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 3)
        rates = {**capped(2), X: (Rate(scope="automatic", count=2, per=MINUTE),)}
        accepted = await store.accept(batch(heard(channel="x"), channel="x"), NOW)
        await teller.turn(accepted.conversations[0], letter("su x"))
        claimed = await teller.claim(rates=rates)
        assert sorted(item.channel for item in claimed) == ["web", "web", "x"]
        assert [breaker.channel for breaker in await store.breakers()] == ["web"]

    async def test_after_a_minute_one_is_tried_and_taken_the_rest_goes(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 5)
        for outbound in await teller.claim(rates=capped(3)):
            await store.settle(outbound, Sent(id=f"{outbound.id}"), NOW)
        assert await teller.claim(NOW + MINUTE - SECOND, rates=capped(3)) == ()
        later = NOW + MINUTE + SECOND
        (tried,) = await teller.claim(later, rates=capped(3))
        assert await teller.claim(later, rates=capped(3)) == ()
        assert await store.next_send(KEY, later) is None
        await store.settle(tried, Sent(id="x"), later)
        assert await store.breakers() == ()
        assert await store.tasks() == ()
        assert len(await teller.claim(later, rates=capped(3))) == 1

    async def test_no_sliding_minute_holds_more_than_the_cap(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 40)
        sent: list[datetime] = []
        now = NOW
        while len(sent) < 40:
            claimed = await teller.claim(now, rates=capped(7))
            sent += [now for _ in claimed]
            for outbound in claimed:
                await store.settle(outbound, Sent(id=f"{outbound.id}"), now)
            due = await store.next_send(KEY, now)
            now = max(now + timedelta(milliseconds=1700), due or now)
        for moment in sent:
            assert sum(moment <= other < moment + MINUTE for other in sent) <= 7

    async def test_a_person_can_let_it_go_on_at_once(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 5)
        await teller.claim(rates=capped(3))
        await teller.claim(rates=capped(3))
        assert await store.close_breaker(KEY, "FB", NOW)
        assert not await store.close_breaker(KEY, "FB", NOW)
        assert await store.tasks() == ()
        assert len(await teller.claim(rates=capped(3))) == 2

    async def test_a_clock_set_back_does_not_keep_it_open(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 5, now=NOW - 2 * HOUR)
        await teller.claim(rates=capped(3))
        await teller.claim(rates=capped(3))
        assert len(await teller.claim(NOW - HOUR, rates=capped(3))) == 1


class RefusalsContract:
    """The breaker of an account whose platform refuses message after message."""

    async def test_refused_again_and_again_an_account_waits_and_people_are_told(self, store: Store) -> None:
        teller = await _refused(store, REFUSED)
        await teller.say(letter("sono Francesca", Purpose.AGENT), key="marco")
        assert await teller.claim(NOW + SECOND) == ()
        (breaker,) = await store.breakers()
        assert breaker.cause is BreakerCause.REFUSALS
        alerts = [task for task in await store.tasks() if task.kind is TaskKind.ALERT]
        assert [task.reason for task in alerts] == ["breaker:refusals:web:main"]
        assert await store.next_send(KEY, NOW) == NOW + HALF_A_MINUTE

    async def test_one_is_tried_and_taken_the_rest_goes(self, store: Store) -> None:
        teller = await _refused(store, REFUSED)
        await queue(teller, 3)
        (tried,) = await teller.claim(NOW + HALF_A_MINUTE)
        assert await teller.claim(NOW + HOUR) == ()
        await store.settle(tried, Sent(id="1"), NOW + HALF_A_MINUTE)
        assert await store.breakers() == ()
        assert len(await teller.claim(NOW + HALF_A_MINUTE)) == 2

    async def test_each_try_that_fails_doubles_the_wait_up_to_five_minutes(self, store: Store) -> None:
        teller = await _refused(store, REFUSED)
        await queue(teller, 8)
        now, waits = NOW, []
        for _ in range(6):
            due = await store.next_send(KEY, now)
            assert due is not None
            waits.append(due - now)
            (tried,) = await teller.claim(due)
            await store.settle(tried, REFUSED, due)
            now = due
        assert waits == [timedelta(seconds=s) for s in (30, 60, 120, 240, 300, 300)]
        assert len([task for task in await store.tasks() if task.kind is TaskKind.ALERT]) == 1

    async def test_a_try_in_doubt_is_decided_by_what_is_found(self, store: Store) -> None:
        for found, is_open in ((Sent(id="1"), False), (Absent(), True), (CannotTell(reason="?"), True)):
            teller = await _refused(store, REFUSED)
            await queue(teller, 1)
            (tried,) = await teller.claim(NOW + HALF_A_MINUTE)
            await store.settle(tried, Unknown(evidence="cut"), NOW + HALF_A_MINUTE)
            assert len(await store.breakers()) == 1
            await store.settle_doubt(tried, found, NOW + HALF_A_MINUTE)
            assert bool(await store.breakers()) is is_open
            await store.close_breaker(KEY, "FB", NOW)
            for outbound in await teller.claim(NOW + HOUR):
                await store.settle(outbound, Sent(id="2"), NOW + HOUR)

    async def test_a_try_that_was_not_begun_lets_another_be_tried(self, store: Store) -> None:
        teller = await _refused(store, REFUSED)
        await queue(teller, 1)
        (tried,) = await teller.claim(NOW + HALF_A_MINUTE)
        await store.put_back(tried, NOW + HALF_A_MINUTE)
        assert await teller.claim(NOW + HALF_A_MINUTE + SECOND) == ()
        assert len(await teller.claim(NOW + 2 * HALF_A_MINUTE)) == 1

    async def test_doubts_count_as_refusals(self, store: Store) -> None:
        await _refused(store, Unknown(evidence="cut"))
        assert len(await store.breakers()) == 1

    async def test_what_says_nothing_about_the_platform_does_not_count(self, store: Store) -> None:
        for outcome in (
            Later(after=SECOND, reason="429"),
            Refused(reason="too old", permanent=True, by_us=True),
            SameWords(reason="posted before"),
            Refused(reason="blocked", permanent=True, contact_lost=True),
            Refused(reason="the post is gone", permanent=True, of_place=True),
        ):
            await _refused(store, outcome)
            assert await store.breakers() == ()

    async def test_one_message_that_is_always_refused_stops_nobody_else(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        now = NOW
        for _ in range(12):
            await store.settle(outbound, Refused(reason="500", permanent=False), now)
            due = await store.next_send(KEY, now)
            if due is None:
                break
            now = due
            (outbound,) = await teller.claim(now)
        assert await store.breakers() == ()

    async def test_failures_far_apart_are_not_one_trouble(self, store: Store) -> None:
        teller = Teller(store)
        for n in range(12):
            now = NOW + n * 11 * MINUTE
            await teller.say(letter(), key=f"far{n}", now=now)
            (outbound,) = await teller.claim(now)
            await store.settle(outbound, REFUSED, now)
        assert await store.breakers() == ()

    async def test_with_messages_taken_in_between_it_stays_closed(self, store: Store) -> None:
        teller = Teller(store)
        await queue(teller, 30)
        for n, outbound in enumerate(await teller.claim(most=30)):
            await store.settle(outbound, Sent(id=f"{n}") if n % 3 == 0 else REFUSED, NOW)
        assert await store.breakers() == ()


async def queue(teller: Teller, count: int, now: datetime = NOW) -> None:
    """Queue so many automatic messages, each in a conversation of its own."""
    have = sum(1 for _ in await teller.store.inbox())
    for n in range(count):
        await teller.say(letter(f"{n}"), key=f"q{have}-{n}", now=now)


async def _refused(store: Store, outcome: SendOutcome) -> Teller:
    """Have eight messages end so."""
    teller = Teller(store)
    await queue(teller, 8)
    claimed: tuple[Outbound, ...] = await teller.claim(most=8)
    assert len(claimed) == 8
    for outbound in claimed:
        await store.settle(outbound, outcome, NOW)
    return teller
