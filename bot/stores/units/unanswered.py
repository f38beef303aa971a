"""The questions that were left to people, and which texts people do not want to see among them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.audit import Deed
from bot.model.message import Inbound
from bot.model.unanswered import CHOSE, Unanswered
from bot.stores.documents import load, moment, ms, ms_due
from bot.stores.tx import Row, Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.conversations import from_customer

_LEFT = """
SELECT d.id, d.conversation_id, d.rule, d.inbound, d.at,
       (SELECT c.language FROM conversation c WHERE c.id = d.conversation_id),
       (SELECT t.text FROM transcript t
        WHERE t.conversation_id = d.conversation_id AND t.sender = 'agent' AND t.revises = 0 AND t.at >= d.at
        ORDER BY t.n LIMIT 1)
FROM decision d
WHERE d.rule IN ('hand_off', 'off_hours', 'clarify') AND d.at >= :since AND d.at < :until
ORDER BY d.at DESC, d.id DESC LIMIT :most"""

_NEXT = """
SELECT rule, why FROM decision WHERE conversation_id = :conversation AND id > :id ORDER BY id LIMIT 1"""

_BODY = "SELECT body FROM inbound WHERE id = :id"

_DISMISS = "INSERT INTO dismissed (digest, at) VALUES (:digest, :at) ON CONFLICT (digest) DO NOTHING"


def unanswered(tx: Tx, since: datetime, until: datetime, most: int) -> tuple[Unanswered, ...]:
    """List what the bot left to people from `since` to before `until`, newest first, `most` at most.

    What it asked back about counts too, unless the customer's next word got an answer.
    """
    rows = tx.rows(_LEFT, since=ms_due(since), until=ms_due(until), most=most)
    return tuple(_read(tx, rows))


def _read(tx: Tx, rows: Sequence[Row]) -> Iterator[Unanswered]:
    for decision_id, conversation_id, rule, inbound, at, language, answer in rows:
        if rule == "clarify" and _settled(tx, conversation_id, decision_id):
            continue
        messages = [item for item in _messages(tx, load(tuple[int, ...], inbound)) if from_customer(item)]
        text = "\n".join(item.button or item.text for item in messages).strip()
        if text:
            author = messages[-1].author
            yield Unanswered(
                text=text,
                at=moment(at),
                channel=messages[-1].channel,
                rule=rule,
                language=language or "",
                name=author.name,
                handle=author.handle,
                answer=answer or "",
            )


def _settled(tx: Tx, conversation_id: int, decision_id: int) -> bool:
    """Tell whether what was asked back about was answered by the very next decision."""
    row = tx.row(_NEXT, conversation=conversation_id, id=decision_id)
    if row is None:
        return False
    rule, why = row
    return rule == "answer" or (rule == "chosen" and CHOSE in load(tuple[str, ...], why))


def _messages(tx: Tx, numbers: Sequence[int]) -> Iterator[Inbound]:
    for number in numbers:
        row = tx.row(_BODY, id=number)
        if row is not None:
            yield load(Inbound, row[0])


def dismiss(tx: Tx, digests: Sequence[str], by: str, now: datetime) -> None:
    """Remember that these texts, by their digests, are no questions for the brand."""
    tx.many(_DISMISS, [{"digest": digest, "at": ms(now)} for digest in digests])
    if digests:
        write_audit(tx, by, Deed.QUESTION_DISMISSED, f"texts:{len(digests)}", now)


def dismissed(tx: Tx) -> frozenset[str]:
    """Give the digests of every text that was dismissed."""
    return frozenset(row[0] for row in tx.rows("SELECT digest FROM dismissed"))
