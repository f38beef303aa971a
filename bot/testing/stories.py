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
    }
)
DOES = frozenset({"say", "button", "wait", "agent", "take_over", "hand_back", "close"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens (`does` names it) and what is expected of it. `line` is where it stands.

    `on` is where it happens, None for where the step before did.
    """

    does: str
    text: str = ""
    span: timedelta = timedelta(0)
    expect: Mapping[str, Any] = field(default_factory=dict)
    line: int = 1
    on: Surface | None = None


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
        customer=_customer(data.get("customer", {})),
        steps=tuple(_step(raw, source.path, line) for raw, line in zip(raw_steps, lines, strict=True)),
    )


def _customer(raw: Mapping[str, Any]) -> Author:
    return Author(
        id="customer",
        name=str(raw.get("name", "")),
        handle=str(raw.get("handle", "")),
        language_hint=str(raw.get("language", "")),
        followers=raw.get("followers"),
    )


def _step(raw: Mapping[str, Any], path: str, line: int) -> Step:
    done = [key for key in raw if key in DOES]
    unknown = [key for key in raw if key not in DOES and key not in {"expect", "on"}]
    if len(done) != 1 or unknown:
        wrong = f"“{unknown[0]}” is not known" if unknown else "one thing must happen in a step"
        raise SetupError(f"{path}:{line}: {wrong}", hint=f"use one of {', '.join(sorted(DOES))}")
    expect = raw.get("expect", {})
    strange = set(expect) - EXPECTED
    if strange:
        raise SetupError(
            f"{path}:{line}: “{min(strange)}” cannot be expected", hint=f"use {', '.join(sorted(EXPECTED))}"
        )
    does = done[0]
    span = _span(raw[does], path, line) if does == "wait" else timedelta(0)
    return Step(
        does=does, text=str(raw[does]), span=span, expect=expect, line=line, on=_surface(raw, path, line)
    )


def _surface(raw: Mapping[str, Any], path: str, line: int) -> Surface | None:
    """Read where a step happens."""
    named = raw.get("on")
    if named is None:
        return None
    if named not in {Surface.PUBLIC.value, Surface.PRIVATE.value}:
        raise SetupError(f"{path}:{line}: “on” cannot be “{named}”", hint="write on = “public” or “private”")
    return Surface(named)


def _span(text: Any, path: str, line: int) -> timedelta:
    try:
        return duration(str(text))
    except WrongValueError as error:
        raise SetupError(f"{path}:{line}: {error.message}", hint=error.hint) from error
