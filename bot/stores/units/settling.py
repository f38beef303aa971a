"""Commit 4: how a send ended, and what a look-up found about one that was interrupted.

Every statement asks for the row still being sent under the same attempt: a late word about an earlier
attempt changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.audit import Deed
from bot.model.hand_off import HandOffReason
from bot.model.message import Author, Inbound, InboundKind, Outbound
from bot.model.turn import NewTask, TaskKind
from bot.service.values import (
    Absent,
    CannotTell,
    Later,
    Reconciled,
    Refused,
    SameWords,
    SendOutcome,
    Sent,
    Unknown,
)
from bot.stores.documents import ms, ms_due
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.costs import write_costs
from bot.stores.units.intake import store_event
from bot.stores.units.outcomes import count_found, count_nothing, count_outcome
from bot.stores.units.queue import OUTBOUND, outbound_of, promote, requeue_letter
from bot.stores.units.responses import heard
from bot.stores.units.revising import write_revised
from bot.stores.units.tasks import add_task, finish_tasks_of_letter
from bot.stores.units.transcript import write_said

GIVE_UP = timedelta(minutes=15)
"""After this long of failing, a person is asked."""

LOOK_UPS = 4
"""A message found absent this often, and for longer than GIVE_UP, goes to a person."""

_CEILING = 300_000  # milliseconds: the longest pause between tries

_STILL_MINE = " WHERE id = :id AND status = 'sending' AND attempt = :attempt"

_FINISH = (
    """
UPDATE outbound SET status = :status, head = 0, platform_id = :platform, url = :url, note = :note,
    settled_at = :now"""
    + _STILL_MINE
)

_AGAIN = (
    """
UPDATE outbound SET status = CASE WHEN revoked = 1 THEN 'withdrawn' ELSE 'queued' END,
    head = 0,
    settled_at = CASE WHEN revoked = 1 THEN :now ELSE 0 END,
    not_before = :due, note = :note"""
    + _STILL_MINE
)

_DOUBT = "UPDATE outbound SET lease_until = :now, note = :note" + _STILL_MINE  # noqa: S608 - constants

_PUT_BACK = (
    """
UPDATE outbound SET status = CASE WHEN revoked = 1 THEN 'withdrawn' ELSE 'queued' END,
    head = 0,
    settled_at = CASE WHEN revoked = 1 THEN :now ELSE 0 END,
    attempt = attempt - 1, lease_until = 0,
    first_attempt_at = CASE WHEN attempt = 1 THEN 0 ELSE first_attempt_at END"""
    + _STILL_MINE
)

_MINE = "SELECT 1 FROM outbound" + _STILL_MINE  # noqa: S608 - constants

_PAUSE = """
INSERT INTO bucket (channel, account, conversation_id, paused_until) VALUES (:channel, :account, 0, :until)
ON CONFLICT (channel, account, conversation_id) DO UPDATE SET paused_until =
    CASE WHEN excluded.paused_until > bucket.paused_until THEN excluded.paused_until
         ELSE bucket.paused_until END"""

_REVOKED = "SELECT 1 FROM outbound WHERE id = :id AND revoked = 1"

_IN_DOUBT = f"""
SELECT {OUTBOUND} FROM outbound WHERE status = 'sending' AND lease_until <= :now ORDER BY id"""  # noqa: S608 - columns only


def settle(tx: Tx, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
    """Write down how a send ended, and what it cost: also what a late word tells was paid."""
    _charge(tx, outbound, outcome)
    if _is_mine(tx, outbound):
        count_outcome(tx, outbound, outcome, now)
    match outcome:
        case Sent():
            _sent(tx, outbound, outcome, now)
        case Refused():
            _refused(tx, outbound, outcome, now)
        case SameWords(reason=reason):
            _reword(tx, outbound, reason, now)
        case Later():
            _later(tx, outbound, outcome, now)
        case Unknown(evidence=evidence):
            tx.run(_DOUBT, id=outbound.id, attempt=outbound.attempt, now=ms(now), note=evidence)


def settle_doubt(tx: Tx, outbound: Outbound, found: Reconciled, now: datetime) -> None:
    """Write down what a look-up found, and what it cost."""
    _charge(tx, outbound, found)
    if _is_mine(tx, outbound):
        count_found(tx, outbound, found, now)
    match found:
        case Sent():
            _sent(tx, outbound, found, now)
        case Absent():
            _absent(tx, outbound, now)
        case CannotTell(reason=reason):
            if _finish(tx, outbound, "unknown", now, note=reason):
                _ask(tx, outbound, TaskKind.MAYBE_SENT, f"a message may have been sent: {reason}", now)


def put_back(tx: Tx, outbound: Outbound, now: datetime) -> None:
    """Queue a claimed message again as if it had not been claimed: its call was not begun."""
    if tx.run(_PUT_BACK, id=outbound.id, attempt=outbound.attempt, now=ms(now)):
        count_nothing(tx, outbound, now)
        promote(tx, outbound.conversation_id)


def _is_mine(tx: Tx, outbound: Outbound) -> bool:
    row = tx.row(_MINE, id=outbound.id, attempt=outbound.attempt)
    return row is not None


def _charge(tx: Tx, outbound: Outbound, ended: SendOutcome | Reconciled) -> None:
    place = (outbound.channel, outbound.account)
    write_costs(tx, *place, ended.costs, conversation_id=outbound.conversation_id)


def _sent(tx: Tx, outbound: Outbound, sent: Sent, now: datetime) -> None:
    if _finish(tx, outbound, "sent", now, platform=sent.id, url=sent.url):
        if outbound.letter.revises is not None:
            write_revised(tx, outbound, now)
            return
        write_said(tx, outbound, sent.id, now)
        heard(tx, outbound.conversation_id, outbound.letter, outbound.queued_at, now)


def _refused(tx: Tx, outbound: Outbound, refused: Refused, now: datetime) -> None:
    lost = " (the customer has blocked us)" if refused.contact_lost else ""
    if refused.permanent or now - outbound.first_attempt_at >= GIVE_UP:
        _give_up(tx, outbound, refused.reason + lost, now)
    else:
        _again(tx, outbound, pause(outbound.id, outbound.attempt), refused.reason, now)


def _reword(tx: Tx, outbound: Outbound, reason: str, now: datetime) -> None:
    """Take a letter back whose words were used before, and let its conversation decide how else to say it.

    A person's own words, and what was to be taken back anyway, are not said otherwise.
    """
    if outbound.letter.wording is None:
        _give_up(tx, outbound, reason, now)
        return
    taken_back = tx.row(_REVOKED, id=outbound.id) is not None
    if _finish(tx, outbound, "withdrawn", now, note=reason) and not taken_back:
        store_event(tx, _rewording(outbound, now), now)


def _rewording(outbound: Outbound, now: datetime) -> Inbound:
    return Inbound(
        channel=outbound.channel,
        account=outbound.account,
        event_key=f"reword:{outbound.id}",
        conversation_key=outbound.conversation_key,
        author=Author(id="outbox"),
        kind=InboundKind.REWORD,
        surface=outbound.letter.surface,
        occurred_at=now,
        received_at=now,
        letter=outbound.letter,
    )


def _later(tx: Tx, outbound: Outbound, later: Later, now: datetime) -> None:
    asked = later.after if later.after > timedelta(0) else pause(outbound.id, outbound.attempt)
    if _again(tx, outbound, asked, later.reason, now) and later.whole_account:
        until = ms_due(now + asked)
        tx.run(_PAUSE, channel=outbound.channel, account=outbound.account, until=until)


def _absent(tx: Tx, outbound: Outbound, now: datetime) -> None:
    if outbound.attempt >= LOOK_UPS and now - outbound.first_attempt_at >= GIVE_UP:
        _give_up(tx, outbound, "every try was interrupted", now)
    else:
        _again(tx, outbound, pause(outbound.id, outbound.attempt - 1), "surely not sent", now)


def pause(outbound_id: int, attempt: int) -> timedelta:
    """Give how long to wait after so many tries: doubling from a second, at most five minutes.

    Up to a fifth less, by the message's id, so that messages that failed together do not return together.
    """
    if attempt < 1:
        return timedelta(0)
    whole = min(_CEILING, 1000 << min(attempt - 1, 20))
    return timedelta(milliseconds=whole - whole * (outbound_id * 7919 % 200) // 1000)


def _give_up(tx: Tx, outbound: Outbound, reason: str, now: datetime) -> None:
    if _finish(tx, outbound, "refused", now, note=reason):
        _ask(tx, outbound, TaskKind.NOT_SENT, f"a message could not be sent: {reason}", now)


def _ask(tx: Tx, outbound: Outbound, kind: TaskKind, text: str, now: datetime) -> None:
    task = NewTask(kind=kind, text=text, reason=HandOffReason.SEND_FAILED.value)
    add_task(tx, outbound.conversation_id, task, now, outbound.id)


def _finish(
    tx: Tx,
    outbound: Outbound,
    status: str,
    now: datetime,
    *,
    platform: str = "",
    url: str = "",
    note: str = "",
) -> bool:
    changed = tx.run(
        _FINISH,
        id=outbound.id,
        attempt=outbound.attempt,
        status=status,
        platform=platform,
        url=url,
        note=note,
        now=ms(now),
    )
    promote(tx, outbound.conversation_id)
    return changed == 1


def _again(tx: Tx, outbound: Outbound, after: timedelta, note: str, now: datetime) -> bool:
    changed = tx.run(
        _AGAIN,
        id=outbound.id,
        attempt=outbound.attempt,
        due=ms_due(now + after),
        note=note,
        now=ms(now),
    )
    promote(tx, outbound.conversation_id)
    return changed == 1


def in_doubt(tx: Tx, now: datetime) -> tuple[Outbound, ...]:
    """List messages whose send was begun and never settled, and whose lease is over."""
    return tuple(outbound_of(row) for row in tx.rows(_IN_DOUBT, now=ms(now)))


def release_leases(tx: Tx) -> None:
    """End every lease."""
    tx.run("UPDATE outbound SET lease_until = 0 WHERE status = 'sending'")


def resend(tx: Tx, outbound_id: int, by: str, now: datetime) -> bool:
    """Queue a message anew at a person's word; its task is done with."""
    if not requeue_letter(tx, outbound_id, by, now):
        return False
    finish_tasks_of_letter(tx, outbound_id, by, now)
    write_audit(tx, by, Deed.RESENT, f"letter:{outbound_id}", now)
    return True
