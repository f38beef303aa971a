"""Drafts: each is a row from when the bot made it until a person or the customer ended it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.draft import DraftChange, DraftEnded, DraftMade, DraftState, Ending, Proposal, WaitingDraft
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Tx
from bot.stores.units.numbering import FIRST_NUMBER
from bot.stores.units.tasks import finish_drafts

_MAKE = """
INSERT INTO draft (conversation_id, case_id, channel, surface, intent, confidence, template, variant,
                   proposal, made_at)
VALUES (:conversation, :case, :channel, :surface, :intent, :confidence, :template, :variant,
        :proposal, :now)"""

_END = """
UPDATE draft SET state = :state, ended_at = :now, ended_by = :by, refusal = :refusal, said = :said
WHERE conversation_id = :conversation AND state = 'open'"""

_OPEN = "SELECT id, proposal, made_at FROM draft WHERE conversation_id = :conversation AND state = 'open'"

_ENDING = "SELECT state, ended_by, said FROM draft WHERE id = :id"


def change_drafts(tx: Tx, conversation: Conversation, changes: Sequence[DraftChange], now: datetime) -> None:
    """Write down what a turn did about drafts, in order."""
    for change in changes:
        match change:
            case DraftEnded():
                _end(tx, conversation.id, change, now)
            case DraftMade(proposal=proposal):
                _end(tx, conversation.id, DraftEnded(state=DraftState.STALE), now)
                _make(tx, conversation, proposal, now)


def _end(tx: Tx, conversation_id: int, ended: DraftEnded, now: datetime) -> None:
    tx.run(
        _END,
        conversation=conversation_id,
        state=ended.state.value,
        now=ms(now),
        by=ended.by,
        refusal=ended.refusal.value if ended.refusal is not None else "",
        said=ended.said,
    )
    finish_drafts(tx, conversation_id, ended.by or "turn", now)


def _make(tx: Tx, conversation: Conversation, proposal: Proposal, now: datetime) -> None:
    tx.run(
        _MAKE,
        conversation=conversation.id,
        case=conversation.case.number - FIRST_NUMBER,
        channel=conversation.channel,
        surface=proposal.letter.surface.value,
        intent=proposal.intent,
        confidence=round(proposal.confidence * 1000),
        template=proposal.letter.template,
        variant=proposal.letter.variant,
        proposal=dump(proposal),
        now=ms(now),
    )


def waiting_draft(tx: Tx, conversation_id: int) -> WaitingDraft | None:
    """Give the draft of a conversation that waits for a person; None if there is none."""
    row = tx.row(_OPEN, conversation=conversation_id)
    if row is None:
        return None
    return WaitingDraft(
        id=row[0],
        conversation_id=conversation_id,
        proposal=load(Proposal, row[1]),
        made_at=moment(row[2]),
    )


def ending_of(tx: Tx, draft_id: int) -> Ending | None:
    """Say how a draft stands, and who ended it; None if there is none such."""
    row = tx.row(_ENDING, id=draft_id)
    return Ending(state=DraftState(row[0]), by=row[1], said=row[2]) if row is not None else None
