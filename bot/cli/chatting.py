"""One chat in the terminal: what is typed becomes steps of a dialogue, which can be saved as a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.channels.terminal import shown
from bot.cli.brand import Loaded, address
from bot.cli.customers import described, read_customer
from bot.cli.moments import in_words, opening
from bot.cli.saving import Did, conversation_file, span_in_words
from bot.cli.talk import counted, dim
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.model.case import FollowUpKind
from bot.model.message import Author, Letter, Purpose
from bot.settings.moments import read_moment
from bot.testing import Dialogue, Exchange

HELP = """\
/at mon 9 moves the clock, /skip goes to the next thing that happens, /clock tells what is to come
/as x.post name=Giulia followers=15200 writes elsewhere, or as somebody else; /agent TEXT answers as a person
/why explains, /save NAME keeps this as a test, /quit ends"""

_NOTHING = "Nothing more will happen by itself."
_WAKE = "wake_"  # the rules that decide on follow-ups are named after them
_KINDS = {
    FollowUpKind.PROMISE: "the promise falls due",
    FollowUpKind.REASSURE: "a reassurance",
    FollowUpKind.CHECK: "“did that help?”",
    FollowUpKind.AGAIN: "a post that waited is answered",
    FollowUpKind.REMIND: "a reminder",
    FollowUpKind.CLOCK: "people are warned",
    FollowUpKind.GIVE_UP: "the case is closed",
}


class Chat:
    """A dialogue and what has been done in it. Call `begin` first."""

    def __init__(self, loaded: Loaded, project: Path) -> None:
        self._loaded, self._project = loaded, project
        self._did: list[Did] = []
        self._tasks: set[int] = set()
        self._last: Exchange | None = None
        self._begun = ""
        self._customer = Author(id="customer", name="Giulia")

    async def begin(self, channel: str, at: str | None = None, *, now: datetime | None = None) -> None:
        """Begin anew on a channel, at a time in words or a moment. Raises SetupError for unknown ones."""
        knowledge = self._loaded.knowledge
        now = now if now is not None else SystemClock().now()
        self._start = read_moment(at, knowledge.calendar.zone, now) if at else now.replace(microsecond=0)
        self._channel = address(self._loaded.traits, channel)
        self._dialogue = await Dialogue.open(
            knowledge,
            traits=self._loaded.traits,
            at=self._start,
            channel=self._channel,
            customer=self._customer,
        )
        self._did, self._tasks, self._last = [], set(), None

    def heading(self) -> str:
        """Say where and when this is."""
        return f"{self._loaded.knowledge.settings.brand.name} on {self._channel}, {self._time()}"

    def prompt(self) -> str:
        """Give what stands before what is typed: "Sat 22:00 web> "."""
        local = self._loaded.knowledge.calendar.local(self._dialogue.clock.now())
        return f"{local:%a %H:%M} {self._channel}> "

    async def do(self, line: str) -> tuple[str, ...]:
        """Do what was typed and give the lines to show."""
        if not line.startswith("/"):
            return self._shown(Did(does="say", text=line), await self._dialogue.say(line))
        word, _, rest = line[1:].partition(" ")
        try:
            return await self._command(word, rest.strip())
        except SetupError as error:
            return (f"{error}{': ' if error.hint else ''}{error.hint}",)

    async def _command(self, word: str, rest: str) -> tuple[str, ...]:  # noqa: PLR0911 - an arm a command
        match word:
            case "at":
                return await self._at(rest)
            case "skip":
                return await self._skip()
            case "clock":
                return await self._clock()
            case "as":
                return await self._as(rest)
            case "why":
                return tuple(self._why())
            case "agent":
                return await self._agent(rest)
            case "save":
                return (self._save(rest),)
            case _:
                return (f"There is no /{word}. {HELP}",)

    async def _at(self, text: str) -> tuple[str, ...]:
        now = self._dialogue.clock.now()
        moment = read_moment(text, self._loaded.knowledge.calendar.zone, now)
        if not self._did:
            await self.begin(self._channel, now=moment)
            return (self.heading(),)
        if moment <= now:
            return ("That is past: time only goes forward in a conversation. /as begins anew.",)
        return self._passed(await self._dialogue.wait(moment - now), now)

    async def _as(self, text: str) -> tuple[str, ...]:
        place, customer = read_customer(text, self._customer)
        if not text:
            return ("Write /as and a channel, or who writes: /as x.post name=Giulia followers=15200.",)
        channel = address(self._loaded.traits, place or self._channel)
        self._customer = customer
        await self.begin(channel, now=self._dialogue.clock.now())
        self._begun = f" since /as {text}"
        who = ", ".join(f"{key} {value}" for key, value in described(customer).items())
        return (self.heading(), dim(f"writing as {who or 'somebody unknown'}"))

    async def _skip(self) -> tuple[str, ...]:
        now = self._dialogue.clock.now()
        exchange = await self._dialogue.skip()
        if not exchange.decisions and not exchange.said:
            return (_NOTHING,)
        return self._passed(exchange, now, _what(exchange))

    async def _clock(self) -> tuple[str, ...]:
        conversation = await self._dialogue.conversation()
        moment = await self._dialogue.engine.next_event()
        if conversation is None or moment is None:
            return (self._time(), _NOTHING)
        due = [item for item in conversation.follow_ups if item.at <= moment]
        what = _kind(due[0].kind) if due else "a message that waits"
        return (self._time(), f"next: {in_words(self._loaded.knowledge.calendar, moment)}, {what}")

    def _time(self) -> str:
        calendar, now = self._loaded.knowledge.calendar, self._dialogue.clock.now()
        return f"{in_words(calendar, now)} ({opening(calendar, now)})"

    def _passed(self, exchange: Exchange, since: datetime, what: str = "") -> tuple[str, ...]:
        span = span_in_words(self._dialogue.clock.now() - since)
        lines = self._shown(Did(does="wait", text=span), exchange)
        return (dim(f"— {self._time()}{f': {what}' if what else ''}"), *lines)

    async def _agent(self, text: str) -> tuple[str, ...]:
        if not text or not self._did:
            return ("Write /agent and the answer, once the customer has written.",)
        key = next(iter(self._loaded.knowledge.settings.people), "FB")
        return self._shown(Did(does="agent", text=text), await self._dialogue.agent(text, key))

    def _shown(self, did: Did, exchange: Exchange) -> tuple[str, ...]:
        self._did.append(did.with_outcome(exchange))
        self._last = exchange
        fresh = [task for task in exchange.tasks if task.id not in self._tasks]
        self._tasks |= {task.id for task in fresh}
        said = [_line(letter) for letter in exchange.said]
        reasons = [decision.why[-1] for decision in exchange.decisions if decision.why and not said]
        silent = [dim(f"(silent: {reason})") for reason in reasons]
        return (*(said or silent), *(dim(f"(for a person: {task.text})") for task in fresh))

    def _why(self) -> Iterator[str]:
        if self._last is None or not self._last.decisions:
            yield "Nothing has been decided yet."
            return
        for decision in self._last.decisions:
            yield f"{decision.outcome}, by the rule {decision.rule}: {'; '.join(decision.why)}"
        for letter in self._last.said:
            yield f"the words are from {letter.source or letter.author}"

    def _save(self, name: str) -> str:
        file = conversation_file(self._project, name)
        zone = self._loaded.knowledge.calendar.zone
        start = self._start.astimezone(zone)
        file.write(start, self._channel, described(self._dialogue.customer), self._did)
        steps = counted(len(self._did), "step")
        return f"Saved {steps}{self._begun} in {file.path}; `sportello test` runs it."


def _line(letter: Letter) -> str:
    who = letter.author if letter.purpose is Purpose.AGENT else "bot"
    return f"{who}: {shown(letter)}"


def _what(exchange: Exchange) -> str:
    """Say what has happened by itself: the follow-ups decided on, or a message that had waited."""
    rules = dict.fromkeys(decision.rule for decision in exchange.decisions)
    kinds = [_kind(rule.removeprefix(_WAKE)) for rule in rules if rule.startswith(_WAKE)]
    return ", ".join(kinds) or "a message that waited"


def _kind(kind: str) -> str:
    return next((words for known, words in _KINDS.items() if known == kind), kind.replace("_", " "))
