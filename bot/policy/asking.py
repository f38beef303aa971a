"""A slot's question in words: the brand's own, and the second time with the form and a way out."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.fitting import excess, with_signature
from bot.knowledge.ports import Rendered, ReplyError
from bot.knowledge.replies.book import joined
from bot.model.conversation import Filling
from bot.model.effects import Reply
from bot.model.message import Purpose
from bot.policy.writing import Writing
from bot.settings.values import Slot

AGAIN = "_ask_again"
WAY_OUT = ("person",)
"""What the button of `_ask_again` means."""


def question(writing: Writing, filling: Filling, *, before: str = "") -> Rendered:
    """Ask for a value; again in other words after a failure. Raises ReplyError where that does not fit."""
    slot = writing.knowledge.settings.slots[filling.asking]
    if not filling.failures:
        return _first(writing, slot, before)
    asked = Reply(template=AGAIN, purpose=Purpose.ASK_SLOT, slots=filling.values, may_promise=False)
    words = _words(writing, {**slot.ask, **slot.ask_again})
    return writing.render(asked, question=words, signature=writing.signature, before=before)


def _first(writing: Writing, slot: Slot, before: str) -> Rendered:
    surface = writing.draft.conversation.surface
    words = _words(writing, slot.ask)
    text = with_signature(joined([part for part in (before, words) if part], surface), writing.signature)
    over = excess(text, writing.traits, surface)
    if over:
        raise ReplyError(f"the question for “{slot.name}” is {over} too long")
    words_alone = Rendered(
        text=text,
        buttons=(),
        template="",
        variant=0,
        source="settings.toml",
        language=writing.language,
        promises=False,
    )
    return writing.checked(words_alone)


def _words(writing: Writing, by_language: Mapping[str, str]) -> str:
    languages = (writing.language, *writing.knowledge.settings.brand.languages)
    return next((by_language[language] for language in languages if language in by_language), "")
