"""What people do in a conversation, as the audit tells it."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.model.message import DRAFT, Inbound, InboundKind
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit

_DEEDS = {
    InboundKind.AGENT_REPLY: Deed.SENT,
    InboundKind.TAKE_OVER: Deed.TOOK_OVER,
    InboundKind.HAND_BACK: Deed.HANDED_BACK,
    InboundKind.CLOSE: Deed.CLOSED,
    InboundKind.APPROVE: Deed.APPROVED,
    InboundKind.REFUSE: Deed.REFUSED,
    InboundKind.CORRECT: Deed.CORRECTED,
    InboundKind.TAKE_BACK: Deed.TOOK_BACK,
    InboundKind.PROMISE: Deed.PROMISED,
    InboundKind.MUTE: Deed.MUTED,
    InboundKind.UNMUTE: Deed.UNMUTED,
}


def audit_act(tx: Tx, conversation_id: int, event: Inbound, now: datetime) -> None:
    """Write down what a person did in a conversation; what nobody of the desk did is passed over."""
    deed, agent = _DEEDS.get(event.kind), event.payload.get("agent", "")
    if deed is None or not agent:
        return
    if deed is Deed.APPROVED and event.text:
        deed = Deed.EDITED
    about = [f"conversation:{conversation_id}"]
    about += [f"draft:{event.payload[DRAFT]}"] if DRAFT in event.payload else []
    about += [f"letter:{event.payload['outbound']}"] if "outbound" in event.payload else []
    write_audit(tx, agent, deed, " ".join(about), now)
