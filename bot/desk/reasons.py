"""How hours and limits stood when a decision was made, and what it kept back, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.desk.entries import when
from bot.desk.visit import Visit
from bot.desk.words import words


def standing_facts(visit: Visit, detail: str) -> tuple[str, ...]:
    """Read them from a decision's detail; what an older version did not write is left out."""
    try:
        known = json.loads(detail)
    except ValueError:
        return ()
    return tuple(_facts(visit, known)) if isinstance(known, dict) else ()


def _facts(visit: Visit, known: Mapping[str, object]) -> Iterator[str]:
    w = words(visit.language)
    hours, said, kept = known.get("hours"), known.get("said"), known.get("kept")
    if isinstance(hours, dict) and "open" in hours:
        yield _hours(visit, hours)
    if isinstance(said, dict):
        yield w["why_said"].format(n=said.get("lately", 0), most=said.get("most", 0))
        if said.get("enough"):
            yield w["why_enough"]
    for item in kept if isinstance(kept, list) else ():
        yield w[f"why_kept_{item}"] if f"why_kept_{item}" in w else str(item)


def _hours(visit: Visit, hours: Mapping[str, object]) -> str:
    w = words(visit.language)
    key = "why_open" if hours["open"] else "why_closed"
    try:
        changes = datetime.fromisoformat(str(hours.get("changes", "")))
    except ValueError:
        return w[key]
    return w[f"{key}_until"].format(at=when(visit, changes))
