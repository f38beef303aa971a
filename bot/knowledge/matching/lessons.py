"""What the classifier is taught: the brand's sentences and the background, as labelled matching copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.intents import Intent, Utterance
from bot.knowledge.matching import background
from bot.knowledge.matching.normalise import matching_copy
from bot.settings.values import Settings, Slot, SlotKind

_MARK = re.compile(r"\{(\w+)\}")
_SAMPLES: Mapping[SlotKind, str] = {
    SlotKind.AMOUNT: "20 euro",
    SlotKind.PHONE: "333 1234567",
    SlotKind.EMAIL: "nome@example.com",
    SlotKind.IBAN: "IT60X0542811101000000123456",
    SlotKind.FISCAL_CODE: "RSSMRA85T10A562S",
    SlotKind.DATE: "12/10",
    SlotKind.ORDER: "A12345",
    SlotKind.PATTERN: "A12345",
}


class Kind(StrEnum):
    """What a lesson teaches of its intent."""

    SAY = "say"
    TITLE = "title"
    NEAR_MISS = "near_miss"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One sentence: `copy` is compared, `text` and `source` are shown; `intent` is an index, -1 for none."""

    kind: Kind
    intent: int
    copy: str
    text: str = ""
    source: str = ""


def lessons_of(intents: Sequence[Intent], settings: Settings) -> tuple[Lesson, ...]:
    """Give what the brand's files teach, in their order, then the background."""
    taught = [
        lesson for index, intent in enumerate(intents) for lesson in _of_intent(index, intent, settings)
    ]
    names = settings.brand.account_names
    backdrop = [
        Lesson(kind=Kind.BACKGROUND, intent=-1, copy=matching_copy(text, names), text=text)
        for text in background.sentences()
    ]
    return (*_distinct(taught), *backdrop)


def _of_intent(index: int, intent: Intent, settings: Settings) -> Iterator[Lesson]:
    said = [(Kind.SAY, line) for examples in intent.examples.values() for line in examples.say]
    missed = [(Kind.NEAR_MISS, line) for examples in intent.examples.values() for line in examples.near_miss]
    titles = [(Kind.TITLE if said else Kind.SAY, line) for line in _titles(intent)]
    for kind, line in (*said, *titles, *missed):
        copy = matching_copy(with_samples(line.text, settings.slots), settings.brand.account_names)
        if copy:
            yield Lesson(kind=kind, intent=index, copy=copy, text=line.text, source=line.source)


def _titles(intent: Intent) -> Iterator[Utterance]:
    titles = (intent.title, *(examples.title for examples in intent.examples.values()))
    for title in dict.fromkeys(titles):
        yield Utterance(text=title.replace("_", " "), file=intent.file, line=1)


def with_samples(text: str, slots: Mapping[str, Slot]) -> str:
    """Give an utterance with a likely value in the place of each `{slot}` mark."""
    return _MARK.sub(lambda mark: _sample(mark[1], slots.get(mark[1])), text)


def _sample(name: str, slot: Slot | None) -> str:
    if slot is None:
        return name.replace("_", " ")
    if slot.kind is SlotKind.LIST:
        return slot.values[0] if slot.values else name.replace("_", " ")
    return _SAMPLES[slot.kind]


def _distinct(lessons: Sequence[Lesson]) -> Iterator[Lesson]:
    """Leave out what says the same twice of the same intent."""
    seen: set[tuple[bool, int, str]] = set()
    for lesson in lessons:
        key = (lesson.kind is Kind.NEAR_MISS, lesson.intent, lesson.copy)
        if key not in seen:
            seen.add(key)
            yield lesson
