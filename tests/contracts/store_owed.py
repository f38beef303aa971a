"""The store's contract: promises are listed by what is to be done, a page after the other, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.case import CaseStatus
from bot.model.promise import PromiseEnded, PromiseMade, PromiseState
from bot.service.owed_values import Mark, Owed
from bot.service.store import Store
from tests.contracts.store_helpers import GIULIA, HOUR, MINUTE, NOW, Teller

LATER = NOW + 3 * HOUR
STATES = {Owed.KEPT: PromiseState.KEPT, Owed.RENEWED: PromiseState.RENEWED, Owed.BROKEN: PromiseState.BROKEN}


async def promise(store: Store, key: str, due: timedelta) -> int:
    """Tell a customer a time from NOW on, and give the conversation."""
    teller = Teller(store)
    number = await teller.hear(key=key)
    made = PromiseMade(due_at=NOW + due)
    assert await teller.turn(number, status=CaseStatus.WAITING_FOR_AGENT, promises=(made,))
    return number


async def end(store: Store, key: str, state: PromiseState, at: datetime) -> None:
    """Let a turn on the next message end the promise."""
    teller = Teller(store)
    number = await teller.hear(key=key, now=at)
    assert await teller.turn(number, promises=(PromiseEnded(state=state),), now=at)


class OwedContract:
    """The list of promises."""

    async def test_open_promises_are_late_or_due_in_the_order_of_their_times(self, store: Store) -> None:
        hours = {"c": 5, "a": 1, "d": 4, "b": 2}
        numbers = {key: await promise(store, key, span * HOUR) for key, span in hours.items()}
        late = await store.owed(Owed.LATE, LATER, None, 10)
        due = await store.owed(Owed.DUE, LATER, None, 10)
        assert [row.promise.conversation_id for row in late] == [numbers["a"], numbers["b"]]
        assert [row.promise.conversation_id for row in due] == [numbers["d"], numbers["c"]]
        assert await store.owed_counts(LATER) == (2, 2)
        assert await store.owed_counts(NOW + HOUR) == (0, 4), "at its moment a promise is not late"

    async def test_a_row_says_to_whom_where_and_about_which_case(self, store: Store) -> None:
        await promise(store, "giulia", HOUR)
        (row,) = await store.owed(Owed.DUE, NOW, None, 10)
        assert (row.contact, row.channel, row.agent) == (GIULIA, "web", "")
        assert row.reference.startswith("TK-")
        assert (row.promise.made_at, row.promise.due_at) == (NOW, NOW + HOUR)

    async def test_what_is_over_is_listed_by_its_end_the_latest_first(self, store: Store) -> None:
        for which, state in STATES.items():
            numbers = [await promise(store, f"{which} {n}", HOUR) for n in range(3)]
            for minute in range(3):
                await end(store, f"{which} {minute}", state, NOW + minute * MINUTE)
            rows = await store.owed(which, LATER, None, 10)
            assert [row.promise.conversation_id for row in rows] == numbers[::-1]
            assert {row.promise.state for row in rows} == {state}
        assert await store.owed_counts(LATER) == (0, 0)

    async def test_pages_follow_each_other_without_a_gap_or_a_repeat(self, store: Store) -> None:
        due = [await promise(store, f"due {n}", HOUR) for n in range(5)]
        kept = [await promise(store, f"kept {n}", HOUR) for n in range(5)]
        for number in range(5):
            await end(store, f"kept {number}", PromiseState.KEPT, NOW + MINUTE)
        for which, expected in ((Owed.DUE, due), (Owed.KEPT, kept[::-1])):
            found: list[int] = []
            mark: Mark | None = None
            while rows := await store.owed(which, NOW, mark, 2):
                found += [row.promise.conversation_id for row in rows]
                last = rows[-1]
                at = last.promise.due_at if which.is_open else last.promise.ended_at
                assert at is not None
                mark = Mark(at=at, number=last.id)
            assert found == expected, which
