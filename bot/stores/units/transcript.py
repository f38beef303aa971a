"""The messages of a conversation as people read them."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import FROM_CUSTOMER, Inbound, Letter
from bot.service.values import TranscriptLine
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.conversations import find

CUSTOMER, BOT, AGENT = "customer", "bot", "agent"

_WRITE = """
INSERT INTO transcript (conversation_id, sender, text, author, buttons, at, written_at)
VALUES (:conversation, :sender, :text, :author, :buttons, :at, :written_at)"""

_COLUMNS = (
    "SELECT n, sender, text, author, buttons, at, written_at FROM transcript WHERE conversation_id = :id "
)

_READ = _COLUMNS + "AND n > :n ORDER BY n"
_FRESH = _READ + " LIMIT :most"
_LATEST = _COLUMNS + "ORDER BY n DESC LIMIT :most"
_BEFORE = _COLUMNS + "AND n <= :n ORDER BY n DESC LIMIT :most"


def write_heard(tx: Tx, conversation_id: int, inbound: Inbound) -> None:
    """Write down what the customer (or the brand, elsewhere) said; our own events leave no line."""
    if inbound.kind not in FROM_CUSTOMER:
        return
    author = inbound.author
    tx.run(
        _WRITE,
        conversation=conversation_id,
        sender=AGENT if author.is_brand else CUSTOMER,
        text=inbound.button or inbound.text,
        author=author.name or author.handle,
        buttons="[]",
        at=ms(inbound.occurred_at),
        written_at="",
    )


def write_said(tx: Tx, conversation_id: int, letter: Letter, now: datetime) -> None:
    """Write down what the platform took from us."""
    tx.run(
        _WRITE,
        conversation=conversation_id,
        sender=BOT if letter.purpose.automatic else AGENT,
        text=letter.text,
        author=letter.author,
        buttons=dump(letter.buttons),
        at=ms(now),
        written_at=letter.written_at,
    )
    tx.run(
        "UPDATE conversation SET last_text = :text, last_at = :at WHERE id = :id",
        id=conversation_id,
        text=letter.text,
        at=ms(now),
    )


def lines_after(tx: Tx, channel: str, account: str, key: str, n: int) -> tuple[TranscriptLine, ...]:
    """Give the lines after number `n`, oldest first."""
    return tuple(_line(row) for row in tx.rows(_READ, id=find(tx, channel, account, key), n=n))


def latest_lines(tx: Tx, conversation_id: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the latest lines, oldest first."""
    return tuple(_line(row) for row in reversed(tx.rows(_LATEST, id=conversation_id, most=most)))


def fresh_lines(tx: Tx, conversation_id: int, n: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the first lines after number `n`, oldest first."""
    return tuple(_line(row) for row in tx.rows(_FRESH, id=conversation_id, n=n, most=most))


def lines_until(tx: Tx, conversation_id: int, n: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the last lines up to number `n`, oldest first."""
    return tuple(_line(row) for row in reversed(tx.rows(_BEFORE, id=conversation_id, n=n, most=most)))


def _line(row: Row) -> TranscriptLine:
    n, sender, text, author, buttons, at, written_at = row
    return TranscriptLine(
        n=n,
        sender=sender,
        text=text,
        author=author,
        buttons=load(tuple[str, ...], buttons),
        at=moment(at),
        written_at=written_at,
    )
