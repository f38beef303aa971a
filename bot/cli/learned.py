"""What `learn` tells: a group of questions, what a change would have altered, and both as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.cli.talk import counted, dim, green, red, yellow
from bot.teaching.checking import Checked
from bot.teaching.masking import Masking
from bot.teaching.previewing import Preview, Shift, Shifted
from bot.teaching.questions import Gathered, Group, Question

SHOWN = 8
"""Most questions of a group that are shown."""

_EXAMPLES = 5
_WORDS = {
    Shift.NEWLY_ANSWERED: "newly answered",
    Shift.OTHER_INTENT: "answered as another intent",
    Shift.NO_LONGER_ANSWERED: "no longer answered",
}
_MASKING = Masking(slots={})


def tell_gathered(found: Gathered) -> Iterator[str]:
    """Say what there is to teach from, and what was left out."""
    shown = sum(group.count for group in found.groups)
    among = f"; {shown} of them in {counted(len(found.groups), 'group')}, the biggest first" if shown else ""
    yield f"{counted(found.messages, 'message')} that the bot did not answer by itself{among}."
    reasons = (
        (found.known, "would be answered by now"),
        (found.dismissed, "dismissed as no questions for you"),
        (found.wordless, "without words"),
        (found.beyond, "older than what can be compared at once"),
    )
    for count, reason in reasons:
        if count:
            yield dim(f"  {count} left out: {reason}")
    if found.more:
        every = len(found.groups) + found.more
        yield dim(f"  {counted(found.more, 'more group')}: --limit {every} shows them")


def tell_group(group: Group, heading: str) -> Iterator[str]:
    """Show a group: its questions, what people answered, which intents it may be."""
    yield f"{heading}: {counted(group.count, 'message')}, the latest on {group.latest:%d %b}"
    for number, question in enumerate(group.questions[:SHOWN], 1):
        times = f"  ×{question.count}" if question.count > 1 else ""
        yield f"  {number:>2}  {question.text}{dim(times)}"
    rest = len(group.questions) - SHOWN
    if rest > 0:
        yield dim(f"      … and {counted(rest, 'more wording')}")
    for answer in group.answers:
        yield dim(f"      a person answered: {answer}")
    if group.new:
        yield yellow("  perhaps a new intent")
    for number, one in enumerate(group.proposals, 1):
        yield f"  {number}) {one.intent} {one.confidence:.0%}  {dim(f'“{one.example}”')}"


def tell_preview(found: Preview) -> Iterator[str]:
    """Say what a change would have altered."""
    if found.messages:
        yield (
            f"Of {counted(found.messages, 'stored message')} {found.answered_before} are answered now; "
            f"{found.answered_after} would be."
        )
    for shift in Shift:
        yield from _tell_shift([item for item in found.shifted if item.shift is shift], shift)
    yield from _tell_checks("would no longer hold", found.broken, paint=red)
    yield from _tell_checks("would hold again", found.mended, paint=green)
    for one in found.suffering:
        yield red(
            f"“{one.intent}” would suffer: left out one by one, {one.before:.0%} of its sentences are "
            f"told right now, {one.after:.0%} then."
        )
        for item in one.examples[:_EXAMPLES]:
            yield f"    “{item.text}” would be read as “{item.read_as}”  {dim(item.source)}"
    if not (found.shifted or found.broken or found.suffering):
        yield "Nothing else changes."


def _tell_shift(items: Sequence[Shifted], shift: Shift) -> Iterator[str]:
    if not items:
        return
    yield f"  {_WORDS[shift]}: {sum(item.wrote.count for item in items)}"
    for item in items[:_EXAMPLES]:
        read = f"{item.before.intent or 'nothing'} {item.before.confidence:.2f}"
        now = f"{item.after.intent or 'nothing'} {item.after.confidence:.2f}"
        text = " ".join(_MASKING.hide(item.wrote.text).text.split())
        yield f"    {text}  {dim(f'{read} → {now}')}"
        if item.wrote.answer:
            yield dim(f"      a person answered: {' '.join(_MASKING.hide(item.wrote.answer).text.split())}")
    if len(items) > _EXAMPLES:
        yield dim(f"    … and {len(items) - _EXAMPLES} more")


def _tell_checks(what: str, lines: Sequence[Checked], *, paint: Any) -> Iterator[str]:
    for item in lines[:_EXAMPLES]:
        kind = "near miss" if item.near_miss else "check"
        read = f"read as “{item.after.intent}” ({item.after.confidence:.0%})"
        yield paint(f"  a {kind} of “{item.intent}” {what}: “{item.line.text}”, {read}") + dim(
            f"  {item.line.source}"
        )
    if len(lines) > _EXAMPLES:
        yield dim(f"    … and {len(lines) - _EXAMPLES} more")


def as_json(found: Gathered) -> Mapping[str, Any]:
    """Give the groups as `learn --json` prints them."""
    return {
        "messages": found.messages,
        "known": found.known,
        "dismissed": found.dismissed,
        "wordless": found.wordless,
        "beyond": found.beyond,
        "more": found.more,
        "groups": [_group_as_json(group) for group in found.groups],
    }


def _group_as_json(group: Group) -> Mapping[str, Any]:
    return {
        "count": group.count,
        "latest": group.latest,
        "new": group.new,
        "proposals": [
            {"intent": one.intent, "confidence": one.confidence, "example": one.example, "source": one.source}
            for one in group.proposals
        ],
        "answers": group.answers,
        "questions": [_question_as_json(question) for question in group.questions],
    }


def _question_as_json(question: Question) -> Mapping[str, Any]:
    return {
        "text": question.text,
        "hidden": question.hidden,
        "count": question.count,
        "latest": question.latest,
        "language": question.language,
    }
