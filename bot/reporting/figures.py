"""The figures of a report, and how they are counted from rows; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.hours import Calendars
from bot.model.promise import Promise
from bot.model.report import Decided, Records
from bot.reporting.counting import Counting
from bot.reporting.groups import Group
from bot.settings.hearing import PolicyWords

MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures of a time; the mappings are in the order in which they are shown."""

    since: datetime
    until: datetime
    total: Group
    channels: tuple[Group, ...]
    languages: tuple[Group, ...]
    intents: tuple[Group, ...]
    hours: tuple[Group, ...]
    hand_offs: Mapping[str, int]
    promises: Mapping[str, int]
    asked: Mapping[str, int]
    elsewhere: Mapping[int, str]


def report_of(records: Records, calendars: Calendars, own: PolicyWords, *, now: datetime) -> Report:
    """Count a report as it stands now; opening time is that of each conversation's channel and topic."""
    counting = Counting(records, calendars, own, now)
    return Report(
        since=records.since,
        until=records.until,
        total=counting.group("all", records.places),
        channels=_by_size(counting.groups(lambda place: place.channel)),
        languages=_by_size(counting.groups(lambda place: place.language)),
        intents=_by_size(counting.groups(lambda place: place.intent)),
        hours=tuple(sorted(counting.groups(counting.hour), key=lambda group: group.name)),
        hand_offs=_hand_offs(records.decided, counting.asked),
        promises=_promises(records.promises, now),
        asked=dict(Counter(item.intent for item in records.decided if item.intent).most_common(MOST)),
        elsewhere=counting.sent_elsewhere,
    )


def _by_size(groups: Sequence[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: (-group.conversations, group.name)))


def _hand_offs(decided: Iterable[Decided], asked: frozenset[int]) -> dict[str, int]:
    """Count the conversations that were handed off, by each reason there was."""
    pairs = {
        (item.conversation_id, item.hand_off)
        for item in decided
        if item.hand_off and item.conversation_id in asked
    }
    return dict(Counter(reason for _, reason in sorted(pairs)).most_common())


def _promises(promises: Iterable[Promise], now: datetime) -> dict[str, int]:
    """Count the promises by what became of them; an open one that is past its time is late."""
    counts = Counter("late" if item.is_late(now) else item.state.value for item in promises)
    return {name: counts[name] for name in ("kept", "renewed", "broken", "late", "released", "open")}
