"""What the bot could not answer, in groups: worked out beside everything else, shown while it is renewed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.service.jobs import Job, Told
from bot.service.school import School
from bot.teaching.questions import Gathered, Group, gather

PERIOD = timedelta(days=30)
"""How far back what went unanswered is looked for."""

MOST_UNANSWERED = 20_000
"""Most messages that are looked at, the newest."""

_MOST_GROUPS = 100
_FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The groups, biggest first; while they are worked out `found` is None and `part` says how far it is."""

    found: Gathered | None
    part: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathering:
    version: str
    at: datetime
    job: Job[Gathered]


class Unanswered:
    """Groups what the bot left to people, for whoever teaches it."""

    def __init__(self, school: School) -> None:
        self._store, self._brand, self._encoder = school.store, school.brand, school.encoder
        self._clock, self._compute = school.clock, school.compute
        self._shown: _Gathering | None = None
        self._next: _Gathering | None = None

    async def questions(self, wait: float) -> Questions:
        """Give the groups without what was dismissed; waits some seconds at most. Raises StoreError."""
        gathering = self._gathering()
        found = await gathering.job.soon(wait)
        if found is None:
            return Questions(found=None, part=gathering.job.part)
        return Questions(found=_without(found, await self._store.dismissed()))

    async def dismiss(self, group: Group, *, by: str) -> None:
        """Never show the texts of a group again."""
        digests = [item.digest for item in group.questions]
        await self._store.dismiss(digests, by=by, now=self._clock.now())

    def _gathering(self) -> _Gathering:
        """Give the groups to be shown; old ones are shown while newer ones are worked out."""
        version, now = self._brand.knowledge.version, self._clock.now()
        if self._next is not None and self._next.job.done:
            self._shown, self._next = self._next, None
        shown = self._shown
        if shown is None or shown.job.failed or shown.version != version:
            self._shown = shown = self._begin(version, now)
        elif shown.job.done and self._next is None and abs(now - shown.at) > _FRESH:
            self._next = self._begin(version, now)
        return shown

    def _begin(self, version: str, now: datetime) -> _Gathering:
        return _Gathering(version=version, at=now, job=Job(self._gather))

    async def _gather(self, told: Told) -> Gathered:
        now, knowledge = self._clock.now(), self._brand.knowledge
        until = now + timedelta(seconds=1)
        unanswered = await self._store.unanswered(now - PERIOD, until, MOST_UNANSWERED)
        dismissed = await self._store.dismissed()
        return await self._compute(
            lambda: gather(
                unanswered,
                knowledge,
                encoder=self._encoder,
                dismissed=dismissed,
                most=_MOST_GROUPS,
                told=told,
            )
        )


def _without(found: Gathered, dismissed: frozenset[str]) -> Gathered:
    """Leave out the groups that were dismissed since; one that is dismissed is dismissed whole."""
    left = tuple(
        group for group in found.groups if any(item.digest not in dismissed for item in group.questions)
    )
    gone = sum(group.count for group in found.groups) - sum(group.count for group in left)
    return replace(found, groups=left, dismissed=found.dismissed + gone)
