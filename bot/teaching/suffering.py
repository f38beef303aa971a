"""Which other intents would lose sentences to those that are taught."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from bot.knowledge.intents import Intent
from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Encoder
from bot.teaching.held_out import LeftOut, leave_each_out

MOST_LOST = 0.02
"""An intent that loses more than this of its held-out accuracy suffers."""

_CHANCE = 0.03
"""A sentence whose lead falls by no more than this was on the edge already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffering:
    """An intent whose held-out accuracy would fall, and its sentences that would be read as another's."""

    intent: str
    before: float
    after: float
    examples: tuple[LeftOut, ...]


def who_suffers(before: Knowledge, after: Knowledge, encoder: Encoder | None) -> tuple[Suffering, ...]:
    """Find the intents that would lose sentences to those that are taught otherwise afterwards.

    A sentence that falls to a third intent, or by a hair, falls by chance: any change moves a few.
    """
    was = leave_each_out(tuple(before.intents.values()), before.settings, encoder)
    now = leave_each_out(tuple(after.intents.values()), after.settings, encoder)
    about = {
        name for name, intent in after.intents.items() if _taught(intent) != _taught(before.intents.get(name))
    }
    leads = {(item.intent, item.text): item.lead for item in was if item.right}
    lost: defaultdict[str, list[LeftOut]] = defaultdict(list)
    for item in now:
        lead = leads.get((item.intent, item.text))
        taken = item.read_as in about and item.intent not in about
        if lead is not None and taken and lead - item.lead > _CHANCE:
            lost[item.intent].append(item)
    sizes = Counter(item.intent for item in was)
    right = Counter(item.intent for item in was if item.right)
    return tuple(
        Suffering(
            intent=intent,
            before=right[intent] / sizes[intent],
            after=(right[intent] - len(items)) / sizes[intent],
            examples=tuple(items),
        )
        for intent, items in sorted(lost.items())
        if len(items) / sizes[intent] > MOST_LOST
    )


def _taught(intent: Intent | None) -> frozenset[tuple[str, str]]:
    """Give what an intent is taught by: the language and the text of each sentence."""
    several = intent.examples.items() if intent is not None else ()
    return frozenset((language, line.text) for language, examples in several for line in examples.say)
