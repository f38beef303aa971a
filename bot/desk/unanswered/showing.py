"""What went unanswered and a person's draft, in the words of the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.entries import agent_name, when
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.service.lesson_ports import Lesson
from bot.teaching.change import Change
from bot.teaching.examples import plain
from bot.teaching.previewing import Preview, Shift, Shifted
from bot.teaching.proposing import Objection
from bot.teaching.questions import Gathered, Group

MOST_SHOWN = 30
"""Most messages of a kind that a preview lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group as the list shows it."""

    key: str
    text: str
    count: int
    latest: str
    languages: tuple[str, ...]
    channels: str
    guess: str
    new: bool
    in_draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The messages that a change alters in one way; `more` of them are not listed."""

    title: str
    items: tuple[Shifted, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was taught, in words."""

    who: str
    at: str
    what: str
    files: tuple[str, ...]


def rows_of(visit: Visit, found: Gathered, change: Change) -> tuple[Row, ...]:
    """Put the groups into rows; those of which the person's draft has a sentence are marked."""
    drafted = {plain(item.text) for item in change.added}
    return tuple(_row(visit, group, drafted) for group in found.groups)


def _row(visit: Visit, group: Group, drafted: set[str]) -> Row:
    names = dict.fromkeys(name for item in group.questions for name in item.channels)
    best = group.proposals[0] if group.proposals else None
    return Row(
        key=group.questions[0].digest,
        text=group.questions[0].text,
        count=group.count,
        latest=when(visit, group.latest),
        languages=tuple(dict.fromkeys(item.language for item in group.questions)),
        channels=", ".join(visit.desk.channels.get(name, name) for name in names),
        guess=f"{best.intent} {best.confidence:.0%}" if best is not None else "",
        new=group.new,
        in_draft=any(plain(item.text) in drafted for item in group.questions),
    )


def left_out(visit: Visit, found: Gathered) -> tuple[str, ...]:
    """Say what is in no group that is shown, and why."""
    w = words(visit.language)
    counts = {
        "known": found.known,
        "dismissed": found.dismissed,
        "wordless": found.wordless,
        "beyond": found.beyond,
        "further": found.more,
    }
    return tuple(w[f"unanswered_{name}"].format(n=count) for name, count in counts.items() if count)


def group_of(found: Gathered, key: str) -> Group | None:
    """Find the group that has a text, by its digest."""
    return next(
        (group for group in found.groups if any(item.digest == key for item in group.questions)), None
    )


def reasons_in_words(visit: Visit, reasons: Iterable[str]) -> tuple[str, ...]:
    """Put reasons into words: an Objection in the reader's language, a sentence as it is."""
    w = words(visit.language)
    known = {item.value for item in Objection}
    return tuple(w[f"teach_{reason}"] if reason in known else reason for reason in reasons)


def headline(visit: Visit, found: Preview) -> str:
    """Say in one line what a change alters: "12 of the last 500 messages change: 11 newly answered …"."""
    w = words(visit.language)
    changed = sum(item.wrote.count for item in found.shifted)
    if not changed:
        return w["preview_none"].format(n=found.messages)
    moved: Counter[str] = Counter()
    for item in found.shifted:
        if item.shift is Shift.OTHER_INTENT:
            moved[item.before.intent] += item.wrote.count
    parts = [
        *_counted(w["preview_newly"], found.count(Shift.NEWLY_ANSWERED)),
        *(w["preview_moved"].format(n=count, intent=intent) for intent, count in sorted(moved.items())),
        *_counted(w["preview_lost"], found.count(Shift.NO_LONGER_ANSWERED)),
    ]
    return f"{w['preview_some'].format(n=changed, of=found.messages)} {', '.join(parts)}."


def _counted(text: str, count: int) -> tuple[str, ...]:
    return (text.format(n=count),) if count else ()


def kinds_of(visit: Visit, found: Preview) -> tuple[Kind, ...]:
    """List the messages that change, by what becomes of them."""
    w = words(visit.language)
    kinds = ((shift, [item for item in found.shifted if item.shift is shift]) for shift in Shift)
    return tuple(
        Kind(
            title=w[f"shift_{shift}"],
            items=tuple(items[:MOST_SHOWN]),
            more=sum(item.wrote.count for item in items[MOST_SHOWN:]),
        )
        for shift, items in kinds
        if items
    )


def taught_in_words(visit: Visit, lessons: Sequence[Lesson]) -> tuple[Done, ...]:
    """Put what was taught lately into words."""
    w = words(visit.language)
    return tuple(
        Done(
            who=agent_name(visit, item.person),
            at=when(visit, item.at),
            what=w["taught_what"].format(
                n=len(item.change.added), intents=", ".join(sorted(item.change.intents))
            ),
            files=item.files,
        )
        for item in lessons
    )


def by_intent(change: Change) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give the sentences of a draft, (language, text), by their intent."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in change.added:
        found.setdefault(item.intent, []).append((item.language, item.text))
    return {intent: tuple(items) for intent, items in found.items()}
