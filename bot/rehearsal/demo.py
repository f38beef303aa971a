"""The demo's weekend: invented customers over the real pipeline, in a store that goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.hours import Calendar
from bot.model.traits import Traits
from bot.rehearsal.desk_scenes import CUSTOMERS, DeskScenes
from bot.rehearsal.inventing.weekend import Frame, invent
from bot.rehearsal.once import ReadingOnce
from bot.rehearsal.people import Staff
from bot.rehearsal.quick_calendar import quick_calendars
from bot.rehearsal.script import Script
from bot.rehearsal.stage import Stage
from bot.rehearsal.watching import Ledger, WatchedStore
from bot.stores.opening import memory_transactions
from bot.stores.sql_store import SqlStore

CONVERSATIONS = 300
"""So many customers write in the demo's weekend, each in a conversation of their own."""

_LINES = 500  # enough for so many customers: most write once
_SEED = 7
_AT_LEAST = timedelta(days=1)
_ANSWER_IN = timedelta(minutes=6)
_CLOSES = 0.85
_ALONE = timedelta(hours=3)
"""So long before now the invented people stop answering: whoever looks finds customers waiting."""

_SET = "desk-"
"""How, after the prefix, the ids of those begin who play in the scenes."""

_FRIDAY, _BEGINS = 4, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where the demo's customers write: addresses, each channel's account, how customers' ids begin."""

    addresses: tuple[str, ...]
    accounts: Mapping[str, str]
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekend:
    """What was played: a store, how many invented conversations it has, the incidents people opened."""

    store: SqlStore
    conversations: int
    incidents: tuple[int, ...]


async def played_weekend(
    knowledge: Knowledge, traits: Mapping[str, Traits], scene: Scene, now: datetime
) -> Weekend:
    """Give a store in memory with the weekend in it up to now.

    It is empty where the brand has no intents to make sentences of.
    """
    transactions = memory_transactions()

    def opened(ledger: Ledger) -> WatchedStore:
        return WatchedStore(transactions, ledger)

    script = _script(knowledge, traits, scene, now)
    theirs = len({line.customer for line in script.lines})
    incidents: tuple[int, ...] = ()
    if script.lines:
        keys = tuple(knowledge.settings.people)
        stage = Stage(
            script,
            _quick(knowledge, script),
            traits,
            Staff(count=len(keys), answer_in=_ANSWER_IN, keys=keys, closes=_CLOSES),
            lambda _part, _moment: None,
            open_store=opened,
            accounts=scene.accounts,
            ends=now,
            people_until=now - _ALONE,
            spared=f"{scene.prefix}{_SET}",
        )
        scenes = DeskScenes(stage, scene.addresses, f"{scene.prefix}{_SET}", now)
        await scenes.play()
        theirs, incidents = theirs + len(scenes.conversations), tuple(scenes.incidents)
    return Weekend(store=SqlStore(transactions), conversations=theirs, incidents=incidents)


def began(calendar: Calendar, now: datetime) -> datetime:
    """Give the last Friday at 16:00 that is a day ago or more, on the brand's clock."""
    local = calendar.local(now - _AT_LEAST)
    friday = local - timedelta(days=(local.weekday() - _FRIDAY) % 7)
    friday = friday.replace(hour=_BEGINS, minute=0, second=0, microsecond=0)
    return (friday if friday <= local else friday - timedelta(days=7)).astimezone(UTC)


def _script(knowledge: Knowledge, traits: Mapping[str, Traits], scene: Scene, now: datetime) -> Script:
    since = began(knowledge.calendar, now)
    frame = Frame(since=since, until=now, count=_LINES, seed=_SEED, addresses=scene.addresses)
    script = invent(knowledge, traits, frame)
    met = tuple(dict.fromkeys(line.customer for line in script.lines))
    kept = frozenset(met[-(CONVERSATIONS - CUSTOMERS) :])
    lines = (line for line in script.lines if line.customer in kept)
    return replace(
        script,
        lines=tuple(replace(line, customer=f"{scene.prefix}{line.customer}") for line in lines),
    )


def _quick(knowledge: Knowledge, script: Script) -> Knowledge:
    calendars = quick_calendars(knowledge.calendars, script.since, script.until)
    return replace(knowledge, matcher=ReadingOnce(knowledge.matcher), calendars=calendars)
