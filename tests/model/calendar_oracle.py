"""What is open, worked out minute by minute with zoneinfo alone: slow, plain, and none of the product's code.

Hours are pairs of minutes since midnight, by date; a minute is open when the wall clock shows one of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Hours = Callable[[date], Sequence[tuple[int, int]]]
MINUTE = timedelta(minutes=1)


def walls(zone: ZoneInfo, start: datetime, days: int) -> list[int]:
    """Give what the wall clock shows at each minute, as minutes since the year 1."""
    shown = (start + n * MINUTE for n in range(days * 1440))
    return [_wall(moment.astimezone(zone)) for moment in shown]


def _wall(local: datetime) -> int:
    return local.toordinal() * 1440 + local.hour * 60 + local.minute


class Oracle:
    """Answers within its days; None is "not within them"."""

    def __init__(self, hours: Hours, start: datetime, shown: Sequence[int]) -> None:
        assert start.tzinfo is UTC
        self.start = start
        self.end = start + len(shown) * MINUTE
        open_walls = set[int]()
        for day in range(min(shown) // 1440 - 2, max(shown) // 1440 + 1):
            for first, last in hours(date.fromordinal(day)):
                open_walls.update(range(day * 1440 + first, day * 1440 + last))
        self.open = [wall in open_walls for wall in shown]
        self._opens = [n for n, is_open in enumerate(self.open) if is_open]
        self._closed = [n for n, is_open in enumerate(self.open) if not is_open]

    def known(self, answer: datetime | None) -> datetime | None:
        """Give an answer as the oracle would: None past its days."""
        return answer if answer is not None and answer < self.end else None

    def index(self, moment: datetime) -> int:
        """Give a moment's place; it must be a whole minute within the days."""
        return int((moment - self.start) / MINUTE)

    def is_open(self, moment: datetime) -> bool:
        return self.open[self.index(moment)]

    def next_opening(self, moment: datetime) -> datetime | None:
        return self._from(self._opens, bisect_left(self._opens, self.index(moment)))

    def next_closing(self, moment: datetime) -> datetime | None:
        return self._from(self._closed, bisect_left(self._closed, self.index(moment)))

    def between(self, first: datetime, last: datetime) -> timedelta:
        return sum(self.open[self.index(first) : self.index(last)]) * MINUTE

    def add(self, moment: datetime, minutes: int) -> datetime | None:
        return self._from(self._opens, bisect_left(self._opens, self.index(moment)) + minutes)

    def _from(self, minutes: Sequence[int], place: int) -> datetime | None:
        return self.start + minutes[place] * MINUTE if place < len(minutes) else None
