"""What people at the desk are about to teach, and what they have taught."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.service.lesson_ports import Lesson
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit
from bot.teaching.change import Change

_KEEP = """
INSERT INTO lesson (person, change, changed_at) VALUES (:person, :change, :at)
ON CONFLICT (person) DO UPDATE SET change = excluded.change, changed_at = excluded.changed_at"""

_ADD = "INSERT INTO taught (person, at, change, files) VALUES (:person, :at, :change, :files)"

_TAUGHT = "SELECT person, at, change, files FROM taught ORDER BY id DESC LIMIT :most"


def lesson(tx: Tx, person: str) -> Change:
    """Give what a person is about to teach."""
    row = tx.row("SELECT change FROM lesson WHERE person = :person", person=person)
    return load(Change, row[0]) if row is not None else Change()


def keep_lesson(tx: Tx, person: str, change: Change, now: datetime) -> None:
    """Keep what a person is about to teach; a change of nothing is forgotten."""
    if change.nothing:
        tx.run("DELETE FROM lesson WHERE person = :person", person=person)
    else:
        tx.run(_KEEP, person=person, change=dump(change), at=ms(now))


def add_taught(tx: Tx, item: Lesson) -> None:
    """Note what a person has taught, and forget what they were about to."""
    tx.run(_ADD, person=item.person, at=ms(item.at), change=dump(item.change), files=dump(item.files))
    keep_lesson(tx, item.person, Change(), item.at)
    write_audit(tx, item.person, Deed.TAUGHT, " ".join(f"file:{name}" for name in item.files), item.at)


def taught(tx: Tx, most: int) -> tuple[Lesson, ...]:
    """List what people have taught, the latest first."""
    return tuple(
        Lesson(person=person, at=moment(at), change=load(Change, change), files=load(tuple[str, ...], files))
        for person, at, change, files in tx.rows(_TAUGHT, most=most)
    )
