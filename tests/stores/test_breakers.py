"""The cap of an account as a law: whatever is asked for, no sliding minute holds more."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.traits import Rate
from bot.service.values import Sent
from bot.stores import open_memory_store
from tests.contracts.store_helpers import KEY, MINUTE, NOW, Teller, letter
from tests.engines.rig import at_once

CAP = 3
CAPPED = {KEY: (Rate(scope="automatic", count=CAP, per=MINUTE),)}
GAPS = st.one_of(
    st.integers(0, 400), st.integers(19_000, 31_000), st.integers(58_000, 62_000), st.just(180_000)
)


@settings(max_examples=150)
@given(st.lists(GAPS, min_size=4, max_size=24))
def test_no_sliding_minute_holds_more_automatic_messages_than_the_cap(gaps: list[int]) -> None:
    begun = at_once(_begun(gaps))
    for moment in begun:
        assert sum(moment <= other < moment + MINUTE for other in begun) <= CAP


@settings(max_examples=50)
@given(st.lists(GAPS, min_size=4, max_size=24))
def test_what_a_runaway_account_held_back_is_sent_in_the_end(gaps: list[int]) -> None:
    assert len(at_once(_begun(gaps))) == len(gaps)


async def test_a_runaway_account_is_tried_again_a_minute_after_it_was_stopped() -> None:
    teller = Teller(open_memory_store())
    for n in range(CAP + 1):
        await teller.say(letter(), key=f"k{n}")
    assert len(await teller.claim(NOW, rates=CAPPED)) == CAP
    (opened,) = await teller.store.breakers()
    assert opened.retry_at - NOW <= MINUTE + timedelta(seconds=1)
    assert len(await teller.claim(opened.retry_at, rates=CAPPED)) == 1


async def _begun(gaps: list[int]) -> list[datetime]:
    """Queue a message after each gap (milliseconds), send whenever that is possible, and give when."""
    teller, now, begun = Teller(open_memory_store()), NOW, list[datetime]()
    for n, gap in enumerate(gaps):
        until = now + timedelta(milliseconds=gap)
        begun += await _drain(teller, now, until)
        now = until
        await teller.say(letter(), key=f"k{n}", now=now)
    return begun + await _drain(teller, now, now + timedelta(hours=2))


async def _drain(teller: Teller, now: datetime, until: datetime) -> list[datetime]:
    begun: list[datetime] = []
    while (due := await teller.store.next_send(KEY, now)) is not None and due <= until:
        now = due
        for outbound in await teller.claim(now, rates=CAPPED):
            begun.append(now)
            await teller.store.settle(outbound, Sent(id=f"{outbound.id}"), now)
    return begun
