"""Reads [priority], who is answered first, and [brigade], who is not answered but told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.settings.hearing import Brigade
from bot.settings.table import Table, by_name, span, span_or_none, whole
from bot.settings.values import Weights
from bot.settings.words import WrongValueError

_FEWEST_AUTHORS = 5
_MOST_WEIGHT = timedelta(days=31)


def read_priority(table: Table) -> Weights:
    base = Weights()
    named = ("promise", "broken", "public", "urgent", "anger", "again", "reference")
    spans = {name: table.take(name, _weight, getattr(base, name)) for name in named}
    risk = table.sub("risk")
    risks = {name: risk.take(name, _weight, span) for name, span in base.risk.items()}
    risk.close()
    reach = table.take("reach", _by_number("followers"), base.reach)
    spread = table.take("spread", _by_number("reposts, quotes and likes"), base.spread)
    weights = Weights(**spans, reach=reach, spread=spread, risk=risks)
    table.close()
    return weights


def _weight(value: object) -> timedelta:
    """Read how much something counts, at most a month; “none” for not at all."""
    found = span_or_none(value) or timedelta(0)
    if found > _MOST_WEIGHT:
        raise WrongValueError("this counts for more than a month of waiting", "for example “30m”, “4h”, “1d”")
    return found


def _by_number(of: str) -> Callable[[object], Mapping[int, timedelta]]:
    """Read weights by the least number `of` something."""

    def weights(value: object) -> Mapping[int, timedelta]:
        found = by_name(_weight)(value)
        for key in found:
            if not key.isdecimal():
                raise WrongValueError(
                    f"“{key}” is no number of {of}", 'for example { 10000 = "1h" }', inside=(key,)
                )
        return dict(sorted((int(key), span) for key, span in found.items()))

    return weights


def read_brigade(table: Table) -> Brigade:
    base = Brigade()
    brigade = Brigade(
        authors=table.take("authors", _several, base.authors),
        within=table.take("within", _within_an_hour, base.within),
    )
    table.close()
    return brigade


def _several(value: object) -> int:
    if (found := whole(value)) < _FEWEST_AUTHORS:
        raise WrongValueError("fewer than 5 authors are no brigade", "5 or more, for example 15")
    return found


def _within_an_hour(value: object) -> timedelta:
    if (found := span(value)) > timedelta(hours=1):
        raise WrongValueError("newcomers are remembered for an hour", "at most “1h”")
    return found
