"""What lint looks at: the brand's files as read, and the channels they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.intents import Intent
from bot.knowledge.ports import Matcher
from bot.knowledge.replies.templates import Templates, Variant
from bot.model.hours import Calendar, Calendars
from bot.model.message import Surface
from bot.model.problem import Level, Problem, Source
from bot.model.traits import Traits
from bot.settings.positions import Place
from bot.settings.values import Settings

if TYPE_CHECKING:
    from bot.knowledge.ical import ICal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The brand's files, read. `unread` are intents' files with errors; `matcher` is there once fitted."""

    sources: Mapping[str, Source]
    settings: Settings
    intents: Mapping[str, Intent]
    unread: frozenset[str]
    templates: Templates
    calendars: Calendars
    ical: Mapping[str, ICal]
    traits: Mapping[str, Traits]
    matcher: Matcher | None = None

    @property
    def calendar(self) -> Calendar:
        """The brand's own hours."""
        return self.calendars.brand

    def outlets(self) -> Iterator[tuple[Traits, Surface]]:
        """Give every surface customers read on the channels that are set up."""
        for name in self.settings.channels:
            if name in self.traits:
                traits = self.traits[name]
                yield from ((traits, surface) for surface in traits.limits if surface is not Surface.DESK)

    def variants(self) -> Iterator[tuple[str, str, Variant]]:
        """Give every variant with its reply's name and language."""
        for (name, language), template in self.templates.items():
            for variant in template.variants:
                yield name, language, variant


def problem(
    file: str, place: Place, code: str, message: str, hint: str = "", *, warning: bool = False
) -> Problem:
    """Make a finding; an error unless it is only a warning."""
    return Problem(
        file=file,
        line=place.line,
        column=place.column,
        code=code,
        message=message,
        hint=hint,
        level=Level.WARNING if warning else Level.ERROR,
    )
