"""One case in several conversations: which they are, and putting a conversation with a case of its person."""

from __future__ import annotations

from collections.abc import Collection

from bot.model.conversation import Place
from bot.model.message import Surface
from bot.stores.documents import moment_or_none
from bot.stores.tx import Tx
from bot.stores.units.numbering import FIRST_NUMBER

_PLACES = """
SELECT o.id, o.version, o.channel, o.account, o.key, o.surface,
       (SELECT MIN(f.at) FROM followup f WHERE f.conversation_id = o.id AND f.kind = 'promise'),
       (SELECT MIN(f.at) FROM followup f WHERE f.conversation_id = o.id AND f.kind = 'give_up')
FROM shared s JOIN conversation o ON o.id = s.conversation_id AND o.case_id = s.case_id
WHERE s.case_id = :case AND o.id <> :id ORDER BY o.id"""

_SHARE = "INSERT INTO shared (case_id, conversation_id) VALUES (:case, :id) ON CONFLICT DO NOTHING"


def places(tx: Tx, conversation_id: int, number: int) -> tuple[Place, ...]:
    """List the other conversations in which the case of this number is followed."""
    return tuple(
        Place(
            id=row[0],
            version=row[1],
            channel=row[2],
            account=row[3],
            key=row[4],
            surface=Surface(row[5]),
            promised=moment_or_none(row[6] or 0),
            closing=moment_or_none(row[7] or 0),
        )
        for row in tx.rows(_PLACES, case=number - FIRST_NUMBER, id=conversation_id)
    )


def as_read(tx: Tx, found: Collection[Place]) -> bool:
    """Tell whether the other conversations of a case still stand as they were read."""
    version = "SELECT 1 FROM conversation WHERE id = :id AND version = :version"
    return all(tx.row(version, id=place.id, version=place.version) is not None for place in found)


def join_case(tx: Tx, conversation_id: int, left: int, number: int, found: Collection[Place]) -> None:
    """Put a conversation with the case of a number; the one it `left` is over, and its number names this one.

    The versions of the others rise, so that a turn decided without this conversation is decided again.
    """
    case = number - FIRST_NUMBER
    tx.run(
        "UPDATE cases SET status = 'closed', joined = :case, place = 0 WHERE id = :left",
        case=case,
        left=left - FIRST_NUMBER,
    )
    tx.run("UPDATE conversation SET case_id = :case WHERE id = :id", case=case, id=conversation_id)
    for place in found:
        tx.run(_SHARE, case=case, id=place.id)
        tx.run("UPDATE conversation SET version = version + 1 WHERE id = :id", id=place.id)
    tx.run(_SHARE, case=case, id=conversation_id)
