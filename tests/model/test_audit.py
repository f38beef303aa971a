"""The audit's chain: what was written verifies, and any later change shows at the first entry it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.model.audit import START, Deed, Entry, link, verify

SAID = st.tuples(st.integers(0, 2**53), st.text(max_size=8), st.sampled_from([*Deed]), st.text(max_size=12))


def chain(said: Sequence[tuple[int, str, Deed, str]]) -> list[Entry]:
    entries, before = [], START
    for n, (at, who, what, about) in enumerate(said, 1):
        entry = Entry(n=n, at=at, who=who, what=what.value, about=about)
        before = link(before, entry)
        entries.append(replace(entry, hash=before))
    return entries


@given(st.lists(SAID, max_size=8))
def test_what_was_written_verifies(said: list[tuple[int, str, Deed, str]]) -> None:
    entries = chain(said)
    verdict = verify(entries)
    assert (verdict.entries, verdict.fault) == (len(entries), None)
    assert verdict.head == (entries[-1].hash if entries else START)


@given(st.lists(SAID, min_size=1, max_size=8), st.data())
def test_a_change_of_any_field_shows_at_that_entry(
    said: list[tuple[int, str, Deed, str]], data: st.DataObject
) -> None:
    entries = chain(said)
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    change = data.draw(
        st.sampled_from(
            [
                {"at": entry.at + 1},
                {"who": entry.who + "x"},
                {"what": entry.what + "x"},
                {"about": entry.about + "x"},
                {"who": entry.who + entry.what, "what": ""},
                {"hash": link(entry.hash, entry)},
            ]
        )
    )
    entries[place] = replace(entry, **change)  # type: ignore[arg-type]
    fault = verify(entries).fault
    assert fault is not None
    assert fault.n == place + 1


@given(st.lists(SAID, min_size=2, max_size=8), st.data())
def test_an_entry_that_was_taken_out_or_moved_shows_at_its_place(
    said: list[tuple[int, str, Deed, str]], data: st.DataObject
) -> None:
    entries = chain(said)
    place = data.draw(st.integers(0, len(entries) - 2))
    without = entries[:place] + entries[place + 1 :]
    swapped = [*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :]]
    renumbered = [replace(entry, n=n) for n, entry in enumerate(without, 1)]
    for tampered in (without, swapped, renumbered):
        fault = verify(tampered).fault
        assert fault is not None
        assert fault.n == place + 1


def test_entries_whose_hashes_were_made_anew_show_at_the_first_that_was_not() -> None:
    entries = chain([(n, "FB", Deed.SENT, f"conversation:{n}") for n in range(5)])
    forged = replace(entries[1], who="MR")
    entries[1] = replace(forged, hash=link(entries[0].hash, forged))
    fault = verify(entries).fault
    assert fault is not None
    assert fault.n == 3
