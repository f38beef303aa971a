"""The customer still waits for a person: say that they are not forgotten."""

from __future__ import annotations

from bot.model.case import CaseStatus, Priority
from bot.model.effects import Decision, Effect, HandBack, HandOff, MoveCase, Reply
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.policy.situation import promise_of
from bot.policy.waking import Waking

_FORGOTTEN: tuple[Effect, ...] = (
    HandBack(),
    MoveCase(status=CaseStatus.WAITING_FOR_AGENT),
    HandOff(reason=HandOffReason.TROUBLE, priority=Priority.HIGH),
)
"""A person took over and never answered: the bot has the conversation again, and people are asked anew."""


def reassure(waking: Waking) -> Decision:
    """Reassure, and owe the ladder's next rung; its last rung is repeated."""
    forgotten = waking.conversation.case.status is CaseStatus.WITH_AGENT
    promised = promise_of(waking.conversation)
    effects = (
        *(_FORGOTTEN if forgotten else ()),
        *waking.reassuring(promised.at if promised is not None else None, waking.follow_up.step + 1),
        Reply(template="_reassure", purpose=Purpose.FOLLOW_UP, may_promise=forgotten),
    )
    return waking.said(effects, "the customer still waits for a person")


def reassure_later(waking: Waking) -> Decision:
    """Put a reassurance off by its own rung: it is out of date, or something else is said just now."""
    promised = promise_of(waking.conversation)
    later = waking.reassuring(promised.at if promised is not None else None, waking.follow_up.step)
    return waking.silent(later, "put off: something else is said now, or it is out of date")
