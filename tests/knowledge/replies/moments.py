"""Moments for templates to be said at: Milan, the weekend before Saint Ambrose's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.knowledge.calendar import make_calendar
from bot.knowledge.ports import Moment
from bot.model.hours import Interval
from bot.settings.values import Brand, Hours, Settings, Slot, SlotKind

ROME = ZoneInfo("Europe/Rome")
DAY = (Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60))
HOURS = Hours(timezone="Europe/Rome", week=dict.fromkeys(range(5), DAY), holidays=("IT-MI",))
CALENDAR = make_calendar(HOURS, {})
SETTINGS = Settings(
    brand=Brand(name="Volo Mobile", languages=("it", "en")),
    hours=HOURS,
    slots={
        "importo": Slot(name="importo", kind=SlotKind.AMOUNT),
        "iban": Slot(name="iban", kind=SlotKind.IBAN, private=True),
        "posta": Slot(name="posta", kind=SlotKind.EMAIL, private=True),
    },
)
SATURDAY = datetime(2026, 12, 5, 10, 0, tzinfo=ROME)
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=ROME)

_SLOTS: Mapping[str, str] = {"importo": "20 €"}


def moment(now: datetime = TUESDAY, **changes: object) -> Moment:
    """Give a moment at which everything is known, with some of it changed."""
    full = Moment(
        now=now,
        calendar=CALENDAR,
        name="Giulia Rossi",
        reference="TK-1041",
        about="Ricarica non arrivata",
        promise_by=datetime(2026, 12, 1, 14, 0, tzinfo=ROME),
        agent="Francesca B.",
        private_link="https://volo.example/p",
        slots=_SLOTS,
        options=("Costi", "Ricariche"),
    )
    return replace(full, **changes)  # type: ignore[arg-type]
