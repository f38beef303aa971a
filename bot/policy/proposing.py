"""Keeps what the bot would say for a person to read first, with all that sending it later needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.case import CaseStatus
from bot.model.conversation import Filling, Offered, Post
from bot.model.draft import DraftMade, DraftState, Proposal
from bot.model.effects import Alert, Decision, EndDraft, HandOff, Reply, Understood
from bot.model.hand_off import HandOffReason
from bot.model.matching import Match
from bot.model.message import Letter
from bot.model.turn import TaskKind
from bot.policy.apply import Draft, apply

ON_TRIAL = "the channel is in draft"

_CERTAIN = frozenset({"chosen", "slots"})
"""Rules by which the customer has said what is meant: nothing was guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A letter, and what it means for the conversation once it is sent; `held`: a person reads it first."""

    letter: Letter
    held: bool = False
    offered: tuple[Offered, ...] = ()
    filling: Filling | None = None
    promised: datetime | None = None
    to: Post | None = None


def by_person(effect: Reply) -> bool:
    """Tell whether words are a person's though a template says them: those written of an incident."""
    return effect.incident is not None and bool(effect.incident.texts)


def propose(draft: Draft, decision: Decision, written: Written, reason: str) -> None:
    """Keep a letter for a person; people are asked to look, whatever the case waited for."""
    intent = next((item.intent for item in decision.effects if isinstance(item, Understood)), "")
    proposal = Proposal(
        letter=written.letter,
        intent=intent,
        confidence=sureness(decision.rule, decision.match, intent),
        reason=reason,
        why=decision.why,
        offered=written.offered,
        filling=written.filling,
        promised=written.promised,
        to=written.to,
    )
    apply(draft, EndDraft(state=DraftState.STALE))
    draft.drafts.append(DraftMade(proposal=proposal))
    apply(draft, Alert(text=written.letter.text, kind=TaskKind.DRAFT))
    if draft.conversation.case.status is not CaseStatus.WAITING_FOR_AGENT:
        apply(draft, HandOff(reason=HandOffReason.DRAFT))


def sureness(rule: str, match: Match | None, intent: str) -> float:
    """Give how likely it is that the customer means an intent, in [0, 1]; 0 where there is none."""
    if not intent:
        return 0.0
    if rule in _CERTAIN:
        return 1.0
    candidates = match.candidates if match is not None else ()
    return next((item.confidence for item in candidates if item.intent == intent), 0.0)
