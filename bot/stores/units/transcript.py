"""The messages of a conversation as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.message import FROM_CUSTOMER, Inbound, Media, Outbound
from bot.service.values import Revision, TranscriptLine
from bot.stores.documents import dump, load, moment, moment_or_none, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.conversations import find

CUSTOMER, BOT, AGENT = "customer", "bot", "agent"

_WRITE = """
INSERT INTO transcript
    (conversation_id, sender, text, author, buttons, at, written_at, outbound_id, platform_id, media)
VALUES (:conversation, :sender, :text, :author, :buttons, :at, :written_at, :outbound, :platform, :media)"""

_COLUMNS = """
SELECT n, sender, text, author, buttons, at, written_at, media, outbound_id, platform_id, revision, before,
       revised_by, revised_at, revises
FROM transcript WHERE conversation_id = :id """

_READ = _COLUMNS + "AND n > :n ORDER BY n"
_FRESH = _READ + " LIMIT :most"
_LATEST = _COLUMNS + "AND revises = 0 ORDER BY n DESC LIMIT :most"
_BEFORE = _COLUMNS + "AND revises = 0 AND n <= :n ORDER BY n DESC LIMIT :most"


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
        outbound=0,
        platform="",
        media="[]",
    )


def write_said(tx: Tx, outbound: Outbound, platform_id: str, now: datetime) -> None:
    """Write down what the platform took from us, with its name for it."""
    letter = outbound.letter
    tx.run(
        _WRITE,
        conversation=outbound.conversation_id,
        sender=BOT if letter.purpose.automatic else AGENT,
        text=letter.text,
        author=letter.author,
        buttons=dump(letter.buttons),
        at=ms(now),
        written_at=letter.written_at,
        outbound=outbound.id,
        platform=platform_id,
        media=dump(letter.media),
    )
    tx.run(
        "UPDATE conversation SET last_text = :text, last_at = :at WHERE id = :id",
        id=outbound.conversation_id,
        text=letter.text,
        at=ms(now),
    )


def lines_after(tx: Tx, channel: str, account: str, key: str, n: int) -> tuple[TranscriptLine, ...]:
    """Give the lines after number `n`, oldest first, as the customer sees them: nothing taken back."""
    lines = (_line(row) for row in tx.rows(_READ, id=find(tx, channel, account, key), n=n))
    return tuple(_readable(line) for line in lines)


def latest_lines(tx: Tx, conversation_id: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the latest messages, oldest first, with what became of them."""
    return tuple(_line(row) for row in reversed(tx.rows(_LATEST, id=conversation_id, most=most)))


def fresh_lines(tx: Tx, conversation_id: int, n: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the first lines after number `n`, oldest first."""
    return tuple(_line(row) for row in tx.rows(_FRESH, id=conversation_id, n=n, most=most))


def lines_until(tx: Tx, conversation_id: int, n: int, most: int) -> tuple[TranscriptLine, ...]:
    """Give the last lines up to number `n`, oldest first."""
    return tuple(_line(row) for row in reversed(tx.rows(_BEFORE, id=conversation_id, n=n, most=most)))


def _readable(line: TranscriptLine) -> TranscriptLine:
    if line.revision is Revision.TAKEN_BACK:
        return replace(line, text="", before="", buttons=(), media=())
    return replace(line, before="")


def _line(row: Row) -> TranscriptLine:
    n, sender, text, author, buttons, at, written_at, media, outbound, platform, *changed = row
    revision, before, by, when, revises = changed
    return TranscriptLine(
        n=n,
        sender=sender,
        text=text,
        author=author,
        buttons=load(tuple[str, ...], buttons),
        at=moment(at),
        written_at=written_at,
        media=load(tuple[Media, ...], media),
        outbound=outbound,
        id=platform,
        revision=Revision(revision),
        before=before,
        revised_by=by,
        revised_at=moment_or_none(when),
        revises=revises,
    )
