"""What is wrong with the words a person wants to say about an incident, found before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.knowledge.ports import Moment, Rendered, ReplyError
from bot.model.incident import Announcement
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.policy.incidents.scope import tells
from bot.policy.writing import text_in
from bot.settings.suggest import did_you_mean

FARTHEST = timedelta(days=7)
"""A next update further away than this is a mistake."""

_LONGEST_NAME = "Massimilianaaaa"
_MOST_TEXT = 1000
_TRIES = 8
_ENOUGH = 20
"""From so many texts on, words that match most of them match everything."""


def wrong_scope(said: Announcement, knowledge: Knowledge, lately: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with whom an incident concerns; `lately` are customers' latest texts."""
    if not (said.intents or said.topics or said.words):
        yield "name at least one intent, topic or phrase: nothing tells whom the incident concerns"
    topics = {intent.topic for intent in knowledge.intents.values()}
    yield from _unknown("intent", said.intents, knowledge.intents)
    yield from _unknown("topic", said.topics, topics)
    for phrase in said.words:
        told = sum(tells(text, (phrase,)) for text in lately)
        if not any(letter.isalnum() for letter in phrase):
            yield "a phrase must have words"
        elif len(lately) >= _ENOUGH and told * 2 > len(lately):
            yield f"“{phrase}” is in {told} of the last {len(lately)} messages: it matches nearly all"


def _unknown(kind: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    names = set(known)
    for name in named:
        if name not in names:
            hint = did_you_mean(name, names)
            yield f"there is no {kind} “{name}”" + (f": {hint}" if hint else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a person is about to say: the announcement, the template that says it, and where."""

    said: Announcement
    template: str
    knowledge: Knowledge
    traits: Mapping[str, Traits]
    now: datetime

    def outlets(self) -> Iterator[tuple[Traits, Surface]]:
        """Give every surface customers read on the channels that are set up."""
        for name in self.knowledge.settings.channels:
            if name in self.traits:
                traits = self.traits[name]
                yield from ((traits, one) for one in traits.surfaces if one is not Surface.DESK)


def wrong_words(saying: Saying) -> Iterator[str]:
    """Say what is wrong with an incident's texts, on every channel that is set up."""
    for language in saying.knowledge.settings.brand.languages:
        text = saying.said.texts.get(language, "")
        if not text.strip():
            yield f"the text in “{language}” is missing"
        elif len(text) > _MOST_TEXT:
            yield f"the text in “{language}” has {len(text)} characters: {_MOST_TEXT} at most"
        else:
            yield from _unfit(saying, language)


def wrong_time(said: Announcement, now: datetime) -> Iterator[str]:
    """Say what is wrong with the time of the next update."""
    if said.next_update is None:
        yield "say when the next update comes: customers are told that time"
    elif said.next_update <= now:
        yield "the time of the next update is past"
    elif said.next_update - now > FARTHEST:
        yield "the next update is more than a week away"


def _unfit(saying: Saying, language: str) -> Iterator[str]:
    for traits, surface in saying.outlets():
        where = traits.address(surface)
        try:
            found = wordings(saying, language, traits, surface)
        except ReplyError as error:
            yield f"the text in “{language}” cannot be said on {where}: {error}"
            continue
        if surface is Surface.PUBLIC and len(found) == 1:
            yield f"only one wording of {saying.template} fits {where} in “{language}”: shorten the text"


def wordings(saying: Saying, language: str, traits: Traits, surface: Surface) -> tuple[Rendered, ...]:
    """Give the different wordings that fit a channel's surface, with the longest name. Raises ReplyError."""
    settings = saying.knowledge.settings
    moment = Moment(
        now=saying.now,
        calendar=saying.knowledge.calendar,
        name=_LONGEST_NAME,
        reference="TK-1234567",
        incident=True,
        incident_text=text_in(saying.said, language, settings.brand.languages),
        next_update=saying.said.next_update,
    )
    signature = settings.bot_signature if surface is Surface.PUBLIC else ""
    found: dict[int, Rendered] = {}
    for turn in range(_TRIES):
        rendered = saying.knowledge.replies.render(
            saying.template,
            language=language,
            traits=traits,
            surface=surface,
            moment=moment,
            turn=turn,
            signature=signature,
        )
        found.setdefault(rendered.variant, rendered)
    return tuple(found.values())
