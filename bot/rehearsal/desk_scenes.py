"""Scenes that the demo's weekend plays for the desk's other pages: incidents, drafts, posts, a late promise.

Everything goes the ordinary way: customers write, people act through the services, the clock goes on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from bot.model.incident import Announcement
from bot.model.message import Author, Inbound, Purpose, Surface
from bot.model.traits import Idempotency
from bot.rehearsal.inventing import desk_words
from bot.rehearsal.inventing.desk_words import Told
from bot.rehearsal.script import Line, channel_of, inbound_of, surface_of
from bot.rehearsal.stage import Stage
from bot.rehearsal.watching import Turned
from bot.service.values import Batch, Unknown
from bot.settings.values import Approval, Band
from bot.testing.channel import RecordingChannel

Act = Callable[[], Awaitable[None]]

DRAFTS = 2

CUSTOMERS = (
    len(desk_words.PAYMENTS.customers)
    + len(desk_words.WHITE_PAGE.customers)
    + len(desk_words.OVERHEARD)
    + len(desk_words.BURST)
    + DRAFTS
    + 2
)
"""At most so many customers play in the scenes, each in a conversation of their own."""

_MINUTE = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)
_OPENS = timedelta(hours=1)
_BROWSE = 4 * 24 * 14  # quarters of an hour in two weeks
_SILENT = timedelta(hours=12)
"""So long after now the bot is silent for the person who let a promise pass: until then it is late."""

_HEARD = "x.post"


@dataclass
class DeskScenes:
    """Plays a stage up to `now` with the scenes in between; the ids of their customers begin with `prefix`.

    `conversations` are those of the scenes, `incidents` those that people opened.
    """

    stage: Stage
    addresses: Sequence[str]
    prefix: str
    now: datetime
    conversations: set[int] = field(default_factory=set)
    incidents: list[int] = field(default_factory=list)
    _written: int = 0

    async def play(self) -> None:
        """Play what is not before the stage's beginning, in order."""
        acts = sorted(self._acts(), key=lambda item: item[0])
        for moment, act in acts:
            if moment > self.stage.script.since:
                await self.stage.run(moment)
                await act()
        await self.stage.run()

    def _acts(self) -> Iterator[tuple[datetime, Act]]:
        yield from self._closed_incident()
        yield from self._open_incident()
        yield from self._posts()
        yield from self._late_promise()
        yield from self._maybe_sent()
        yield self._ago(25), self._drafts
        yield from self._burst()

    def _ago(self, minutes: float) -> datetime:
        return self.now - minutes * _MINUTE

    def _closed_incident(self) -> Iterator[tuple[datetime, Act]]:
        told = desk_words.PAYMENTS
        number: list[int] = []
        yield self._ago(300), partial(self._open, told, self._person(0), self._ago(200), number)
        for place, who in enumerate(told.customers):
            yield self._ago(290 - 15 * place), partial(self._write, *who)
        yield self._ago(215), partial(self._close, told, self._person(0), number)

    def _open_incident(self) -> Iterator[tuple[datetime, Act]]:
        told = desk_words.WHITE_PAGE
        yield self._ago(70), partial(self._open, told, self._person(1), self.now + 2 * _OPENS, [])
        for place, who in enumerate(told.customers):
            yield self._ago(64 - 12 * place), partial(self._write, *who)

    def _posts(self) -> Iterator[tuple[datetime, Act]]:
        """Have the brand named by people who do not speak to it, where a channel hears them."""
        if _HEARD in self.addresses:
            for place, post in enumerate(desk_words.OVERHEARD):
                yield self._ago(1400 - 430 * place), partial(self._post, *post)

    def _late_promise(self) -> Iterator[tuple[datetime, Act]]:
        """Have a person take over from a customer who was promised an answer, and let the time pass."""
        written = self._long_enough_ago()
        if written is not None:
            who: list[int] = []
            yield written, partial(self._write, *desk_words.LETTER, who)
            yield written + 5 * _MINUTE, partial(self._neglect, who, self._person(2))

    def _maybe_sent(self) -> Iterator[tuple[datetime, Act]]:
        """Have a person's answer leave on a channel that breaks off and keeps no record."""
        address = self._without_record()
        if address:
            who: list[int] = []
            yield self._ago(100), partial(self._write, *desk_words.WANTS_PERSON, who, address)
            yield self._ago(90), partial(self._answer_is_lost, who, channel_of(address), self._person(1))

    def _burst(self) -> Iterator[tuple[datetime, Act]]:
        for place, who in enumerate(desk_words.BURST):
            yield self._ago(9 - 0.4 * place), partial(self._write, *who)
        yield self._ago(0.2), self._look

    async def _look(self) -> None:
        await self.stage.sportello.waker.sweep()

    async def _open(self, told: Told, by: str, next_update: datetime, number: list[int]) -> None:
        said = Announcement(words=told.words, texts=told.texts, next_update=next_update)
        preview = await self.stage.sportello.incidents.preview_opening(said)
        if not preview.reasons:  # the brand writes a language that the words are not in
            opened = await self.stage.sportello.incidents.open(said, title=told.title, by=by)
            self.incidents.append(opened)
            number.append(opened)

    async def _close(self, told: Told, by: str, number: Sequence[int]) -> None:
        for one in number:
            await self.stage.sportello.incidents.close(one, Announcement(texts=told.over), by=by)

    async def _post(self, name: str, handle: str, followers: int, text: str) -> None:
        said = text.format(brand=self.stage.knowledge.settings.brand.name)
        line = self._line(name, "", said, _HEARD)
        item = inbound_of(line, self.stage.traits, self._account(_HEARD))
        author = Author(id=line.customer, name=name, handle=handle, followers=followers)
        await self._accept(replace(item, author=author, overheard=True))

    async def _write(
        self, name: str, language: str, text: str, who: list[int] | None = None, address: str = ""
    ) -> None:
        where = address or self._private()[self._written % len(self._private())]
        line = self._line(name, language, text, where)
        number = await self._accept(inbound_of(line, self.stage.traits, self._account(where)))
        if who is not None:
            who.append(number)

    async def _accept(self, item: Inbound) -> int:
        batch = Batch(channel=item.channel, account=item.account, items=(item,))
        accepted = await self.stage.sportello.intake.accept(batch)
        self.conversations.update(accepted.conversations)
        return accepted.conversations[0]

    async def _neglect(self, who: Sequence[int], person: str) -> None:
        knowledge = self.stage.knowledge
        silence = self.now + _SILENT - self.stage.clock.now()
        handoff = replace(knowledge.settings.handoff, silence_bot_for=silence)
        self.stage.knowledge = replace(knowledge, settings=replace(knowledge.settings, handoff=handoff))
        for one in who:
            await self.stage.sportello.agents.take_over(one, person)
            await self.stage.sportello.team.note(one, person, desk_words.LETTER_NOTE)
        await self.stage.engine.settle()
        self.stage.knowledge = knowledge

    async def _answer_is_lost(self, who: Sequence[int], channel: str, person: str) -> None:
        connected = self.stage.sportello.channels[channel, self._account(channel)]
        if not isinstance(connected, RecordingChannel):
            raise TypeError("a stage's channels are recorded")
        for one in who:
            connected.next_outcome(Unknown(evidence=desk_words.LINE_BROKE))
            await self.stage.sportello.team.note(one, self._person(0), desk_words.DOCUMENTS_NOTE)
            await self.stage.sportello.agents.reply(
                one, person, desk_words.DOCUMENTS_ANSWER, id="a lost answer"
            )
        await self.stage.engine.settle()

    async def _drafts(self) -> None:
        """Have questions that the bot can answer come while a person reads its answers first."""
        knowledge = self.stage.knowledge
        approval = Approval(when=(Band(below=1.0),))
        asked = self._answered()
        self.stage.knowledge = replace(knowledge, settings=replace(knowledge.settings, approval=approval))
        for item in asked:
            await self._write(item.author.name, item.author.language_hint, item.text)
        await self.stage.run(self.stage.clock.now() + _MINUTE)
        self.stage.knowledge = knowledge

    def _answered(self) -> Iterator[Inbound]:
        """Give the latest question in each language that the bot answered by itself, with few words."""
        found: dict[str, Inbound] = {}
        for event in self.stage.ledger.events:
            if isinstance(event, Turned) and len(event.inbound) == 1 and event.result.letters:
                ((_row, item),) = event.inbound
                if self._is_plainly_answered(event, item):
                    found[event.result.conversation.state.language] = item
        yield from list(found.values())[:DRAFTS]

    def _is_plainly_answered(self, event: Turned, item: Inbound) -> bool:
        ours = event.result.conversation.key.startswith(self.prefix)
        answered = event.result.letters[0].purpose is Purpose.ANSWER
        return answered and not ours and item.text != "" and item.author.name != ""

    def _line(self, name: str, language: str, text: str, address: str) -> Line:
        self._written += 1
        number = f"{self.prefix}{self._written}"
        at = self.stage.clock.now()
        return Line(
            id=number, at=at, customer=number, address=address, text=text, name=name, language=language
        )

    def _person(self, place: int) -> str:
        return self.stage.staff.key(place)

    def _account(self, address: str) -> str:
        return self.stage.accounts[channel_of(address)]

    def _private(self) -> tuple[str, ...]:
        found = dict.fromkeys(
            one for one in self.addresses if surface_of(one, self.stage.traits) is not Surface.PUBLIC
        )
        return tuple(found) or tuple(dict.fromkeys(self.addresses))

    def _without_record(self) -> str:
        """Give an address of a channel that cannot look up what became of a message; "" for none."""
        traits = self.stage.traits
        return next(
            (one for one in self._private() if traits[channel_of(one)].idempotency is Idempotency.NONE), ""
        )

    def _long_enough_ago(self) -> datetime | None:
        """Give the latest opening moment from which the time for a first answer has passed."""
        knowledge = self.stage.knowledge
        takes = knowledge.settings.sla.first_answer + 2 * _QUARTER
        for quarters in range(1, _BROWSE):
            moment = self.now - quarters * _QUARTER
            by = knowledge.calendar.add_open_time(moment, takes)
            if by is not None and by <= self.now and knowledge.calendar.is_open(moment):
                return moment
        return None
