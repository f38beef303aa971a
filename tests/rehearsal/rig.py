"""Short ways to rehearse a few lines over the small brand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.knowledge.library import Knowledge
from bot.rehearsal.people import Staff
from bot.rehearsal.report import Report, Talk
from bot.rehearsal.script import Line, Script
from bot.rehearsal.stage import Played, play
from bot.rehearsal.telling import report_of
from tests.support.brand import SATURDAY, TRAITS, small_brand

ALONE = Staff(count=0, answer_in=timedelta(minutes=6))
ONE = Staff(count=1, answer_in=timedelta(minutes=6), keys=("FB",))
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def line(text: str, after: timedelta = timedelta(0), customer: str = "anna", **more: Any) -> Line:
    """Make a line, so long after the Saturday's beginning."""
    at = more.pop("at", SATURDAY) + after
    return Line(id="", at=at, customer=customer, address=more.pop("address", "chat"), text=text, **more)


def script(lines: Sequence[Line], *, invented: bool = False, seed: int = 1) -> Script:
    """Make a script of lines, numbered from 1 in the order of time."""
    ordered = sorted(lines, key=lambda item: item.at)
    numbered = tuple(replace(item, id=str(number)) for number, item in enumerate(ordered, 1))
    return Script(
        lines=numbered,
        source="a few messages",
        since=numbered[0].at,
        until=numbered[-1].at + SECOND,
        invented=invented,
        seed=seed,
    )


async def played(
    *lines: Line, staff: Staff = ALONE, knowledge: Knowledge | None = None, invented: bool = False
) -> Played:
    """Play lines over the small brand."""
    known = knowledge or small_brand()[0]
    return await play(script(lines, invented=invented), known, TRAITS, staff)


async def rehearsed(
    *lines: Line, staff: Staff = ALONE, knowledge: Knowledge | None = None, invented: bool = False
) -> Report:
    """Rehearse lines over the small brand."""
    return report_of(
        await played(*lines, staff=staff, knowledge=knowledge, invented=invented), answering=False
    )


def said(talk: Talk) -> list[tuple[str, str]]:
    """Give who said something when, as ("Sat 10:00", "bot")."""
    return [(f"{entry.at:%a %H:%M}", entry.who.value) for entry in talk.entries if entry.who != "note"]


def at(text: str) -> datetime:
    """Read a moment on the brand's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SATURDAY.tzinfo)
