"""What changed in the desk's list is remembered by conversation; who missed too much reads all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.service.live import INBOX, Changes, Live


def test_each_change_names_its_conversation_and_one_without_says_anything_may_have() -> None:
    live = Live()
    seen = live.count(INBOX)
    live.listed(3)
    live.listed(4, 5)
    assert live.changes(seen) == Changes(conversations=frozenset({3, 4, 5}), more=False)
    later = live.count(INBOX)
    live.listed()
    assert live.changes(later) == Changes(conversations=frozenset(), more=True)


@given(numbers=st.lists(st.integers(1, 5000), max_size=200), heard=st.integers(0, 200))
def test_whoever_listens_from_a_count_on_misses_nothing(numbers: list[int], heard: int) -> None:
    live = Live()
    for number in numbers[:heard]:
        live.listed(number)
    seen = live.count(INBOX)
    for number in numbers[heard:]:
        live.listed(number)
    assert live.changes(seen).conversations == set(numbers[heard:])
    assert not live.changes(seen).more


def test_who_missed_more_than_is_remembered_is_told_that_anything_may_have_changed() -> None:
    live = Live()
    seen = live.count(INBOX)
    for number in range(1, 3000):
        live.listed(number)
    assert live.changes(seen).more
    assert not live.changes(live.count(INBOX) - 5).more
