"""The brand's replies as words for people: found by what they say, put into words for one conversation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import ReplyError
from bot.model.conversation import Conversation
from bot.model.effects import Decision, Outcome, Reply
from bot.model.message import Purpose
from bot.model.text import without_accents
from bot.model.traits import Traits
from bot.policy.apply import Draft
from bot.policy.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A reply in words that fit the conversation; `title` is its intent's in `language`."""

    name: str
    title: str
    language: str
    text: str


def find_prepared(
    conversation: Conversation, query: str, knowledge: Knowledge, traits: Traits, now: datetime, *, most: int
) -> tuple[Prepared, ...]:
    """Give the replies in whose name, title or words every word of `query` is found; titles count first.

    They are in the customer's language, or else in the brand's first. What cannot be said here, or needs
    a value that nobody has, is left out.
    """
    wanted = _plain(query).split()
    found = [
        (_rank(item, wanted), item)
        for item in _all(conversation, knowledge, traits, now)
        if _has(item, wanted)
    ]
    found.sort(key=lambda one: (one[0], one[1].title.casefold(), one[1].name))
    return tuple(item for _rank, item in found[:most])


def _all(
    conversation: Conversation, knowledge: Knowledge, traits: Traits, now: datetime
) -> Iterator[Prepared]:
    language = conversation.state.language or knowledge.settings.brand.languages[0]
    decision = Decision(rule="prepared", outcome=Outcome.SILENT, language=language)
    draft = Draft(conversation=conversation, now=now)
    writing = Writing(draft=draft, decision=decision, knowledge=knowledge, traits=traits)
    for name, intent in knowledge.intents.items():
        try:
            said = writing.render(Reply(template=name, purpose=Purpose.ANSWER, may_promise=False))
        except ReplyError:
            continue
        title = intent.title_in(said.language)
        yield Prepared(name=name, title=title, language=said.language, text=said.text)


def _has(item: Prepared, wanted: list[str]) -> bool:
    whole = _plain(f"{item.name} {item.title} {item.text}")
    return all(word in whole for word in wanted)


def _rank(item: Prepared, wanted: list[str]) -> int:
    title = _plain(f"{item.name} {item.title}")
    return 0 if all(word in title for word in wanted) else 1


def _plain(text: str) -> str:
    """Give small letters without accents."""
    return without_accents(text.casefold().replace("_", " "))
