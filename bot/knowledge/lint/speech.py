"""Everything the brand says to customers, wherever it is written: replies, and the questions for slots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.settings_rules import FILE, places_of
from bot.knowledge.lint.texts import own_words, place_of
from bot.settings.positions import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A text of the brand's own words; `place` gives where in the file a character of it stands."""

    file: str
    words: str
    place: Callable[[int], Place]


def spoken(parts: Parts) -> Iterator[Speech]:
    """Give every text that customers may read."""
    for _, _, variant in parts.variants():
        section = variant.section
        yield Speech(file=variant.file, words=own_words(section), place=partial(place_of, section))
    yield from _questions(parts)


def _questions(parts: Parts) -> Iterator[Speech]:
    for slot in parts.settings.slots.values():
        for key, questions in (("ask", slot.ask), ("ask_again", slot.ask_again)):
            for language, words in questions.items():
                path = ("slots", slot.name, key, language)
                yield Speech(file=FILE, words=words, place=partial(_in_settings, parts, path))


def _in_settings(parts: Parts, path: tuple[str, ...], offset: int) -> Place:
    """Look the place up only once something is to be told of it: for that all of the file is read."""
    start = places_of(parts).value(path)
    return Place(start.line, start.column + offset)
