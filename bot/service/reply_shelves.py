"""The brand's replies by topic, with what is missing in each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.knowledge.intents import AnswerBy
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.reply_rules import SAYS
from bot.knowledge.lint.reserved import ANY_LANGUAGE, RESERVED
from bot.model.problem import Level, Problem
from bot.service.reply_values import Cell, Row, Shelf


def shelves_of(parts: Parts, problems: Sequence[Problem], drafted: frozenset[str]) -> tuple[Shelf, ...]:
    """Give every reply there is or ought to be: the policy's first, then those of each topic's intents."""
    counts = Counter((item.file, item.level) for item in problems)
    topics = sorted({intent.topic for intent in parts.intents.values()})
    own = Shelf(topic="", rows=tuple(_policys(parts, counts, drafted)))
    return (own, *(Shelf(topic=topic, rows=tuple(_of(topic, parts, counts, drafted))) for topic in topics))


_Counts = Counter[tuple[str, Level]]


def _policys(parts: Parts, counts: _Counts, drafted: frozenset[str]) -> Iterator[Row]:
    others = {name for name, _ in parts.templates if name not in parts.intents}
    for name in sorted({*RESERVED, *others}):
        yield _row(name, name, parts, counts, drafted)


def _of(topic: str, parts: Parts, counts: _Counts, drafted: frozenset[str]) -> Iterator[Row]:
    """Give the rows of a topic; one that needs no answer of its own only if it is written."""
    for intent in sorted(parts.intents.values(), key=lambda one: one.title):
        if intent.topic != topic:
            continue
        needed = intent.answer is AnswerBy.FAQ and intent.means in SAYS
        if needed or any(name == intent.name for name, _ in parts.templates):
            yield _row(intent.name, intent.title, parts, counts, drafted)


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
