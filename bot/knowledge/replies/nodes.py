"""What a template may consist of, as our own closed unions: text, values, choices; nothing that runs code."""

from __future__ import annotations

from dataclasses import dataclass

from bot.settings.positions import Place


@dataclass(frozen=True, slots=True)
class Text:
    """The brand's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its words, as in plural("giorno", "giorni")."""

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Show:
    """A value put into the text: `path` is "customer.name", "promise.by" …"""

    path: str
    filters: tuple[Filter, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word of a condition: open, closed …"""

    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a condition; true when there is one."""

    path: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed text or number in a condition."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """Both, or either where `either` is set."""

    left: Condition
    right: Condition
    either: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison: `operator` is one of ==, !=, <, <=, >, >=."""

    left: Value | Constant
    operator: str
    right: Value | Constant


Condition = Word | Value | Constant | Not | Both | Compare


@dataclass(frozen=True, slots=True)
class Branch:
    """What is said when a condition holds; no condition is “else”."""

    condition: Condition | None
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The first branch that holds is said."""

    branches: tuple[Branch, ...]


Node = Text | Show | Choice
