"""What must happen now and then for a week to be worth simulating: looked for over many weeks together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.model.message import Purpose
from tests.simulate.evidence import Evidence
from tests.simulate.mishaps import POINTS

_NIGHTS = frozenset({date(2026, 3, 29), date(2026, 10, 25)})

NAMES = (
    *(f"crash {point}" for point in POINTS),
    "killed at no point",
    "stopped",
    "delivered again",
    "look-up on posts: Sent",
    "look-up on posts: Absent",
    "look-up on posts: CannotTell",
    "look-up on chat: CannotTell",
    "look-up on site: Absent",
    "close racing a follow-up",
    "take_over racing a follow-up",
    "disk full",
    "429 in a burst",
    "a night the clock changes",
    "cap hit",
    "promise renewed",
    "follow-up",
    "letter taken back",
    "switch pulled: everything",
    "switch pulled: automatic",
    "switch held over a restart",
)
"""Each must have happened in a hundred weeks."""


def happened(week: Evidence) -> Counter[str]:
    """Count what happened in a week, by name."""
    return week.ledger.happened + Counter(_seen(week))


def _seen(week: Evidence) -> Iterator[str]:
    bursts = [item.inbound.occurred_at for item in week.ledger.said if item.sort == "burst"]
    if bursts and any(_within(one.at, bursts) and one.wait for one in week.ledger.attempts):
        yield "429 in a burst"
    if any(_changing(item.inbound.occurred_at) for item in week.ledger.said):
        yield "a night the clock changes"
    for turn in week.ledger.turned:
        for record in turn.result.decisions:
            if any("; at most" in why for why in record.why):
                yield "cap hit"
            if record.rule == "wake_promise" and record.outcome == "acknowledge":
                yield "promise renewed"
    for number, written in week.letters.items():
        if written.letter.purpose is Purpose.FOLLOW_UP and number in week.attempts:
            yield "follow-up"
        if number not in week.attempts:
            yield "letter taken back"


def _within(moment: datetime, burst: list[datetime]) -> bool:
    return min(burst) <= moment <= max(burst) + timedelta(minutes=10)


def _changing(moment: datetime) -> bool:
    return moment.astimezone(UTC).date() in _NIGHTS and moment.astimezone(UTC).hour < 4
