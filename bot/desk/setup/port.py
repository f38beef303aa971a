"""What the pages that begin a brand call: everything there that touches the world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.beginning.answers import Answers
from bot.beginning.preview import Preview
from bot.service.meeting import FirstWords
from bot.starter import StarterFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message of a customer's is being waited for; `words` once it came, `failure` where none can come.

    `over` says that nobody waits any more.
    """

    words: FirstWords | None = None
    failure: NotMetError | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One invented conversation: where, whose, and its lines as (moment, who, text)."""

    channel: str
    name: str
    lines: tuple[tuple[datetime, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a rehearsed weekend came to. `first_word` is in seconds; `results` and `promises` are counts."""

    since: datetime
    until: datetime
    messages: int
    customers: int
    results: Mapping[str, int]
    promises: Mapping[str, int]
    first_word: float | None
    findings: tuple[str, ...]
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A rehearsal under way, or done: `result`, or why there is none. `of` names the files it is about."""

    of: str
    result: Rehearsed | None = None
    failure: str = ""

    @property
    def under_way(self) -> bool:
        """Tell whether it still runs."""
        return self.result is None and not self.failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """The brand that was written: how many files, which were there before, and where people go in."""

    written: int
    kept: tuple[str, ...]
    desk: str


class NotMetError(Exception):
    """An account could not be met; `sort` is a key of the words, the message is English."""

    def __init__(self, sort: str, message: str) -> None:
        super().__init__(message)
        self.sort = sort


REFUSED, UNREACHABLE, RIGHTS, WEBHOOK, ANOTHER, OTHER = (
    "refused",
    "unreachable",
    "rights",
    "webhook",
    "another",
    "other",
)
"""Why an account could not be met, or why no message can be read."""


class Workshop(Protocol):
    """The world of a brand that is being begun. What fails leaves everything as it was."""

    @property
    def folder(self) -> str:
        """Where the brand will be."""
        ...

    def now(self) -> datetime:
        """Give the moment it is."""
        ...

    def titles(self) -> Mapping[str, str]:
        """Give the channels that need keys, with their titles."""
        ...

    def keys(self, channel: str) -> Sequence[str]:
        """Give the names of a channel's keys."""
        ...

    async def preview(self, answers: Answers) -> Preview:
        """Say what customers would be told."""
        ...

    async def meet(self, channel: str, keys: Mapping[str, str]) -> str:
        """Give the account's name, and begin to wait for a first message. Raises NotMetError."""
        ...

    def waiting(self, channel: str) -> Waiting:
        """Say whether a message came to an account that was met."""
        ...

    async def leave(self, channel: str) -> None:
        """Wait for no message of this channel any more."""
        ...

    def rehearse(self, of: str, files: Sequence[StarterFile]) -> None:
        """Begin to rehearse a weekend of the brand these files make, in place of another; `of` names it."""
        ...

    def rehearsal(self) -> Rehearsal | None:
        """Give the rehearsal that was begun last."""
        ...

    async def create(self, files: Sequence[StarterFile], secrets: Mapping[str, str]) -> Created:
        """Write the brand, and its secrets by variable. Raises SetupError."""
        ...
