"""What people do about incidents: look, preview, open, say more, close; the desk and the command share it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

from bot.clock import Clock
from bot.errors import IncidentError
from bot.knowledge.library import Knowledge
from bot.knowledge.ports import ReplyError
from bot.model.incident import Announcement, Incident, IncidentStatus
from bot.model.traits import Traits
from bot.policy.incidents.checking import Saying, wordings, wrong_scope, wrong_time, wrong_words
from bot.policy.incidents.outlook import Outlook, dollars, outlook, too_much
from bot.service.incident_ports import IncidentStore
from bot.service.incident_values import Post, Reached, Said, Word
from bot.service.reporters import reporters

TEXT, OVER = "_incident", "_incident_over"

_DAY = timedelta(days=1)
_MOST_TEXTS = 500
_SHOWN = 50
_OTHERS = 20
_WORDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How the words will read: one wording, on a channel's surface, in a language."""

    where: str
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen: to how many, at what cost, in what time, in which words; and what speaks against it.

    `reasons` forbid it, `warnings` only with `insist`.
    """

    people: int
    reached: tuple[Reached, ...]
    parts: tuple[Outlook, ...]
    samples: tuple[Sample, ...]
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def cost(self) -> Decimal:
        """What it costs in US dollars."""
        return sum((part.cost for part in self.parts), Decimal(0))

    @property
    def takes(self) -> timedelta:
        """How long it takes, at the slowest channel's pace."""
        return max((part.takes for part in self.parts), default=timedelta(0))


async def _nothing() -> None:
    return


class Incidents:
    """The incidents of a brand. `told` is awaited after every change, so that who runs may act at once."""

    def __init__(
        self,
        *,
        store: IncidentStore,
        knowledge: Callable[[], Knowledge],
        traits: Mapping[str, Traits],
        clock: Clock,
        told: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self._store, self._knowledge, self._traits = store, knowledge, traits
        self._clock, self._told = clock, told

    async def every(self) -> tuple[Incident, ...]:
        """List the open incidents, the suggestions, then the latest others."""
        return await self._store.incidents(_OTHERS)

    async def get(self, incident_id: int) -> Incident | None:
        """Give an incident; None if there is none such."""
        return await self._store.incident(incident_id)

    async def posts(self, item: Incident) -> tuple[Post, ...]:
        """Give the latest messages that are the evidence of a suggestion."""
        return await self._store.posts(item.evidence.posts[:_SHOWN])

    async def said(self, item: Incident) -> tuple[Said, ...]:
        """List what people said of an incident so far, newest first."""
        return await self._store.said_of(item.id, _WORDS)

    async def preview_opening(self, said: Announcement, suggestion: int = 0) -> Preview:
        """Work out what opening would do; nothing is sent."""
        lately = await self._texts()
        conversations = await self._reporters(said, suggestion)
        reached = await self._store.reached_of(conversations)
        wrong = (*wrong_scope(said, self._knowledge(), lately), *self._wrong(said, TEXT))
        wrong = (*wrong, *await self._open_already(said))
        if suggestion and not await self._is(suggestion, IncidentStatus.SUGGESTED):
            wrong = (*wrong, f"there is no suggestion {suggestion} any more")
        return self._preview(said, TEXT, reached, wrong)

    async def open(
        self, said: Announcement, *, title: str, by: str, suggestion: int = 0, insist: bool = False
    ) -> int:
        """Open an incident and give its number; who reported it is told. Raises IncidentError."""
        preview = await self.preview_opening(said, suggestion)
        _refuse(preview, insist=insist)
        conversations = await self._reporters(said, suggestion)
        word = Word(said=said, title=title or _title(said), by=by, at=self._clock.now())
        number = await self._store.open_incident(word, conversations, suggestion)
        if not number:
            raise IncidentError((f"there is no suggestion {suggestion} any more",))
        await self._told()
        return number

    async def preview_update(self, incident_id: int, said: Announcement, *, over: bool = False) -> Preview:
        """Work out what saying this would do, or closing with it where `over`; nothing is sent."""
        item = await self._store.incident(incident_id)
        if item is None or not item.is_open:
            return Preview(
                people=0, reached=(), parts=(), samples=(), reasons=(f"incident {incident_id} is not open",)
            )
        template = OVER if over else TEXT
        wrong = self._wrong(_about(item, said, over=over), template, over=over)
        return self._preview(said, template, await self._store.reached(incident_id), wrong)

    async def update(
        self, incident_id: int, said: Announcement, *, by: str, seen: int = 0, insist: bool = False
    ) -> None:
        """Say more: everyone who belongs to the incident is told. Raises IncidentError.

        `seen` is the update that was the latest when the words were written (0: whichever it is).
        """
        await self._change(incident_id, said, by, seen, over=False, insist=insist)

    async def close(
        self, incident_id: int, said: Announcement, *, by: str, seen: int = 0, insist: bool = False
    ) -> None:
        """Say that it is over: everyone who belongs to it is told once. Raises IncidentError."""
        await self._change(incident_id, said, by, seen, over=True, insist=insist)

    async def dismiss(self, incident_id: int, *, by: str) -> bool:
        """Note that a suggestion is no incident; False if it is no suggestion any more."""
        done = await self._store.dismiss_incident(incident_id, by, self._clock.now())
        await self._told()
        return done

    async def _change(
        self, incident_id: int, said: Announcement, by: str, seen: int, *, over: bool, insist: bool
    ) -> None:
        _refuse(await self.preview_update(incident_id, said, over=over), insist=insist)
        item = await self._store.incident(incident_id)
        if item is None:
            raise IncidentError((f"there is no incident {incident_id}",))
        word = Word(said=_about(item, said, over=over), title=item.title, by=by, at=self._clock.now())
        status = IncidentStatus.CLOSED if over else IncidentStatus.OPEN
        stale = seen not in {0, item.update}
        if stale or not await self._store.change_incident(item, word, status):
            raise IncidentError((f"somebody has said more about incident {incident_id} meanwhile",))
        await self._told()

    def _wrong(self, said: Announcement, template: str, *, over: bool = False) -> tuple[str, ...]:
        now = self._clock.now()
        late = () if over else tuple(wrong_time(said, now))
        return (*wrong_words(self._saying(said, template, now)), *late)

    def _saying(self, said: Announcement, template: str, now: datetime) -> Saying:
        return Saying(said=said, template=template, knowledge=self._knowledge(), traits=self._traits, now=now)

    def _preview(
        self, said: Announcement, template: str, reached: Sequence[Reached], wrong: Sequence[str]
    ) -> Preview:
        parts = tuple(self._parts(reached))
        return Preview(
            people=sum(item.count for item in reached),
            reached=tuple(reached),
            parts=parts,
            samples=() if wrong else tuple(self._samples(said, template)),
            reasons=tuple(wrong),
            warnings=too_much(parts),
        )

    def _parts(self, reached: Sequence[Reached]) -> list[Outlook]:
        def kind(item: Reached) -> tuple[str, str]:
            return item.channel, item.surface.value

        found: list[Outlook] = []
        for (channel, _), group in groupby(sorted(reached, key=kind), key=kind):
            items = list(group)
            if channel in self._traits:
                count = sum(item.count for item in items)
                cap = self._cap(channel)
                found.append(outlook(self._traits[channel], items[0].surface, count, cap))
        return found

    def _cap(self, channel: str) -> Decimal | None:
        """Give what a channel may cost in a day: as settings say, else as the channel does."""
        settings = self._knowledge().settings.channels.get(channel)
        written = settings.options.get("daily_cap") if settings is not None else None
        own = self._traits[channel].daily_cap
        return own if written is None else dollars(str(written), own)

    def _samples(self, said: Announcement, template: str) -> list[Sample]:
        found: list[Sample] = []
        saying = self._saying(said, template, self._clock.now())
        for language in saying.knowledge.settings.brand.languages:
            for traits, surface in saying.outlets():
                try:
                    first, *_others = wordings(saying, language, traits, surface)
                except ReplyError:
                    continue
                found.append(Sample(where=traits.address(surface), language=language, text=first.text))
        return found

    async def _reporters(self, said: Announcement, suggestion: int) -> tuple[int, ...]:
        item = await self._store.incident(suggestion) if suggestion else None
        return await reporters(self._store, said, item, self._knowledge(), self._clock.now())

    async def _open_already(self, said: Announcement) -> tuple[str, ...]:
        live = await self._store.live_incidents()
        return tuple(
            f"incident {item.id} is open already about {name}: say more there"
            for item in live
            for name in said.intents
            if item.is_open and name in item.said.intents and item.said.place == said.place
        )

    async def _texts(self) -> tuple[str, ...]:
        """Give what customers wrote in the last day, the newest first."""
        now = self._clock.now()
        found = await self._store.reports(now - _DAY, now)
        posts = await self._store.posts([item.inbound for item in found[::-1][:_MOST_TEXTS]])
        return tuple(post.text for post in posts)

    async def _is(self, incident_id: int, status: IncidentStatus) -> bool:
        item = await self._store.incident(incident_id)
        return item is not None and item.status is status


def topics_of(intents: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """Give the topics of intents, whose FAQ answers usually pause with them."""
    known = (knowledge.intents.get(name) for name in intents)
    return tuple(dict.fromkeys(intent.topic for intent in known if intent is not None))


def _refuse(preview: Preview, *, insist: bool) -> None:
    reasons = preview.reasons if insist else (*preview.reasons, *preview.warnings)
    if reasons:
        raise IncidentError(reasons)


def _about(item: Incident, said: Announcement, *, over: bool) -> Announcement:
    """Give a new word with whom the incident concerns, which stays as it was."""
    return replace(item.said, texts=said.texts, next_update=None if over else said.next_update)


def _title(said: Announcement) -> str:
    return ", ".join((*said.intents, *said.topics, *said.words))[:80]
