"""Opening time between many pairs of moments: a calendar's openings are laid out once, then looked up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bot.model.hours import Calendar

_NOTHING = timedelta(0)


class Opening:
    """The openings of a calendar around some moments; it gives what `Calendar.open_time_between` gives."""

    def __init__(self, calendar: Calendar, moments: Iterable[datetime]) -> None:
        known = [moment.astimezone(UTC) for moment in moments]
        pieces = list(calendar.openings(min(known), max(known))) if known else []
        self._starts = [start for start, _ in pieces]
        self._ends = [end for _, end in pieces]
        lengths = (end - start for start, end in pieces)
        self._before = [_NOTHING, *accumulate(lengths)]

    def between(self, first: datetime, last: datetime) -> timedelta:
        """Give how much opening time passes between two of the moments."""
        return max(_NOTHING, self._until(last) - self._until(first))

    def _until(self, moment: datetime) -> timedelta:
        """Give how much opening time has passed since the first moment there is."""
        place = bisect_right(self._starts, moment)
        if not place:
            return _NOTHING
        past = min(moment, self._ends[place - 1]) - self._starts[place - 1]
        return self._before[place - 1] + past
