"""The brand's replies by topic, with what is missing in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.knowledge.intents import AnswerBy, Intent
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.reply_rules import SAYS
from bot.knowledge.lint.reserved import ANY_LANGUAGE, RESERVED
from bot.model.problem import Level, Problem
from bot.service.reply_values import Cell, Row, Shelf


def shelves_of(
    parts: Parts, problems: Sequence[Problem], drafted: frozenset[str], language: str
) -> tuple[Shelf, ...]:
    """Give every reply there is or ought to be: the policy's first, then those of each topic's intents."""
    counts = Counter((item.file, item.level) for item in problems)
    rows = {name: _row(name, title, parts, counts, drafted) for name, title in _titles(parts, language)}
    intents = {name: parts.intents[name] for name in rows if name in parts.intents}
    own = Shelf(topic="", rows=tuple(rows[name] for name in rows if name not in intents))
    topics = sorted({intent.topic for intent in intents.values()})
    return (own, *(_shelf(topic, intents, rows) for topic in topics))


def _shelf(topic: str, intents: Mapping[str, Intent], rows: Mapping[str, Row]) -> Shelf:
    names = [name for name, intent in intents.items() if intent.topic == topic]
    return Shelf(topic=topic, rows=tuple(rows[name] for name in names))


def _titles(parts: Parts, language: str) -> Iterator[tuple[str, str]]:
    """Give the names of all replies with their titles; an intent that needs none only if it is written."""
    written = {name for name, _ in parts.templates}
    yield from ((name, name) for name in sorted({*RESERVED, *(written - parts.intents.keys())}))
    for intent in sorted(parts.intents.values(), key=lambda one: one.title_in(language)):
        if intent.name in written or (intent.answer is AnswerBy.FAQ and intent.means in SAYS):
            yield intent.name, intent.title_in(language)


_Counts = Counter[tuple[str, Level]]


def _row(name: str, title: str, parts: Parts, counts: _Counts, drafted: frozenset[str]) -> Row:
    spoken = parts.settings.brand.languages
    more = [language for key, language in parts.templates if key == name and language not in spoken]
    wanted = spoken[:1] if name in ANY_LANGUAGE else spoken
    languages = dict.fromkeys((*wanted, *more))
    return Row(
        name=name,
        title=title,
        cells=tuple(_cell(name, language, parts, counts, drafted) for language in languages),
    )


def _cell(name: str, language: str, parts: Parts, counts: _Counts, drafted: frozenset[str]) -> Cell:
    path, template = f"replies/{language}/{name}.j2", parts.templates.get((name, language))
    return Cell(
        language=language,
        variants=len(template.variants) if template is not None else 0,
        errors=counts[path, Level.ERROR],
        warnings=counts[path, Level.WARNING],
        drafted=path in drafted,
    )
