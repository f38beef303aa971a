"""What customers of a brand that is not written yet would be told while nobody is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.beginning.answers import Answers
from bot.beginning.files import SETTINGS, ack_path, customised
from bot.beginning.moments import closed_moments
from bot.knowledge.library import Knowledge, build
from bot.model.hours import Calendar
from bot.model.problem import Problem, Source
from bot.model.traits import Traits
from bot.service.asking import make_asker
from bot.service.told import Told, tell
from bot.starter import StarterFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The bot's own words at a few closed moments, in each language; none where words cannot be used.

    `wrong` are the problems of the acknowledgements, by language, each language that has any.
    """

    told: tuple[Told, ...]
    wrong: Mapping[str, tuple[Problem, ...]]
    calendar: Calendar | None


def preview(
    files: Iterable[StarterFile], answers: Answers, traits: Mapping[str, Traits], now: datetime
) -> Preview:
    """Say what would be said; the intents are left aside, for none of them is asked about."""
    sources = tuple(
        Source(path=file.path, text=file.text)
        for file in customised(files, answers)
        if file.path == SETTINGS or file.path.partition("/")[2].partition("/")[2].startswith("_")
    )
    built = build(sources, environ={}, traits=traits, encoder=None)
    wrong = {language: _problems(built.problems, language) for language in answers.languages}
    wrong = {language: problems for language, problems in wrong.items() if problems}
    known = built.knowledge
    if known is None:
        return Preview(told=(), wrong=wrong, calendar=None)
    return Preview(told=told_in(known, traits, now), wrong=wrong, calendar=known.calendar)


def told_in(knowledge: Knowledge, traits: Mapping[str, Traits], now: datetime) -> tuple[Told, ...]:
    """Give what is said at closed moments to whoever writes what the bot has no answer to."""
    language = knowledge.settings.brand.languages[0]
    asker = make_asker(knowledge, traits, channel="", language=language, now=now)
    return tuple(tell(knowledge, closed_moments(knowledge.calendar, now), asker, topic=None))


def _problems(problems: Iterable[Problem], language: str) -> tuple[Problem, ...]:
    return tuple(item for item in problems if item.file == ack_path(language))
