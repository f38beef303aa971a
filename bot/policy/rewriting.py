"""What the customer corrected before it was read is read as corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model.message import Inbound, InboundKind
from bot.model.turn import Waiting


def as_edited(waiting: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Give what waits, each message with the words of its latest edit that waits with it."""
    edits = {_which(item.inbound): item.inbound for item in waiting if item.inbound.kind is InboundKind.EDIT}
    return tuple(_rewritten(item, edits.get(_which(item.inbound))) for item in waiting)


def _which(inbound: Inbound) -> tuple[str, str]:
    return inbound.author.id, inbound.message_id


def _rewritten(item: Waiting, edit: Inbound | None) -> Waiting:
    message = item.inbound
    if edit is None or message.kind is not InboundKind.MESSAGE or not message.message_id:
        return item
    return replace(item, inbound=replace(message, text=edit.text, payload=edit.payload))
