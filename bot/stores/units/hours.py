"""Changes of the hours: the file has them, the audit who made them."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit


def hours_changed(tx: Tx, file: str, by: str, now: datetime) -> None:
    """Write down that a person changed the hours in a file."""
    write_audit(tx, by, Deed.HOURS_CHANGED, f"file:{file}", now)
