"""A channel's traits in words: every trait is told, and lengths of time read as people say them."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.model.abilities import abilities, in_short, span, table
from bot.model.message import MediaKind, Surface
from bot.model.traits import Backfill, Cost, Idempotency, IntakeWay, Rate, Traits

PLAIN = Traits(name="plain", title="Plain", limits={Surface.PRIVATE: 100, Surface.PUBLIC: 50})

OTHERWISE: dict[str, object] = {
    "limits": {Surface.PUBLIC: 200},
    "default_surface": Surface.PUBLIC,
    "intake": (IntakeWay.STREAM,),
    "backfill": Backfill(span=timedelta(days=1), most=3),
    "idempotency": Idempotency.KEY,
    "buttons": 3,
    "typing": True,
    "media": frozenset({MediaKind.PHOTO}),
    "edits": frozenset({Surface.PUBLIC}),
    "deletes": frozenset({Surface.PUBLIC}),
    "hears_edits": True,
    "hears_deletes": True,
    "costs": frozenset({Cost.READ}),
    "rates": (Rate(scope="account", count=2, per=timedelta(minutes=3)),),
    "window": timedelta(hours=24),
    "windows": {"shop:": timedelta(hours=1)},
    "auto_replies": 2,
    "needs_summons": True,
    "private_link": lambda account, reference: f"{account}/{reference}",
}

OF_PROGRAMS = {
    "name",
    "title",
    "count",
    "button_label",
    "media_bytes",
    "caption",
    "burst_pause",
    "daily_cap",
    "prices",
    "private_card",
    "secrets",
}
"""Told with another trait, on another page, or to no people at all."""


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_another_trait_reads_otherwise(name: str) -> None:
    changed = replace(PLAIN, **{name: OTHERWISE[name]})  # type: ignore[arg-type]
    assert abilities(changed) != abilities(PLAIN)


def test_no_trait_is_forgotten() -> None:
    assert {field.name for field in fields(Traits)} == OTHERWISE.keys() | OF_PROGRAMS


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=15), "15 minutes"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(days=30), "30 days"),
        (timedelta(seconds=90), "90 seconds"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_whole_unit(length: timedelta, words: str) -> None:
    assert span(length) == words


def test_the_table_has_a_column_a_channel() -> None:
    lines = table((PLAIN, replace(PLAIN, name="other"))).splitlines()
    assert lines[0] == "| | plain | other |"
    assert {line.count("|") for line in lines} == {4}


def test_what_costs_money_is_said_in_short() -> None:
    assert "costs money" not in in_short(PLAIN)
    assert in_short(replace(PLAIN, costs=frozenset({Cost.READ}))).endswith("reading costs money")
