"""The store's contract: follow-ups wake once and in time, the urgent first; what was missed, at a pace."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.case import FollowUp, FollowUpKind
from bot.service.store import Store
from bot.stores.units.catching_up import LATE, PAUSE, TOGETHER
from bot.stores.units.followups import BATCH
from tests.contracts.store_helpers import HOUR, MINUTE, NOW, SECOND, Teller

DAY = timedelta(days=1)
_PROMISE, _REASSURE = FollowUpKind.PROMISE, FollowUpKind.REASSURE
_CHECK, _GIVE_UP = FollowUpKind.CHECK, FollowUpKind.GIVE_UP


class WakeContract:
    """Follow-ups that fall due."""

    async def test_the_most_urgent_wake_first_and_the_oldest_of_each(self, store: Store) -> None:
        owed = [(_GIVE_UP, 4), (_CHECK, 5), (_CHECK, 3), (_REASSURE, 6), (_PROMISE, 8), (_PROMISE, 7)]
        ids = {at: await owe(store, kind, NOW + at * SECOND) for kind, at in owed}
        assert await store.wake_due(NOW + MINUTE) == tuple(ids[at] for at in (7, 8, 6, 3, 4, 5))

    async def test_many_at_once_are_woken_in_batches_each_once(self, store: Store) -> None:
        ids = {await owe(store, _CHECK, NOW) for _ in range(BATCH + 5)}
        first, second = await store.wake_due(NOW), await store.wake_due(NOW)
        assert (len(first), len(second), await store.wake_due(NOW)) == (BATCH, 5, ())
        assert {*first, *second} == ids

    async def test_what_was_missed_for_days_is_woken_some_at_a_time_promises_first(
        self, store: Store
    ) -> None:
        checks = [await owe(store, _CHECK, NOW + n * SECOND) for n in range(TOGETHER)]
        promises = [await owe(store, _PROMISE, NOW + HOUR + n * SECOND) for n in range(TOGETHER + 2)]
        back = NOW + 3 * DAY
        assert await store.wake_due(back) == tuple(promises[:TOGETHER])
        assert await store.wake_due(back) == ()
        assert await store.next_wake(back) == back + PAUSE
        assert await store.wake_due(back + PAUSE - timedelta(milliseconds=1)) == ()
        assert await store.wake_due(back + PAUSE) == (*promises[TOGETHER:], *checks[:-2])
        assert await store.wake_due(back + 2 * PAUSE) == tuple(checks[-2:])
        assert await store.next_wake(back + 2 * PAUSE) is None

    async def test_what_falls_due_now_does_not_wait_behind_what_was_missed(self, store: Store) -> None:
        back = NOW + 3 * DAY
        missed = [await owe(store, _PROMISE, NOW) for _ in range(TOGETHER + 1)]
        assert await store.wake_due(back) == tuple(missed[:TOGETHER])
        now_due = [await owe(store, _CHECK, back + SECOND) for _ in range(TOGETHER + 1)]
        assert await store.next_wake(back) == back + SECOND
        assert await store.wake_due(back + SECOND) == tuple(now_due)
        assert await store.next_wake(back + SECOND) == back + PAUSE

    async def test_a_few_minutes_late_is_not_missed(self, store: Store) -> None:
        ids = [await owe(store, _PROMISE, NOW) for _ in range(TOGETHER + 1)]
        assert await store.wake_due(NOW + LATE - timedelta(milliseconds=1)) == tuple(ids)

    async def test_a_clock_set_back_while_catching_up_does_not_stop_it(self, store: Store) -> None:
        missed = [await owe(store, _PROMISE, NOW) for _ in range(TOGETHER + 1)]
        await store.wake_due(NOW + 3 * DAY)
        earlier = NOW + 3 * DAY - HOUR
        assert await store.next_wake(earlier) == earlier
        assert await store.wake_due(earlier) == tuple(missed[TOGETHER:])

    async def test_the_next_wake_is_the_first_moment_at_which_something_wakes(self, store: Store) -> None:
        assert await store.next_wake(NOW) is None
        conversation_id = await owe(store, _CHECK, NOW + HOUR)
        assert await store.next_wake(NOW) == NOW + HOUR
        assert await store.wake_due(NOW + HOUR - timedelta(milliseconds=1)) == ()
        assert await store.next_wake(NOW + HOUR + MINUTE) == NOW + HOUR
        assert await store.wake_due(NOW + HOUR + MINUTE) == (conversation_id,)
        assert await store.next_wake(NOW + HOUR + MINUTE) is None


_keys = iter(range(1_000_000))


async def owe(store: Store, kind: FollowUpKind, at: datetime) -> int:
    """Owe something in a conversation of its own; gives the conversation."""
    teller = Teller(store)
    conversation_id = await teller.hear(key=f"owed-{next(_keys)}")
    assert await teller.turn(conversation_id, schedule=(FollowUp(kind=kind, at=at),))
    return conversation_id
