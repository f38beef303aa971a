"""What a brand keeps out of public: everybody's personal data, but not its own numbers and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.personal.finders import find_personal
from bot.knowledge.personal.finding import Finding, Kind
from bot.knowledge.slots import find_pattern
from bot.settings.values import Settings, Slot, SlotKind

_MARKS = re.compile("|".join(re.escape(kind.mark) for kind in Kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A text with marks in place of personal data; `kinds` says what was there, each once."""

    text: str
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Finds and hides what may not be read in public, as one brand's settings have it.

    `private` are the slots whose values are personal by the brand's own word; `own` are the values that
    everybody may read; `country` is where telephone numbers without a prefix belong.
    """

    private: tuple[Slot, ...] = ()
    own: frozenset[str] = frozenset()
    country: str = "IT"

    def find(self, text: str, names: Sequence[str] = ()) -> tuple[Finding, ...]:
        """Give what is personal in a text; `names` are the writer's own."""
        found = [
            item
            for item in find_personal(text, country=self.country, names=names)
            if item.value not in self.own
        ]
        for item in self._of_brand(text):
            if all(item.end <= other.start or other.end <= item.start for other in found):
                found.append(item)
        return tuple(sorted(found, key=lambda item: item.start))

    def hide(self, text: str, names: Sequence[str] = ()) -> Hidden:
        """Put each value's mark in its place."""
        parts: list[str] = []
        end, found = 0, self.find(text, names)
        for item in found:
            parts += (text[end : item.start], item.kind.mark)
            end = item.end
        kinds = tuple(dict.fromkeys(item.kind for item in found))
        return Hidden(text="".join((*parts, text[end:])), kinds=kinds)

    def _of_brand(self, text: str) -> Iterator[Finding]:
        for slot in self.private:
            for value in find_pattern(slot, text):
                for place in re.finditer(re.escape(value), text, re.IGNORECASE):
                    yield Finding(kind=Kind.PRIVATE, start=place.start(), end=place.end(), value=value)


def guard_of(settings: Settings) -> Guard:
    """Make the guard of a brand."""
    declared = settings.slots.values()
    country = next((slot.country for slot in declared if slot.kind is SlotKind.PHONE), "IT")
    private = tuple(slot for slot in declared if slot.private and slot.kind is SlotKind.PATTERN)
    own = values_in(settings.brand.public, country)
    return Guard(private=private, own=own, country=country)


@lru_cache(maxsize=8)
def values_in(texts: tuple[str, ...], country: str) -> frozenset[str]:
    """Give the values that stand in some texts, in the form in which they are compared."""
    return frozenset(item.value for text in texts for item in find_personal(text, country=country))


def without_marks(text: str) -> str:
    """Give a text without marks: what is left of the writer's own words."""
    return _MARKS.sub(" ", text)
