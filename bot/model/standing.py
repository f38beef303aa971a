"""Where a case stands among those that wait for a person, and the facts its place rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What makes a case more urgent, besides how long it waits and what was promised."""

    SELF_HARM = "self_harm"
    THREAT = "threat"
    MINOR = "minor"
    LEGAL = "legal"
    SCANDAL = "scandal"
    URGENT = "urgent"
    ANGER = "anger"
    CONTACTS = "contacts"
    SAYS_AGAIN = "says_again"
    REFERENCE = "reference"
    BROKEN = "broken"
    PUBLIC = "public"
    FOREIGN = "foreign"
    SPREAD = "spread"
    REACH = "reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact with its number, else 0.

    Followers, reactions to a post, contacts, a case's number, or seconds since 1970 UTC.
    """

    kind: FactKind
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What is remembered of all that a customer wrote about a case.

    `heard` are the tones that count. `contacts` is how often the customer came back to it, `said` how often
    they say so themselves (0: they do not), `quoted` the number of another case of theirs that they named,
    `foreign` that of somebody else's. `spread` is how often the post of theirs that went furthest was
    reposted, quoted and liked.
    """

    heard: tuple[str, ...] = ()
    contacts: int = 0
    said: int = 0
    quoted: int = 0
    foreign: int = 0
    spread: int = 0


def together(one: Signals, other: Signals) -> Signals:
    """Give what is remembered of two cases that turn out to be one."""
    return Signals(
        heard=tuple(sorted({*one.heard, *other.heard})),
        contacts=one.contacts + other.contacts,
        said=max(one.said, other.said),
        quoted=one.quoted,
        foreign=one.foreign or other.foreign,
        spread=max(one.spread, other.spread),
    )
