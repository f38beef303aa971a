"""The brand's knowledge as one immutable snapshot, made from the text of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.intents import Intent
from bot.knowledge.ports import Matcher, ReplyBook
from bot.model.hours import Calendar
from bot.model.problem import Problem
from bot.settings.values import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All the brand knows at one version; `problems` are warnings only, errors are never served."""

    version: str
    settings: Settings
    intents: Mapping[str, Intent]
    replies: ReplyBook
    matcher: Matcher
    calendar: Calendar
    problems: tuple[Problem, ...] = ()
