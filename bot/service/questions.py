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
_SHARE = 20  # groups hold for so many times as long as they took, or _FRESH if that is less


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The groups, biggest first; while they are worked out `found` is None and `part` says how far it is."""

    found: Gathered | None
    part: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathering:
    version: str
    job: Job[_Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    gathered: Gathered
    at: datetime
    until: float  # the clock's monotonic reading from which newer ones are looked for


class Unanswered:
    """Groups what the bot left to people, for whoever teaches it."""

    def __init__(self, school: School) -> None:
        self._store, self._brand, self._encoder = school.store, school.brand, school.encoder
        self._clock, self._compute = school.clock, school.compute
        self._shown: _Gathering | None = None
        self._next: _Gathering | None = None

    async def questions(self, wait: float) -> Questions:
        """Give the groups without what was dismissed; waits some seconds at most. Raises StoreError.

        Older groups are given where newer ones take longer than that.
        """
        shown = self._gathering()
        newest = self._next or shown
        found = await newest.job.soon(wait) or shown.job.result()
        if found is None:
            return Questions(found=None, part=shown.job.part)
        return Questions(found=_without(found.gathered, await self._store.dismissed()))

    async def dismiss(self, group: Group, *, by: str) -> None:
        """Never show the texts of a group again."""
        digests = [item.digest for item in group.questions]
        await self._store.dismiss(digests, by=by, now=self._clock.now())

    def _gathering(self) -> _Gathering:
        """Give the groups to be shown; old ones are shown while newer ones are worked out."""
        version = self._brand.knowledge.version
        if self._next is not None and self._next.job.done:
            self._shown, self._next = self._next, None
        shown = self._shown
        if shown is None or shown.job.failed or shown.version != version:
            self._shown = shown = self._begin(version)
        elif self._next is None and self._is_old(shown):
            self._next = self._begin(version)
        return shown

    def _is_old(self, gathering: _Gathering) -> bool:
        found = gathering.job.result()
        if found is None:
            return False
        return self._clock.monotonic() >= found.until or abs(self._clock.now() - found.at) > _FRESH

    def _begin(self, version: str) -> _Gathering:
        began = self._clock.monotonic()
        return _Gathering(version=version, job=Job(lambda told: self._gather(told, began)))

    async def _gather(self, told: Told, began: float) -> _Found:
        now, knowledge = self._clock.now(), self._brand.knowledge
        until = now + timedelta(seconds=1)
        unanswered = await self._store.unanswered(now - PERIOD, until, MOST_UNANSWERED)
        dismissed = await self._store.dismissed()
        gathered = await self._compute(
            lambda: gather(
                unanswered,
                knowledge,
                encoder=self._encoder,
                dismissed=dismissed,
                most=_MOST_GROUPS,
                told=told,
            )
        )
        ended = self._clock.monotonic()
        holds = min(_SHARE * (ended - began), _FRESH.total_seconds())
        return _Found(gathered=gathered, at=self._clock.now(), until=ended + holds)


def _without(found: Gathered, dismissed: frozenset[str]) -> Gathered:
    """Leave out the groups that were dismissed since; one that is dismissed is dismissed whole."""
    left = tuple(
        group for group in found.groups if any(item.digest not in dismissed for item in group.questions)
    )
    gone = sum(group.count for group in found.groups) - sum(group.count for group in left)
    return replace(found, groups=left, dismissed=found.dismissed + gone)
