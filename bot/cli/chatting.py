"""One chat in the terminal: what is typed becomes steps of a dialogue, which can be saved as a test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.channels.terminal import shown
from bot.cli.brand import Loaded, address
from bot.cli.moments import in_words, opening, read_moment
from bot.cli.saving import Did, conversation_file, span_in_words
from bot.cli.talk import counted, dim
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.model.message import Letter, Purpose
from bot.testing import Dialogue, Exchange

HELP = (
    "/at mon 9 moves the clock, /skip goes to the next thing that happens, /as x.post writes elsewhere, "
    "/why explains, /agent TEXT answers as a person, /save NAME keeps this as a test, /quit ends"
)


class Chat:
    """A dialogue and what has been done in it. Call `begin` first."""

    def __init__(self, loaded: Loaded, project: Path) -> None:
        self._loaded, self._project = loaded, project
        self._did: list[Did] = []
        self._tasks: set[int] = set()
        self._last: Exchange | None = None
        self._begun = ""

    async def begin(self, channel: str, at: str | None = None, *, now: datetime | None = None) -> None:
        """Begin anew on a channel, at a time in words or a moment. Raises SetupError for unknown ones."""
        knowledge = self._loaded.knowledge
        now = now if now is not None else SystemClock().now()
        self._start = read_moment(at, knowledge.calendar.zone, now) if at else now.replace(microsecond=0)
        self._channel = address(self._loaded.traits, channel)
        self._dialogue = await Dialogue.open(
            knowledge, traits=self._loaded.traits, at=self._start, channel=self._channel
        )
        self._did, self._tasks, self._last = [], set(), None

    def heading(self) -> str:
        """Say where and when this is."""
        knowledge = self._loaded.knowledge
        now = self._dialogue.clock.now()
        place = f"{knowledge.settings.brand.name} on {self._channel}"
        return f"{place}, {in_words(knowledge.calendar, now)} ({opening(knowledge.calendar, now)})"

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
            case "as":
                await self.begin(rest, now=self._dialogue.clock.now())
                self._begun = f" since /as {rest}"
                return (self.heading(),)
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

    async def _skip(self) -> tuple[str, ...]:
        now = self._dialogue.clock.now()
        exchange = await self._dialogue.skip()
        if self._dialogue.clock.now() == now and not exchange.decisions:
            return ("Nothing more will happen by itself.",)
        return self._passed(exchange, now)

    def _passed(self, exchange: Exchange, since: datetime) -> tuple[str, ...]:
        calendar, now = self._loaded.knowledge.calendar, self._dialogue.clock.now()
        lines = self._shown(Did(does="wait", text=span_in_words(now - since)), exchange)
        return (dim(f"— {in_words(calendar, now)} ({opening(calendar, now)})"), *lines)

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
        file.write(start, self._channel, self._dialogue.customer.name, self._did)
        steps = counted(len(self._did), "step")
        return f"Saved {steps}{self._begun} in {file.path}; `sportello test` runs it."


def _line(letter: Letter) -> str:
    who = letter.author if letter.purpose is Purpose.AGENT else "bot"
    return f"{who}: {shown(letter)}"
