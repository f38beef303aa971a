"""What a person of the desk does, as an event of the conversation: wherever they do it, it goes one way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from bot.model.conversation import Conversation
from bot.model.message import REFUSED_FOR, Author, Inbound, InboundKind


def ending_key(draft_id: int, kind: InboundKind, payload: Mapping[str, str], text: str = "") -> str:
    """Name the act that ends a draft: the same by the same person twice is one, wherever they do it twice."""
    said = "\x00".join((payload["agent"], payload.get(REFUSED_FOR, ""), text))
    return f"draft:{draft_id}:{kind}:{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def act_in(
    conversation: Conversation,
    kind: InboundKind,
    key: str,
    at: datetime,
    payload: Mapping[str, str],
    *,
    text: str = "",
) -> Inbound:
    """Make the event; `key` names the act, so that the same one twice is one, `payload` names the `agent`."""
    return Inbound(
        channel=conversation.channel,
        account=conversation.account,
        event_key=f"desk:{key}",
        conversation_key=conversation.key,
        author=Author(id=f"agent:{payload['agent']}"),
        kind=kind,
        surface=conversation.surface,
        text=text,
        occurred_at=at,
        received_at=at,
        payload=payload,
    )
