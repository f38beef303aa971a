"""What settings.toml says of what is listened for: tones, words customers are spared, topics, bursts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneWords:
    """A brand's own expressions beside those that are listened for anyway, by the kind of tone.

    In `harmless` ones nothing is heard. `*` is any ending, `…` a few words between.
    """

    harmless: tuple[str, ...] = ()
    self_harm: tuple[str, ...] = ()
    threat: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    scandal: tuple[str, ...] = ()
    insult: tuple[str, ...] = ()
    dark: tuple[str, ...] = ()
    irony: tuple[str, ...] = ()
    chorus: tuple[str, ...] = ()
    joke: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brigade:
    """When newcomers who say nearly the same are a brigade: so many `authors` `within` a time."""

    authors: int = 15
    within: timedelta = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWords:
    """A brand's own expressions that customers are spared, beside those that are looked for anyway.

    `*` is any ending, `…` a few words between.
    """

    elsewhere: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()
    disowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What is listened for where nobody speaks to the brand.

    `terms` stand beside its name and account names. `topics` are of its trade: heard where a text complains
    or asks about one. `misspellings` (70 to 100) is how near a misspelling must
    be; `reach` is how many followers make a post urgent.
    """

    terms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    misspellings: float = 88.0
    reach: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """When a burst is suggested as an incident: `times` the usual rate, `at_least` people `within`.

    `announce` are the intents and topics whose incidents the bot may open by itself, `update_every` how long
    after that people are to say more.
    """

    times: float = 5.0
    at_least: int = 12
    within: timedelta = timedelta(minutes=20)
    announce: tuple[str, ...] = ()
    update_every: timedelta = timedelta(hours=1)
