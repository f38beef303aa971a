"""An incident has news for a conversation that belongs to it: said once, or left, or a task for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.conversation import Conversation
from bot.model.effects import Alert, Attach, Decision, Effect, Outcome, Reply
from bot.model.incident import Incident, IncidentStatus
from bot.model.message import Inbound, Purpose
from bot.model.traits import Traits
from bot.policy.incidents.folding import fold
from bot.policy.situation import is_muted, taken_over
from bot.policy.timing import timetable
from bot.policy.waking import unsayable

OVER = "_incident_over"
TEXT = "_incident"


def tell_news(
    conversation: Conversation,
    event: Inbound,
    incidents: Sequence[Incident],
    knowledge: Knowledge,
    now: datetime,
    *,
    traits: Traits,
) -> Decision:
    """Decide on the latest word of an incident; an older one than the latest is left unsaid."""
    number, update = int(event.payload["incident"]), int(event.payload["update"])
    item = next((one for one in incidents if one.id == number), None)
    if item is None or update < item.update:
        return _silent((), "a later word of the incident follows")
    known = next((one for one in conversation.state.attached if one.incident == number), None)
    if known is not None and known.told >= item.update:
        return _silent((), "the customer has been told already")
    told = Attach(incident=item.id, told=item.update)
    left = _left(conversation, now)
    if left:
        return _silent((told,), left)
    if taken_over(conversation, now):
        return _silent((told, *_for_people(item)), f"{conversation.state.agent} has taken over")
    hours = timetable(conversation, knowledge, traits)
    unsaid = unsayable(conversation, hours, traits, now)
    if unsaid:
        return _silent((told, *_for_people(item)), unsaid)
    return _said(item, told, fold(conversation, item.said, knowledge, hours, now))


def _said(item: Incident, told: Attach, folded: tuple[Effect, ...]) -> Decision:
    over = item.status is IncidentStatus.CLOSED
    reply = Reply(
        template=OVER if over else TEXT, purpose=Purpose.INCIDENT, may_promise=False, incident=item.said
    )
    why = f"incident {item.id} is over" if over else f"word {item.update} of incident {item.id}"
    return Decision(rule="incident_news", outcome=Outcome.ANSWER, effects=(*folded, told, reply), why=(why,))


def _left(conversation: Conversation, now: datetime) -> str:
    """Say why nothing is said and nobody need do anything; "" where there is no such reason."""
    if conversation.state.wants_quiet:
        return "the customer wants no automatic messages"
    if is_muted(conversation, now):
        return "a person muted the contact"
    if conversation.case.status in {CaseStatus.CLOSED, CaseStatus.RESOLVED}:
        return f"the case is {conversation.case.status}"
    return ""


def _for_people(item: Incident) -> tuple[Effect, ...]:
    """Leave the last word to a person where the bot may not say it; those before it are not worth a task."""
    if item.status is not IncidentStatus.CLOSED:
        return ()
    text = f"The incident “{item.title}” is over, and the bot may not say so here: please tell the customer"
    return (Alert(text=text, reason="incident_over"),)


def _silent(effects: tuple[Effect, ...], why: str) -> Decision:
    return Decision(rule="incident_news", outcome=Outcome.SILENT, effects=effects, why=(why,))
