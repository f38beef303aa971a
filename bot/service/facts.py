"""The facts that a case's place rests on, in the words of the people who answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from babel.numbers import format_decimal

from bot.model.reference import reference_of
from bot.model.standing import Fact, FactKind


def told(
    facts: Sequence[Fact], words: Mapping[str, str], language: str, when: Callable[[datetime], str]
) -> tuple[str, ...]:
    """Put facts into words, in their order; `words` are the desk's, `when` writes a time."""
    return tuple(_told(fact, words, language, when) for fact in facts)


def _told(fact: Fact, words: Mapping[str, str], language: str, when: Callable[[datetime], str]) -> str:
    sentence = words[f"fact_{fact.kind}"]
    match fact.kind:
        case FactKind.PUBLIC:
            return sentence.format(at=when(datetime.fromtimestamp(fact.number, UTC)))
        case FactKind.REFERENCE | FactKind.FOREIGN:
            return sentence.format(reference=reference_of(fact.number))
        case _:
            return sentence.format(n=format_decimal(fact.number, locale=language))
