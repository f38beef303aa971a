"""What a person proposes to teach, added to a change that is being made; or why it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.intents import Intent
from bot.knowledge.library import Knowledge
from bot.teaching.change import Change, NewIntent, Taught, changed
from bot.teaching.drafting import is_name, is_topic
from bot.teaching.examples import NoExampleError, as_example, objections


class Objection(StrEnum):
    """Why a proposal cannot be taken as it is, or a change not be published."""

    NO_INTENT = "no_intent"
    NO_SENTENCE = "no_sentence"
    NO_TITLE = "no_title"
    BAD_NAME = "bad_name"
    KNOWN_NAME = "known_name"
    BAD_TOPIC = "bad_topic"
    OUTDATED = "outdated"
    UNSEEN = "unseen"
    ERRORS = "errors"
    SUFFERING = "suffering"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Sentences (language, text) of an intent, which may be `new`."""

    intent: str
    sentences: tuple[tuple[str, str], ...]
    new: NewIntent | None = None


def proposed(knowledge: Knowledge, change: Change, proposal: Proposal) -> tuple[Change, tuple[str, ...]]:
    """Give the change with all of a proposal in it, and why it cannot be: an Objection or a plain sentence.

    Where there is any reason the change is as it was.
    """
    try:
        known = changed(knowledge.intents, change)
    except ValueError:
        return change, (Objection.OUTDATED,)
    reasons = tuple(_wrong(proposal, known))
    if reasons:
        return change, reasons
    after = change.with_intent(proposal.new) if proposal.new is not None else change
    found: list[str] = []
    for language, text in proposal.sentences:
        try:
            sentence = as_example(text, knowledge.settings.slots)
        except NoExampleError as error:
            found.append(str(error))
            continue
        now = changed(knowledge.intents, after)
        found += (why for why, _hint in objections(now, proposal.intent, language, sentence))
        after = after.with_sentence(Taught(intent=proposal.intent, language=language, text=sentence))
    return (change, tuple(found)) if found else (after, ())


def _wrong(proposal: Proposal, known: Mapping[str, Intent]) -> Iterator[Objection]:
    new = proposal.new
    if new is None and proposal.intent not in known:
        yield Objection.NO_INTENT
    if new is not None:
        if not new.title:
            yield Objection.NO_TITLE
        if not is_name(new.name):
            yield Objection.BAD_NAME
        elif new.name in known:
            yield Objection.KNOWN_NAME
        if not is_topic(new.topic):
            yield Objection.BAD_TOPIC
    if not proposal.sentences:
        yield Objection.NO_SENTENCE
