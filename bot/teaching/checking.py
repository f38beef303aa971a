"""The lines a brand checks itself by, before and after a change."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.intents import Utterance
from bot.knowledge.library import Knowledge
from bot.knowledge.matching.lessons import with_samples
from bot.settings.values import Matching
from bot.teaching.reading import Reading, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A `check` or `not` line of an intent's, and how it is read before and after."""

    intent: str
    line: Utterance
    near_miss: bool
    before: Reading
    after: Reading


def recheck(before: Knowledge, after: Knowledge) -> tuple[tuple[Checked, ...], tuple[Checked, ...]]:
    """Give the lines, as before, that held and would not any more; and those the other way round."""
    lines = [
        (intent.name, line, near_miss)
        for intent in before.intents.values()
        for examples in intent.examples.values()
        for near_miss, several in ((False, examples.check), (True, examples.near_miss))
        for line in several
    ]
    texts = [with_samples(line.text, after.settings.slots) for _, line, _ in lines]
    both = zip(before.matcher.best_of(texts), after.matcher.best_of(texts), strict=True)
    checked = [
        Checked(intent=intent, line=line, near_miss=near_miss, before=reading(was), after=reading(now))
        for (intent, line, near_miss), (was, now) in zip(lines, both, strict=True)
    ]
    old, new = before.settings.matching, after.settings.matching
    held = [(_holds(item, item.before, old), _holds(item, item.after, new)) for item in checked]
    broken = tuple(item for item, (was, now) in zip(checked, held, strict=True) if was and not now)
    return broken, tuple(item for item, (was, now) in zip(checked, held, strict=True) if now and not was)


def _holds(checked: Checked, read: Reading, settings: Matching) -> bool:
    """Tell, as lint does, whether a check is at least asked about, and a near miss not answered."""
    if read.intent != checked.intent:
        return checked.near_miss
    if checked.near_miss:
        return read.confidence < settings.answer_above
    return read.confidence >= settings.ask_above
