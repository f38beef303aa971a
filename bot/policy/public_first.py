"""What began in public ends in public: a private answer is followed by one public line, without data."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import (
    Alert,
    Cancel,
    Decision,
    Effect,
    MoveCase,
    Outcome,
    Propose,
    Reply,
    SettledInPrivate,
)
from bot.model.message import Inbound, InboundKind, Purpose, Surface, settled_event
from bot.model.traits import Traits
from bot.policy.limits import said_enough
from bot.policy.sensitive import MINDED, minded
from bot.policy.situation import mode_of, taken_over
from bot.settings.values import Mode

OWED = "public_owed"
"""Why people are told of a public line, for programs."""

CLOSED_PUBLIC = "_closed_public"


def settled(conversation: Conversation) -> tuple[Effect, ...]:
    """Let the public conversation know that its matter is settled here, if a line is owed there."""
    public = conversation.public
    return (SettledInPrivate(),) if public is not None and public.owed else ()


def why_settled(conversation: Conversation) -> tuple[str, ...]:
    """Say that a line in public follows, if one does."""
    public = conversation.public
    if public is None or not public.owed:
        return ()
    return (f"it began in public: {public.reference} is owed a closing line",)


def remind_agent(conversation: Conversation) -> tuple[Effect, ...]:
    """Remind the person who begins to answer in private that a word is owed in public."""
    public = conversation.public
    if public is None or not public.owed or conversation.case.status is CaseStatus.WITH_AGENT:
        return ()
    text = f"it began in public: {public.reference} is owed a line there, without personal data"
    return (Alert(text=text, reason=OWED),)


def telling(conversation: Conversation, now: datetime) -> Inbound | None:
    """Make the event that tells the public conversation; None where it knows already, or there is none."""
    public = conversation.public
    if public is None or not public.owed:
        return None
    return Inbound(
        channel=conversation.channel,
        account=conversation.account,
        event_key=settled_event(conversation.case.number),
        conversation_key=public.key,
        author=conversation.contact,
        kind=InboundKind.SETTLED,
        surface=Surface.PUBLIC,
        occurred_at=now,
        received_at=now,
        payload={"case": conversation.case.reference},
    )


def closing_line(
    conversation: Conversation, event: Inbound, knowledge: Knowledge, now: datetime, traits: Traits
) -> Decision:
    """Say once in public that the matter was settled in private; by a person where the bot may not."""
    private = event.payload["case"]
    why = f"settled in private as {private}"
    if not conversation.case.is_open or conversation.state.wants_quiet:
        ended = "the case is over here" if not conversation.case.is_open else "no automatic message is wanted"
        return Decision(rule="settled", outcome=Outcome.SILENT, why=(why, ended))
    line = Reply(template=CLOSED_PUBLIC, purpose=Purpose.CLOSED, may_promise=False)
    if taken_over(conversation, now):
        told = Alert(text=f"{why}: say so here, without personal data", reason=OWED)
        by = f"{conversation.state.agent} has taken over: the closing line is theirs"
        return Decision(rule="settled", outcome=Outcome.SILENT, effects=(told,), why=(why, by))
    unsaid = _may_not_say(conversation, knowledge, now, traits)
    if unsaid:
        draft = Propose(what=line, reason=unsaid)
        by = f"{unsaid}: the closing line waits as a draft for a person"
        return Decision(rule="settled", outcome=Outcome.HAND_OFF, effects=(draft,), why=(why, by))
    over = (Cancel(kinds=frozenset(FollowUpKind)), MoveCase(status=CaseStatus.CLOSED))
    return Decision(rule="settled", outcome=Outcome.ANSWER, effects=(*over, line), why=(why,))


def _may_not_say(conversation: Conversation, knowledge: Knowledge, now: datetime, traits: Traits) -> str:
    """Say why the bot may not close it in public by itself; "" if it may."""
    if minded(conversation):
        return MINDED
    mode = mode_of(conversation, knowledge)
    if mode is not Mode.ANSWER:
        return f"the mode of {traits.title} is {mode}"
    if conversation.case.status is CaseStatus.WAITING_FOR_AGENT:
        return "a person was asked here and has not answered"
    most = traits.auto_replies
    if most and conversation.state.spoken >= most:
        return f"{traits.title} allows {most} automatic message{'s' if most > 1 else ''} on a post"
    return said_enough(conversation, knowledge, now)
