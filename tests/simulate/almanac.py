"""Opening hours worked out another way than the product does: step by step, from the time-zone database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
QUARTER = timedelta(minutes=15)
_WEEKDAY = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
_OPEN = {**dict.fromkeys(range(5), _WEEKDAY), 5: ((22 * 60, 24 * 60),), 6: ((0, 6 * 60),)}
_OTHER = {date(2026, 11, 5): ((10 * 60, 12 * 60),)}


class Almanac:
    """Tells open from closed; remembers the openings it has worked out."""

    def __init__(self) -> None:
        self._next: dict[datetime, datetime] = {}

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the brand is open."""
        local = moment.astimezone(ROME)
        minute = local.hour * 60 + local.minute
        hours = _OTHER.get(local.date(), _OPEN[local.weekday()])
        return any(start <= minute < end for start, end in hours)

    def period(self, moment: datetime) -> datetime:
        """Name the closed period a closed moment lies in by the opening that ends it."""
        quarter = moment.astimezone(UTC).replace(
            minute=moment.minute - moment.minute % 15, second=0, microsecond=0
        )
        walked = []
        while quarter not in self._next and not self.is_open(quarter):
            walked.append(quarter)
            quarter += QUARTER
        end = self._next.get(quarter, quarter)
        self._next.update(dict.fromkeys(walked, end))
        return end
