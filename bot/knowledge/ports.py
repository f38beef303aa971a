"""What the core's parts ask of each other: an encoder of sentences, a matcher, a book of replies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.model.conversation import Used
from bot.model.hours import Calendar
from bot.model.matching import Candidate, Match
from bot.model.message import Surface
from bot.model.traits import Traits


class Encoder(Protocol):
    """Turns sentences into vectors. `name` includes the version: vectors of two names never mix."""

    @property
    def name(self) -> str:
        """The encoder and its version."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:
        """Give an array (n, d), float32, rows of unit length."""
        ...


class Matcher(Protocol):
    """Reads a customer's text as one of the brand's intents, with calibrated confidence."""

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Read a text (any length, any content; never raises).

        `past_language` is the conversation's so far, `hint` the platform's guess.
        """
        ...

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        """Give each text's best candidate, the first that `match` finds: for hundreds of texts at once."""
        ...

    def threshold_for(self, precision: float) -> float:
        """Give the confidence above which this part of the answers is right; 1.0 where there is none."""
        ...

    def slot(self, name: str, text: str) -> str | None:
        """Find a slot's validated value in an answer to its question; None if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What a template may know besides the brand: plain values only. Times are aware.

    `name` is vetted for the surface by the book itself. `slots` are validated values. `question` is a slot's
    question that is asked again. `incident_text` is what a person wrote about an incident, `next_update` when
    they will write more.
    """

    now: datetime
    calendar: Calendar
    name: str = ""
    reference: str = ""
    case_key: str = ""
    about: str = ""
    promise_by: datetime | None = None
    agent: str = ""
    private_link: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    question: str = ""
    first_message: bool = False
    vip: bool = False
    incident: bool = False
    incident_text: str = ""
    next_update: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A variant put into words that fit.

    `promises`: the words tell the customer `promise.by`; `invites`: they show `private_link`. `picture` is
    the path of the picture that goes with them; "" for none.
    """

    text: str
    buttons: tuple[str, ...]
    template: str
    variant: int
    source: str
    language: str
    promises: bool
    picture: str = ""
    invites: bool = False


class ReplyError(Exception):
    """No variant could be put into words; the message says why, for people of the desk."""


class ReplyBook(Protocol):
    """The brand's reply templates."""

    def languages(self, template: str) -> tuple[str, ...]:
        """Give the languages a template is written in, the brand's order."""
        ...

    def pictures(self) -> frozenset[str]:
        """Give the paths, below the brand's folder, of all pictures that replies name."""
        ...

    def literals(self) -> tuple[str, ...]:
        """Give the words of all variants as they are written, tags included."""
        ...

    def render(
        self,
        template: str,
        *,
        language: str,
        traits: Traits,
        surface: Surface,
        moment: Moment,
        used: Sequence[Used] = (),
        turn: int = 0,
        signature: str = "",
        before: str = "",
        after: str = "",
        without: Collection[int] = (),
    ) -> Rendered:
        """Choose a variant and put it into words that fit the channel.

        Choice: condition true, most specific section, least recently in `used`; ties by `turn`. A variant
        that does not fit or lacks a value gives way to the next. Falls back to the brand's first language.
        `without` are the numbers of variants that may not be chosen.
        `before` and `after` are said around it, in private each on a line of its own, and must fit too.
        Raises ReplyError.
        """
        ...
