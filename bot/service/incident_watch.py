"""Looks for bursts, has the words of incidents told, and reminds people of those they promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Encoder
from bot.model.incident import Announcement, Incident, IncidentStatus, Report
from bot.policy.incidents.bursts import Found, judge
from bot.policy.incidents.usual import WEEKS, Usual
from bot.policy.timing import Timetable
from bot.service.incident_values import Burst, Word
from bot.service.live import Live
from bot.service.ports import Compute, Engine
from bot.service.reporters import reporters
from bot.service.store import Store
from bot.service.unknown_bursts import Samples, unknown_bursts

ANY = "*"
BOT = "bot"

_LATELY = 20
_AFTER_DISMISSAL = timedelta(hours=6)
_AFTER_OPENING = timedelta(minutes=10)
_HOUR = timedelta(hours=1)


class IncidentWatch:
    """Called by every sweep, and at once after a person changed something."""

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        live: Live,
        compute: Compute,
        encoder: Encoder | None = None,
    ) -> None:
        self._store, self._engine, self._knowledge = store, engine, knowledge
        self._clock, self._live, self._compute, self._encoder = clock, live, compute, encoder
        self._counts: Mapping[int, int] = {}
        self._reminded: set[tuple[int, int]] = set()

    async def look(self) -> None:
        """Find bursts, then tell whom people want told; what finds nothing writes nothing."""
        await self._find()
        await self.tell()

    async def tell(self) -> None:
        """Have the latest words said to all who have not heard them, and keep people's queue up to date."""
        live = await self._store.live_incidents()
        for item in live:
            if item.is_open:
                await self._attach_missed(item)
        while conversations := await self._store.announce(self._clock.now(), only_first=self._is_quiet()):
            for conversation_id in conversations:
                self._engine.notify(conversation_id, timedelta(0))
        await self._remind([item for item in live if item.is_open])
        counted = await self._count([item for item in live if item.is_open])
        if live or counted:
            self._live.listed()

    async def _attach_missed(self, item: Incident) -> None:
        """Add those whose report was decided on just before the incident was opened."""
        opened = item.changed_at
        if item.update != 1 or self._clock.now() - opened > _AFTER_OPENING:
            return
        found = await reporters(self._store, item.said, item, self._knowledge(), opened)
        missed = set(found) - await self._store.attached(item.id)
        if missed:
            await self._store.attach(item.id, sorted(missed))

    async def _remind(self, items: Sequence[Incident]) -> None:
        now = self._clock.now()
        late = [
            item
            for item in items
            if item.said.next_update is not None
            and item.said.next_update <= now
            and (item.id, item.update) not in self._reminded
        ]
        if late:
            await self._store.remind_late([item.id for item in late], now)
            self._reminded |= {(item.id, item.update) for item in late}

    async def _count(self, items: Sequence[Incident]) -> bool:
        """Keep how many each incident has; gives whether that changed."""
        counts = {item.id: item.attached for item in items}
        if counts == self._counts:
            return False
        await self._store.count_again(list(counts), self._clock.now())
        self._counts = counts
        return True

    def _is_quiet(self) -> bool:
        knowledge = self._knowledge()
        settings = knowledge.settings
        hours = Timetable(calendar=knowledge.calendar, sla=settings.sla, follow_ups=settings.follow_ups)
        return hours.is_quiet(self._clock.now())

    async def _find(self) -> None:
        now, knowledge = self._clock.now(), self._knowledge()
        thresholds = knowledge.settings.incident
        reports = await self._store.reports(now - thresholds.within, now)
        known = await self._store.live_incidents()
        suggested = [item for item in known if not item.is_open]
        if len({item.person for item in reports}) < thresholds.at_least and not suggested:
            return
        past = await self._store.incidents(_LATELY)
        fresh = [item for item in reports if not _is_settled(item, past, knowledge)]
        bursts, lasting = await self._bursts(fresh, suggested, past)
        ebbed = [item.id for item in suggested if item.key not in lasting]
        if bursts or ebbed:
            await self._store.suggest(bursts, ebbed, now)
            self._live.listed()
            await self._announce_allowed()

    async def _bursts(
        self, reports: Sequence[Report], suggested: Sequence[Incident], past: Sequence[Incident]
    ) -> tuple[list[Burst], set[str]]:
        """Give the bursts that are suggested or grow, and the keys of all that last."""
        now, live = self._clock.now(), {item.key for item in suggested}
        found: list[tuple[Burst, Found]] = [
            *await self._of_intents(reports, live),
            *await self._of_texts([item for item in reports if not item.intent], suggested),
        ]
        dismissed = {
            item.key
            for item in past
            if item.status is IncidentStatus.DISMISSED and now - item.changed_at < _AFTER_DISMISSAL
        }
        wanted = [
            burst
            for burst, seen in found
            if burst.key not in dismissed and (seen.strong or (burst.key in live and seen.lasting))
        ]
        return wanted, {burst.key for burst in wanted}

    async def _of_intents(self, reports: Sequence[Report], live: set[str]) -> list[tuple[Burst, Found]]:
        by_intent: dict[str, list[Report]] = defaultdict(list)
        for item in reports:
            if item.intent:
                by_intent[item.intent].append(item)
        found = []
        for name, mine in by_intent.items():
            enough = len({item.person for item in mine}) >= self._knowledge().settings.incident.at_least
            if enough or f"intent:{name}" in live:
                found.append(await self._of_intent(name, mine))
        return found

    async def _of_intent(self, name: str, mine: Sequence[Report]) -> tuple[Burst, Found]:
        now, knowledge = self._clock.now(), self._knowledge()
        thresholds = knowledge.settings.incident
        since = now - thresholds.within
        from_then = since - timedelta(weeks=WEEKS)
        usual = Usual(
            own=await self._store.tallies(name, from_then),
            every=await self._store.tallies(ANY, from_then),
            before=since,
            zone=knowledge.calendar.zone,
            guess=thresholds.at_least / thresholds.times * (_HOUR / thresholds.within),
        )
        seen = judge(mine, usual, thresholds, since, now)
        intent = knowledge.intents.get(name)
        topics = (intent.topic,) if intent is not None else ()
        return Burst(
            key=f"intent:{name}", title=name, evidence=seen.evidence, intents=(name,), topics=topics
        ), seen

    async def _of_texts(
        self, reports: Sequence[Report], suggested: Sequence[Incident]
    ) -> list[tuple[Burst, Found]]:
        """Find bursts of alike texts that match no intent."""
        thresholds = self._knowledge().settings.incident
        mine = [item for item in suggested if item.key.startswith("texts:")]
        if len({item.person for item in reports}) < thresholds.at_least and not mine:
            return []
        now = self._clock.now()
        samples = await Samples.read(self._store, reports, now - thresholds.within, now)
        search = partial(unknown_bursts, samples, thresholds, mine, self._encoder, self._knowledge())
        return await self._compute(search)

    async def _announce_allowed(self) -> None:
        """Open by itself what the brand allows: with its template's own words, as nobody has written any."""
        knowledge, now = self._knowledge(), self._clock.now()
        allowed = set(knowledge.settings.incident.announce)
        for item in await self._store.live_incidents():
            if item.is_open or allowed.isdisjoint((*item.said.intents, *item.said.topics)):
                continue
            said: Announcement = replace(
                item.said, next_update=now + knowledge.settings.incident.update_every
            )
            found = await reporters(self._store, said, item, knowledge, now)
            await self._store.open_incident(Word(said=said, title=item.title, by=BOT, at=now), found, item.id)


def _is_settled(item: Report, past: Sequence[Incident], knowledge: Knowledge) -> bool:
    """Tell whether a report belongs to an incident that is open, or that was closed after it came."""
    intent = knowledge.intents.get(item.intent)
    topic = intent.topic if intent is not None else ""
    return any(
        item.intent in one.said.intents or topic in one.said.topics or item.inbound in one.evidence.posts
        for one in past
        if one.is_open or (one.status is IncidentStatus.CLOSED and item.at <= one.changed_at)
    )
