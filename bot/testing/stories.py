"""A brand's own conversation tests: TOML files with what the customer does and what must come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.errors import SetupError
from bot.model.message import Author, Surface
from bot.model.problem import Problem, Source
from bot.settings.codes import NOT_TOML
from bot.settings.document import parse
from bot.settings.words import WrongValueError, duration
from bot.testing.words_of_incidents import INCIDENTS, WordsOfIncident, read_words

FIRST = "customer"
"""Names the first customer of a story, where there are others."""

EXPECTED = frozenset(
    {
        "intent",
        "language",
        "outcome",
        "rule",
        "includes",
        "excludes",
        "fits",
        "silent",
        "handoff",
        "follow_up",
        "messages",
        "surface",
    }
)
DOES = frozenset({"say", "button", "wait", "agent", "take_over", "hand_back", "close", "mute", *INCIDENTS})
_SPANS = frozenset({"wait", "mute"})
_BESIDE = frozenset({"expect", "on", "by", "as"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens (`does` names it) and what is expected of it. `line` is where it stands.

    `on` is where it happens and `by` which customer it concerns, None for those of the step before. `agent`
    is the key of the person of the desk who acts ("": whoever does in tests), `words` what they say of an
    incident.
    """

    does: str
    text: str = ""
    span: timedelta = timedelta(0)
    words: WordsOfIncident | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1
    on: Surface | None = None
    by: Author | None = None
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole conversation test; `at` is naive, on the brand's wall clock, and stands on line `at_line`."""

    name: str
    file: str
    at: datetime
    channel: str
    customer: Author
    steps: tuple[Step, ...]
    at_line: int = 1


def read_story(source: Source) -> Story:
    """Read a conversation file. Raises SetupError with the file, the line and the remedy."""
    document = parse(source, NOT_TOML)
    if isinstance(document, Problem):
        place = f"{source.path}:{document.line}:{document.column}"
        raise SetupError(f"{place}: not readable as TOML: {document.message}", hint=document.hint)
    data = document.data
    lines = [number for number, text in enumerate(source.text.splitlines(), 1) if text.strip() == "[[step]]"]
    raw_steps = data.get("step", [])
    if not raw_steps or len(lines) != len(raw_steps):
        raise SetupError(f"{source.path}: no step", hint="add a [[step]] with say = “…”")
    who = _customers(data, source.path)
    at = data.get("at")
    if not isinstance(at, datetime) or at.tzinfo is not None:
        place = f"{source.path}:{document.places.key(('at',)).line}"
        raise SetupError(f"{place}: “at” must be a local time", hint="write at = 2026-12-05T10:00:00")
    return Story(
        name=str(data.get("name", source.path)),
        file=source.path,
        at=at,
        at_line=document.places.key(("at",)).line,
        channel=str(data.get("channel", "web")),
        customer=who[FIRST],
        steps=tuple(_step(raw, source.path, line, who) for raw, line in zip(raw_steps, lines, strict=True)),
    )


def _customers(data: Mapping[str, Any], path: str) -> Mapping[str, Author]:
    """Give everybody who writes, by the name that a step calls them."""
    others = data.get("others", {})
    if not isinstance(others, Mapping):
        raise SetupError(f"{path}: “others” must be tables by name", hint="write [others.luca]")
    if FIRST in others:
        raise SetupError(f"{path}: “{FIRST}” is the first customer’s name", hint="name the other differently")
    named = {FIRST: data.get("customer", {}), **others}
    for name, raw in named.items():
        if not isinstance(raw, Mapping):
            raise SetupError(f"{path}: “{name}” must be a table", hint=f"write {name} = {{ name = “…” }}")
    return {name: _customer(name, raw) for name, raw in named.items()}


def _customer(name: str, raw: Mapping[str, Any]) -> Author:
    return Author(
        id=name,
        name=str(raw.get("name", "")),
        handle=str(raw.get("handle", "")),
        language_hint=str(raw.get("language", "")),
        followers=raw.get("followers"),
    )


def _step(raw: Mapping[str, Any], path: str, line: int, who: Mapping[str, Author]) -> Step:
    place = f"{path}:{line}"
    done = [key for key in raw if key in DOES]
    unknown = [key for key in raw if key not in DOES and key not in _BESIDE]
    if len(done) != 1 or unknown:
        wrong = f"“{unknown[0]}” is not known" if unknown else "one thing must happen in a step"
        raise SetupError(f"{place}: {wrong}", hint=f"use one of {', '.join(sorted(DOES))}")
    expect = raw.get("expect", {})
    strange = set(expect) - EXPECTED
    if strange:
        raise SetupError(
            f"{place}: “{min(strange)}” cannot be expected", hint=f"use {', '.join(sorted(EXPECTED))}"
        )
    does = done[0]
    return Step(
        does=does,
        text="" if does in INCIDENTS else str(raw[does]),
        span=_span(raw[does], place) if does in _SPANS else timedelta(0),
        words=read_words(does, raw[does], place) if does in INCIDENTS else None,
        expect=expect,
        line=line,
        on=_surface(raw, place),
        by=_one_of(who, raw, place),
        agent=str(raw.get("as", "")),
    )


def _one_of(who: Mapping[str, Author], raw: Mapping[str, Any], place: str) -> Author | None:
    """Read which customer a step concerns."""
    named = raw.get("by")
    if named is None:
        return None
    if named not in who:
        known = ", ".join(f"“{name}”" for name in who)
        raise SetupError(
            f"{place}: nobody is called “{named}” here", hint=f"write [others.{named}], or {known}"
        )
    return who[named]


def _surface(raw: Mapping[str, Any], place: str) -> Surface | None:
    """Read where a step happens."""
    named = raw.get("on")
    if named is None:
        return None
    if named not in {Surface.PUBLIC.value, Surface.PRIVATE.value}:
        raise SetupError(f"{place}: “on” cannot be “{named}”", hint="write on = “public” or “private”")
    return Surface(named)


def _span(text: Any, place: str) -> timedelta:
    try:
        return duration(str(text))
    except WrongValueError as error:
        raise SetupError(f"{place}: {error.message}", hint=error.hint) from error
