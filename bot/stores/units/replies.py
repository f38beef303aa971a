"""Drafts of replies, the texts their files have had, and what the bot has said of late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.model.audit import Deed
from bot.model.message import Author, Letter
from bot.service.reply_values import ReplyDraft, ReplyVersion, SaidReply
from bot.stores.documents import load, moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.audit import write_audit

_DRAFTS = "SELECT path, text, base, version, author, at FROM reply_draft ORDER BY path"
_DRAFT = "SELECT path, text, base, version, author, at FROM reply_draft WHERE path = :path"
_BEGIN = """
INSERT INTO reply_draft (path, text, base, version, author, at)
VALUES (:path, :text, :base, 1, :author, :at) ON CONFLICT (path) DO NOTHING"""
_GO_ON = """
UPDATE reply_draft SET text = :text, base = :base, version = version + 1, author = :author, at = :at
WHERE path = :path AND version = :version"""
_DROP = "DELETE FROM reply_draft WHERE path = :path AND version = :version"

_VERSIONS = """
SELECT id, path, text, author, at FROM reply_version WHERE path = :path ORDER BY id DESC LIMIT :most"""
_KEEP = "INSERT INTO reply_version (path, text, author, at) VALUES (:path, :text, :author, :at)"

_SAID = """
SELECT o.conversation_id, o.channel, o.letter, c.contact, o.created_at
FROM outbound o JOIN conversation c ON c.id = o.conversation_id
WHERE o.id > (SELECT COALESCE(MAX(id), 0) FROM outbound WHERE id > 0) - :most AND o.automatic = 1
ORDER BY o.id DESC"""


def reply_drafts(tx: Tx) -> tuple[ReplyDraft, ...]:
    """List every draft."""
    return tuple(_draft(row) for row in tx.rows(_DRAFTS))


def reply_draft(tx: Tx, path: str) -> ReplyDraft | None:
    """Give a file's draft."""
    row = tx.row(_DRAFT, path=path)
    return _draft(row) if row is not None else None


def _draft(row: Row) -> ReplyDraft:
    path, text, base, version, author, at = row
    return ReplyDraft(path=path, text=text, base=base, version=version, author=author, at=moment(at))


def save_reply_draft(tx: Tx, draft: ReplyDraft) -> bool:
    """Keep a draft if nobody has saved another meanwhile."""
    if not _saved(tx, draft):
        return False
    write_audit(tx, draft.author, Deed.REPLY_SAVED, f"file:{draft.path}", draft.at)
    return True


def _saved(tx: Tx, draft: ReplyDraft) -> bool:
    values = {"path": draft.path, "text": draft.text, "base": draft.base, "author": draft.author}
    if draft.version:
        return tx.run(_GO_ON, **values, at=ms(draft.at), version=draft.version) > 0
    return tx.run(_BEGIN, **values, at=ms(draft.at)) > 0


def drop_reply_draft(tx: Tx, path: str, version: int) -> bool:
    """Forget a draft of this version."""
    return tx.run(_DROP, path=path, version=version) > 0


def discard_reply_draft(tx: Tx, path: str, version: int, by: str, now: datetime) -> bool:
    """Forget a draft of this version at a person's word."""
    if not drop_reply_draft(tx, path, version):
        return False
    write_audit(tx, by, Deed.REPLY_DISCARDED, f"file:{path}", now)
    return True


def keep_reply_texts(tx: Tx, path: str, texts: Sequence[tuple[str, str]], now: datetime) -> None:
    """Add texts to a file's past, each only where it is not what the file said last."""
    latest = next((item.text for item in reply_versions(tx, path, 1)), None)
    for text, author in texts:
        if author:
            write_audit(tx, author, Deed.REPLY_PUBLISHED, f"file:{path}", now)
        if text != latest:
            tx.run(_KEEP, path=path, text=text, author=author, at=ms(now))
            latest = text


def reply_versions(tx: Tx, path: str, most: int) -> tuple[ReplyVersion, ...]:
    """List a file's texts, the latest first."""
    return tuple(
        ReplyVersion(id=number, path=file, text=text, author=author, at=moment(at))
        for number, file, text, author, at in tx.rows(_VERSIONS, path=path, most=most)
    )


def said_lately(tx: Tx, most: int) -> tuple[SaidReply, ...]:
    """List what the bot said by itself among the latest messages of all, newest first."""
    return tuple(_said(tx.rows(_SAID, most=most)))


def _said(rows: Sequence[Row]) -> Iterator[SaidReply]:
    for number, channel, letter, contact, at in rows:
        yield SaidReply(
            conversation_id=number,
            channel=channel,
            letter=load(Letter, letter),
            name=load(Author, contact).name,
            at=moment(at),
        )
