"""Which of the messages that were said of late would have read otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.lint.parts import Parts
from bot.knowledge.replies.templates import Template, Variant
from bot.knowledge.retelling import Occasion, retell
from bot.service.reply_values import Effect, Reworded, SaidReply


def effect_of(
    said: Sequence[SaidReply], parts: Parts, key: tuple[str, str], after: Template | None
) -> Effect:
    """Compare a reply, by (name, language), as it is with what it would be."""
    used = [item for item in said if (item.letter.template, item.letter.language) == key]
    before = parts.templates.get(key)
    reworded = tuple(_reworded(used, parts, before, after)) if after is not None else ()
    return Effect(looked=len(said), used=len(used), reworded=reworded)


def _reworded(
    used: Sequence[SaidReply], parts: Parts, before: Template | None, after: Template
) -> Iterator[Reworded]:
    for item in used:
        occasion = _occasion(item)
        now = retell(after, parts, occasion, was=_variant(before, item.letter.variant))
        if before is None or retell(before, parts, occasion) != now:
            yield Reworded(said=item, after=now)


def _variant(template: Template | None, number: int) -> Variant | None:
    variants = template.variants if template is not None else ()
    return next((item for item in variants if item.number == number), None)


def _occasion(item: SaidReply) -> Occasion:
    wording = item.letter.wording
    return Occasion(
        channel=item.channel,
        surface=item.letter.surface,
        variant=item.letter.variant,
        at=item.at,
        name=item.name,
        slots=wording.slots if wording is not None else {},
    )
