"""What people find out about a message that may have been sent: it arrived, it did not, nobody can tell."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.model.message import Outbound
from bot.service.values import Absent, CannotTell, Reconciled, Sent
from bot.stores.documents import ms
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.costs import write_costs
from bot.stores.units.queue import OUTBOUND, outbound_of
from bot.stores.units.responses import heard
from bot.stores.units.revising import write_revised
from bot.stores.units.tasks import finish_tasks_of_letter
from bot.stores.units.transcript import write_said

_DOUBTFUL = f"""
SELECT {OUTBOUND} FROM outbound WHERE id = :id AND status = 'unknown' AND replaced_by = 0"""  # noqa: S608 - columns only

_SETTLE = """
UPDATE outbound SET status = :status, platform_id = :platform, url = :url, note = :note, settled_at = :now
WHERE id = :id AND status = 'unknown' AND replaced_by = 0"""


def doubtful(tx: Tx, outbound_id: int) -> Outbound | None:
    """Give a message that may have been sent; None for any other."""
    row = tx.row(_DOUBTFUL, id=outbound_id)
    return outbound_of(row) if row is not None else None


def settle_look(tx: Tx, outbound: Outbound, found: Reconciled, by: str, now: datetime) -> bool:
    """Write down what was found, and what it cost; the first who settles it does, once."""
    place = (outbound.channel, outbound.account)
    write_costs(tx, *place, found.costs, conversation_id=outbound.conversation_id)
    settled = _settled(tx, outbound, found, by, now)
    if settled:
        deed = Deed.ARRIVED if found == Sent(id="") else Deed.LOOKED  # a platform always names its message
        write_audit(tx, by, deed, f"letter:{outbound.id}", now)
    return settled


def _settled(tx: Tx, outbound: Outbound, found: Reconciled, by: str, now: datetime) -> bool:
    match found:
        case Sent():
            return _arrived(tx, outbound, found, by, now)
        case Absent():
            return _settle(tx, outbound, now, status="refused", note=f"surely not sent, {by} looked")
        case CannotTell(reason=reason):
            return _settle(tx, outbound, now, status="unknown", note=reason)


def _arrived(tx: Tx, outbound: Outbound, sent: Sent, by: str, now: datetime) -> bool:
    note = f"it arrived, by {by}"
    if not _settle(tx, outbound, now, status="sent", note=note, platform=sent.id, url=sent.url):
        return False
    finish_tasks_of_letter(tx, outbound.id, by, now)
    if outbound.letter.revises is not None:
        write_revised(tx, outbound, now)
        return True
    write_said(tx, outbound, sent.id, now)
    heard(tx, outbound.conversation_id, outbound.letter, outbound.queued_at, now)
    return True


def _settle(
    tx: Tx, outbound: Outbound, now: datetime, *, status: str, note: str, platform: str = "", url: str = ""
) -> bool:
    changed = tx.run(
        _SETTLE, id=outbound.id, status=status, note=note, platform=platform, url=url, now=ms(now)
    )
    return changed > 0
