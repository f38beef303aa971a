"""What is said beside a reply, in the same message: an apology for the language, and other questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.knowledge.ports import Rendered, ReplyError
from bot.model.case import FollowUpKind
from bot.model.conversation import Offered
from bot.model.effects import Cancel, HandOff, Reply
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.policy.apply import apply
from bot.policy.people import owe_reassurance
from bot.policy.situation import promise_of
from bot.policy.timing import timetable
from bot.policy.writing import Writing

OTHER_LANGUAGE = "_other_language"
ALSO = "_also"

_OWN_MEANINGS = ("enough",)

_SETTLED = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND, FollowUpKind.GIVE_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is said beside a reply: before it, and after it (`named`, with the questions it offers)."""

    apology: str = ""
    named: Rendered | None = None
    also: tuple[Offered, ...] = ()

    @property
    def after(self) -> str:
        """The words that name other questions."""
        return self.named.text if self.named is not None else ""

    @property
    def offered(self) -> tuple[Offered, ...]:
        """The choices below, those of the template's own buttons last."""
        if self.named is None:
            return ()
        own = zip(self.named.buttons, _OWN_MEANINGS, strict=False)
        return (*self.also, *(Offered(label=label, meaning=meaning) for label, meaning in own))

    def ever_less(self) -> Iterator[Beside]:
        """Give what may be said, from everything to nothing."""
        yield self
        if self.apology and self.named is not None:
            yield replace(self, apology="")
        if self.apology or self.named is not None:
            yield Beside()


def beside(writing: Writing, effect: Reply) -> Beside:
    """Gather what is to be said beside a reply."""
    if not effect.also:
        return Beside(apology=_apology(writing, effect))
    reply = Reply(template=ALSO, purpose=Purpose.ANSWER, choices=effect.also, may_promise=False)
    named = _said(writing, reply, writing.language)
    return Beside(apology=_apology(writing, effect), named=named, also=effect.also)


def _apology(writing: Writing, effect: Reply) -> str:
    """Say, once a conversation, that we do not write the customer's language; "" where there is no need.

    In the customer's language where the brand has the sentence in it, else in the brand's first.
    """
    match = writing.decision.match
    if match is None or not match.foreign or writing.draft.conversation.state.apologised:
        return ""
    if effect.purpose is Purpose.STOP:
        return ""
    reply = Reply(template=OTHER_LANGUAGE, purpose=Purpose.ANSWER, may_promise=False)
    said = _said(writing, reply, match.foreign)
    return said.text if said is not None else ""


def _said(writing: Writing, reply: Reply, language: str) -> Rendered | None:
    try:
        return writing.render(reply, language=language)
    except ReplyError:
        return None


def leave_to_people(writing: Writing, also: tuple[Offered, ...]) -> None:
    """Give other questions that could not be named beside the answer to a person."""
    draft, knowledge = writing.draft, writing.knowledge
    intent = knowledge.intents.get(also[0].meaning)
    topic = intent.topic if intent is not None else ""
    apply(draft, HandOff(reason=HandOffReason.SEVERAL_QUESTIONS, topic=topic))
    apply(draft, Cancel(kinds=_SETTLED))
    promised = promise_of(draft.conversation)
    hours = timetable(draft.conversation, knowledge, writing.traits)
    for effect in owe_reassurance(hours, draft.now, promised.at if promised is not None else None):
        apply(draft, effect)
