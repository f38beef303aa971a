"""Opening hours worked out another way than the product does: step by step, from the time-zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
QUARTER = timedelta(minutes=15)
QUIET = (21 * 60, 8 * 60)
_WEEKDAY = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
_OPEN = {**dict.fromkeys(range(5), _WEEKDAY), 5: ((22 * 60, 24 * 60),), 6: ((0, 6 * 60),)}
_SHOP = {**dict.fromkeys(range(5), ((8 * 60, 20 * 60),)), 5: ((9 * 60, 13 * 60),)}
_OTHER = {date(2026, 11, 5): ((10 * 60, 12 * 60),)}
_HOLIDAYS = frozenset(
    {
        date(2026, 4, 6),
        date(2026, 11, 1),
        date(2026, 12, 7),
        date(2026, 12, 8),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
        date(2027, 1, 6),
    }
)
"""Milan's holidays that fall into the simulated weeks, written down by hand."""


class Almanac:
    """Tells open from closed for a channel; remembers the openings it has worked out."""

    def __init__(self) -> None:
        self._next: dict[tuple[str, datetime], datetime] = {}

    def is_open(self, moment: datetime, channel: str) -> bool:
        """Tell whether the brand is open."""
        local = moment.astimezone(ROME)
        minute = local.hour * 60 + local.minute
        return any(start <= minute < end for start, end in _hours(local.date(), channel))

    def period(self, moment: datetime, channel: str) -> datetime:
        """Name the closed period a closed moment lies in by the opening that ends it."""
        quarter = _quarter(moment)
        walked = []
        while (channel, quarter) not in self._next and not self.is_open(quarter, channel):
            walked.append((channel, quarter))
            quarter += QUARTER
        end = self._next.get((channel, quarter), quarter)
        self._next.update(dict.fromkeys(walked, end))
        return end

    def open_time(self, since: datetime, until: datetime, channel: str) -> timedelta:
        """Count the whole open quarters between two moments."""
        quarter, total = _quarter(since) + QUARTER, timedelta(0)
        while quarter + QUARTER <= until:
            total += QUARTER if self.is_open(quarter, channel) else timedelta(0)
            quarter += QUARTER
        return total


def is_quiet(moment: datetime) -> bool:
    """Tell whether a moment lies in the brand's quiet hours."""
    local = moment.astimezone(ROME)
    minute = local.hour * 60 + local.minute
    return minute >= QUIET[0] or minute < QUIET[1]


def _hours(day: date, channel: str) -> tuple[tuple[int, int], ...]:
    if day in _OTHER:
        return _OTHER[day]
    if day in _HOLIDAYS:
        return ()
    return (_SHOP if channel == "shop" else _OPEN).get(day.weekday(), ())


def _quarter(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
