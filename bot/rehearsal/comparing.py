"""What a change of the brand's files alters: the same messages over two versions, message by message."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rehearsal.report import Message, Report, Result

_REFERENCE = re.compile(r"\bTK-\d+")

EXAMPLES = 3
"""How many messages of a group are shown."""


class Change(StrEnum):
    """What is different for a message."""

    NEWLY_ANSWERED = "newly_answered"
    NO_LONGER_ANSWERED = "no_longer_answered"
    OTHER_OUTCOME = "other_outcome"
    OTHER_INTENT = "other_intent"
    OTHER_WORDS = "other_words"
    OTHER_TIME = "other_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """One message before and now."""

    change: Change
    before: Message
    now: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Messages that changed in the same way: how it was, how it is, how many, and some of them."""

    change: Change
    was: str
    now: str
    count: int
    examples: tuple[Altered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two versions; `figures` are (name, before, now) where they differ."""

    against: str
    messages: int
    altered: int
    counts: dict[str, int]
    groups: tuple[Group, ...]
    figures: tuple[tuple[str, str, str], ...]


def compare(before: Report, now: Report, *, against: str) -> Comparison:
    """Compare two rehearsals of the same script; messages that only one of them has are left out."""
    earlier = {message.id: message for message in before.messages}
    pairs = [(earlier[message.id], message) for message in now.messages if message.id in earlier]
    altered = [
        Altered(change=change, before=was, now=message)
        for was, message in pairs
        if (change := _change(was, message)) is not None
    ]
    return Comparison(
        against=against,
        messages=len(pairs),
        altered=len(altered),
        counts={change.value: sum(item.change is change for item in altered) for change in Change},
        groups=tuple(_groups(altered)),
        figures=tuple(_figures(before, now)),
    )


def _change(before: Message, now: Message) -> Change | None:
    if before.result is not now.result:
        if now.result is Result.ANSWERED:
            return Change.NEWLY_ANSWERED
        return Change.NO_LONGER_ANSWERED if before.result is Result.ANSWERED else Change.OTHER_OUTCOME
    answered = now.result in {Result.ANSWERED, Result.ASKED}
    if answered and before.intent != now.intent:
        return Change.OTHER_INTENT
    if before.promised != now.promised:
        return Change.OTHER_TIME
    return Change.OTHER_WORDS if _bare(before) != _bare(now) else None


def _bare(message: Message) -> tuple[str, ...]:
    """Give the words without references: their numbers are counted over everyone, and shift."""
    return tuple(_REFERENCE.sub("", text) for text in message.words)


def _groups(altered: Sequence[Altered]) -> Iterator[Group]:
    """Give the changes by kind, and by what they turned from and into, the most frequent first."""
    found: dict[tuple[Change, str, str], list[Altered]] = defaultdict(list)
    for item in altered:
        found[item.change, *_labels(item)].append(item)
    order = list(Change)
    for key in sorted(found, key=lambda key: (order.index(key[0]), -len(found[key]), key[1:])):
        items = found[key]
        yield Group(change=key[0], was=key[1], now=key[2], count=len(items), examples=tuple(items[:EXAMPLES]))


def _labels(item: Altered) -> tuple[str, str]:
    """Say how it was and how it is; the intent only where it is another one."""
    other = item.before.intent != item.now.intent
    return _told(item.before, intent=other), _told(item.now, intent=other)


def _told(message: Message, *, intent: bool) -> str:
    """Say in a few words what became of a message: by which intent, or why not."""
    result = message.result.value.replace("_", " ")
    if message.result in {Result.ANSWERED, Result.ASKED}:
        return f"{result} ({message.intent})" if intent and message.intent else result
    reason = message.reason.replace("_", " ")
    return f"{result} ({reason})" if reason and len(reason) <= 40 else result


def _figures(before: Report, now: Report) -> Iterator[tuple[str, str, str]]:
    was, are = before.summary, now.summary
    pairs = [(name.replace("_", " "), was.results[name], count) for name, count in are.results.items()]
    pairs += [(f"promises {name}", was.promises[name], count) for name, count in are.promises.items()]
    pairs += [
        ("conversations handed over", was.handed_over, are.handed_over),
        ("drafts", was.drafts, are.drafts),
        ("follow-ups", was.follow_ups, are.follow_ups),
        ("findings", len(before.findings), len(now.findings)),
        ("longest queue", before.desk.longest_queue, now.desk.longest_queue),
    ]
    yield from ((name, str(one), str(other)) for name, one, other in pairs if one != other)
