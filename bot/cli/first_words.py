"""What a new brand's customers will be told while nobody is there, in lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from bot.model.hours import Calendar
from bot.service.told import Told, by_occasion

_WIDTH = 100


def first_words(told: Sequence[Told], calendar: Calendar) -> Iterator[str]:
    """Give the bot's own words at each moment in each language, in lines."""
    for occasion, group in by_occasion(told):
        at = calendar.local(occasion.at)
        yield f"  {at:%A} {at.day} {at:%B} at {at:%H:%M}, {occasion.what}:"
        for one in group:
            yield from _lines(one)


def _lines(told: Told) -> Iterator[str]:
    text = " ".join(" ".join(told.texts).split()) or f"(nothing is said: {told.outcome})"
    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=f"    {told.language:<4}", subsequent_indent=" " * 8
    )
