"""The way of intents from drafts to answering by themselves: each step is counted and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.approval import (
    ApprovalChange,
    ApprovalCounted,
    ApprovalEvent,
    ApprovalLost,
    ApprovalStep,
    Standing,
    band_of,
)
from bot.model.conversation import Conversation
from bot.model.message import Letter, Surface
from bot.model.turn import NewTask, TaskKind
from bot.stores.documents import load, moment, moment_or_none, ms
from bot.stores.tx import Tx, Value
from bot.stores.units.tasks import add_task

_COUNT = """
INSERT INTO approval (channel, surface, intent, band, approved)
VALUES (:channel, :surface, :intent, :band, 1)
ON CONFLICT (channel, surface, intent, band) DO UPDATE SET approved = approval.approved + 1
RETURNING approved, automatic_since"""

_GRADUATE = """
UPDATE approval SET automatic_since = :now
WHERE channel = :channel AND surface = :surface AND intent = :intent AND band = :band"""

_STOOD = """
SELECT band, approved, automatic_since FROM approval
WHERE channel = :channel AND surface = :surface AND intent = :intent
    AND (automatic_since > 0 OR (approved > 0 AND :event <> 'taken_over')) ORDER BY band"""

_BEGIN_ANEW = """
UPDATE approval SET approved = 0, automatic_since = 0
WHERE channel = :channel AND surface = :surface AND intent = :intent AND band = :band"""

_STEP = """
INSERT INTO approval_step (channel, surface, intent, band, what, done_by, conversation_id, approved, at)
VALUES (:channel, :surface, :intent, :band, :event, :by, :conversation, :approved, :now)"""

_GRADUATED = """
SELECT intent, band FROM approval
WHERE channel = :channel AND surface = :surface AND automatic_since > 0"""

_STANDINGS = """
SELECT channel, surface, intent, band, approved, automatic_since FROM approval
ORDER BY channel, surface, intent, band"""

_STEPS = """
SELECT channel, surface, intent, band, what, done_by, conversation_id, approved, at FROM approval_step
ORDER BY id DESC LIMIT :most"""


def change_approvals(
    tx: Tx, conversation: Conversation, changes: Sequence[ApprovalChange], now: datetime
) -> None:
    """Write down what a turn did to the standing of intents, and tell people when one changes its ways."""
    for change in changes:
        match change:
            case ApprovalCounted():
                _count(tx, conversation, change, now)
            case ApprovalLost():
                _begin_anew(tx, conversation, change, now)


def _count(tx: Tx, conversation: Conversation, change: ApprovalCounted, now: datetime) -> None:
    place = {**_place(conversation, change.intent), "band": band_of(change.confidence)}
    row = tx.row(_COUNT, **place)
    approved, since = row or (0, 0)
    step = {**place, "by": change.by, "conversation": conversation.id, "approved": approved, "now": ms(now)}
    tx.run(_STEP, **step, event=ApprovalEvent.APPROVED.value)
    if since or not change.needed or approved < change.needed:
        return
    tx.run(_GRADUATE, **place, now=ms(now))
    tx.run(_STEP, **step, event=ApprovalEvent.GRADUATED.value)
    text = f"{change.intent} now answers by itself on {conversation.channel}: {approved} approved in a row"
    _tell(tx, ("graduated", change.intent, conversation.channel, str(approved)), text, now)


def _begin_anew(tx: Tx, conversation: Conversation, change: ApprovalLost, now: datetime) -> None:
    intent = change.intent or _said_by(tx, change.outbound)
    place, event = _place(conversation, intent), change.event.value
    stood = tx.rows(_STOOD, **place, event=event) if intent else []
    for band, approved, _ in stood:
        tx.run(_BEGIN_ANEW, **place, band=band)
        tx.run(
            _STEP,
            **place,
            band=band,
            event=event,
            by=change.by,
            conversation=conversation.id,
            approved=approved,
            now=ms(now),
        )
    if any(since for _, _, since in stood):
        text = f"{intent} no longer answers by itself on {conversation.channel}: {event.replace('_', ' ')}"
        _tell(tx, ("fell_back", intent, conversation.channel, event), text, now)


def _place(conversation: Conversation, intent: str) -> dict[str, Value]:
    return {"channel": conversation.channel, "surface": conversation.surface.value, "intent": intent}


def _said_by(tx: Tx, outbound: int) -> str:
    """Name the template of a message that was sent, which for an answer is its intent."""
    row = tx.row("SELECT letter FROM outbound WHERE id = :id", id=outbound)
    return load(Letter, row[0]).template if row else ""


def _tell(tx: Tx, reason: tuple[str, ...], text: str, now: datetime) -> None:
    add_task(tx, 0, NewTask(kind=TaskKind.ALERT, text=text, reason=":".join(reason)), now)


def graduated(tx: Tx, conversation: Conversation) -> frozenset[tuple[str, int]]:
    """Give the intents, each with a band, that answer by themselves where a conversation is."""
    rows = tx.rows(_GRADUATED, channel=conversation.channel, surface=conversation.surface.value)
    return frozenset((str(intent), int(band)) for intent, band in rows)


def standings(tx: Tx) -> tuple[Standing, ...]:
    """List where every intent stands, by channel, surface, intent and band."""
    return tuple(
        Standing(
            channel=channel,
            surface=Surface(surface),
            intent=intent,
            band=band,
            approved=approved,
            automatic_since=moment_or_none(since),
        )
        for channel, surface, intent, band, approved, since in tx.rows(_STANDINGS)
    )


def approval_steps(tx: Tx, most: int) -> tuple[ApprovalStep, ...]:
    """List the latest steps, the newest first."""
    return tuple(
        ApprovalStep(
            channel=channel,
            surface=Surface(surface),
            intent=intent,
            band=band,
            event=ApprovalEvent(event),
            by=by,
            conversation_id=conversation,
            approved=approved,
            at=moment(at),
        )
        for channel, surface, intent, band, event, by, conversation, approved, at in tx.rows(
            _STEPS, most=most
        )
    )
