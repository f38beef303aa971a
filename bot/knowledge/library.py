"""The brand's knowledge as one immutable snapshot, made from the text of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.knowledge.calendar import make_calendars, read_icals
from bot.knowledge.intents import Intent
from bot.knowledge.intents_reader import read_intents
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.rules import check, must_hold
from bot.knowledge.matching import fit, grown
from bot.knowledge.ports import Encoder, Matcher, ReplyBook
from bot.knowledge.replies.book import Book
from bot.knowledge.replies.templates import read_templates
from bot.model.hours import Calendar, Calendars
from bot.model.problem import Level, Problem, Source
from bot.model.traits import Traits
from bot.settings import read
from bot.settings.codes import MISSING_KEY
from bot.settings.values import Matching, Settings

SETTINGS = "settings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All the brand knows at one version; `problems` are warnings only, errors are never served."""

    version: str
    settings: Settings
    intents: Mapping[str, Intent]
    replies: ReplyBook
    matcher: Matcher
    calendars: Calendars
    problems: tuple[Problem, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """The brand's own hours, those of no channel or topic in particular."""
        return self.calendars.brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What came of the brand's files; `parts` is what lint looks at, None where settings cannot be read."""

    knowledge: Knowledge | None
    problems: tuple[Problem, ...]
    settings: Settings | None = None
    parts: Parts | None = None


def build(
    sources: Sequence[Source],
    *,
    environ: Mapping[str, str],
    traits: Mapping[str, Traits],
    encoder: Encoder | None,
    full: bool = True,
    previous: Knowledge | None = None,
) -> Built:
    """Make knowledge of all the brand's files (paths relative to the project); none where there is an error.

    `full` also applies every rule of good policy that needs neither the time nor the matcher. The matcher of
    `previous` is kept where the sentences, slots and the settings it depends on are as they were.
    """
    settings, problems = _read_settings(sources, environ, traits)
    if settings is None:
        return Built(knowledge=None, problems=problems)
    parts, more = _read_parts(sources, settings, traits)
    found = {*problems, *more, *(check(parts) if full else must_hold(parts))}
    listed = tuple(sorted(found))
    if any(item.level is Level.ERROR for item in listed):
        return Built(knowledge=None, problems=listed, settings=settings, parts=parts)
    matcher = _matcher(parts.intents, settings, encoder, previous)
    knowledge = Knowledge(
        version=version_of(sources),
        settings=_with_threshold(settings, matcher),
        intents=parts.intents,
        replies=Book(parts.templates, settings),
        matcher=matcher,
        calendars=parts.calendars,
        problems=listed,
    )
    parts = replace(parts, settings=knowledge.settings, matcher=knowledge.matcher)
    return Built(knowledge=knowledge, problems=listed, settings=knowledge.settings, parts=parts)


def with_intents(knowledge: Knowledge, intents: Mapping[str, Intent], encoder: Encoder | None) -> Knowledge:
    """Give the knowledge as it would be with other intents; its version stays that of its files."""
    matcher = _matcher(intents, knowledge.settings, encoder, knowledge)
    settings = _with_threshold(knowledge.settings, matcher)
    return replace(knowledge, intents=intents, settings=settings, matcher=matcher)


def version_of(sources: Sequence[Source]) -> str:
    """Give a short name for exactly these files."""
    digest = sha256()
    for source in sorted(sources, key=lambda item: item.path):
        for part in (source.path, source.text):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:12]


def _read_settings(
    sources: Sequence[Source], environ: Mapping[str, str], traits: Mapping[str, Traits]
) -> tuple[Settings | None, tuple[Problem, ...]]:
    source = next((item for item in sources if item.path == SETTINGS), None)
    if source is None:
        message, hint = "there is no settings.toml", "`sportello init` writes one"
        problem = Problem(file=SETTINGS, line=1, column=1, code=MISSING_KEY, message=message, hint=hint)
        return None, (problem,)
    return read(source, environ, traits)


def _read_parts(
    sources: Sequence[Source], settings: Settings, traits: Mapping[str, Traits]
) -> tuple[Parts, tuple[Problem, ...]]:
    intents, wrong_intents = read_intents(_under("intents/", ".toml", sources), settings)
    templates, wrong_replies = read_templates(_under("replies/", ".j2", sources), settings)
    ical = read_icals(
        settings.hours, {item.path: item.text for item in sources if item.path.endswith(".ics")}
    )
    parts = Parts(
        sources={item.path: item for item in sources},
        settings=settings,
        intents={intent.name: intent for intent in intents},
        unread=frozenset(problem.file for problem in wrong_intents if problem.level is Level.ERROR),
        templates=templates,
        calendars=make_calendars(settings.hours, ical),
        ical=ical,
        traits=traits,
    )
    return parts, (*wrong_intents, *wrong_replies)


def _under(folder: str, ending: str, sources: Sequence[Source]) -> list[Source]:
    return [item for item in sources if item.path.startswith(folder) and item.path.endswith(ending)]


def _matcher(
    intents: Mapping[str, Intent], settings: Settings, encoder: Encoder | None, previous: Knowledge | None
) -> Matcher:
    if previous is not None and _others(previous.settings) == _others(settings):
        if tuple(previous.intents.values()) == tuple(intents.values()):
            return previous.matcher
        taught = grown(previous.matcher, tuple(intents.values()), settings, encoder) if encoder else None
        if taught is not None:  # by letters alone, words that are new would say nothing until all is fitted
            return taught
    return fit(tuple(intents.values()), settings, encoder)


def _others(settings: Settings) -> tuple[object, ...]:
    """Give all that a matcher depends on besides the intents."""
    matching = settings.matching
    if matching.precision is not None:
        matching = replace(matching, answer_above=Matching().answer_above)
    return settings.slots, matching, settings.brand


def _with_threshold(settings: Settings, matcher: Matcher) -> Settings:
    """Give the settings with the confidence to answer above that the wished precision asks for."""
    matching = settings.matching
    if matching.precision is None:
        return settings
    above = max(matcher.threshold_for(matching.precision), matching.ask_above)
    return replace(settings, matching=replace(matching, answer_above=above))
