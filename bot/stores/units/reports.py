"""What customers wrote about lately, as a turn understood it, and how many people did in each hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model.conversation import Conversation
from bot.model.incident import Reading, Report, Tally
from bot.model.message import Inbound
from bot.service.incident_values import Post
from bot.stores.documents import load, moment, ms
from bot.stores.tx import Row, Tx

ANY = "*"
"""In the tally: people who wrote about anything at all."""

KEPT = timedelta(days=8)
"""How long reports are kept."""

COUNTED = timedelta(weeks=9)
"""How long hours are counted."""

_HOUR = 3_600_000

_REPORT = """
INSERT INTO report (inbound_id, conversation_id, intent, person, channel, place, addressed, hour, at)
VALUES (:inbound, :conversation, :intent, :person, :channel, :place, :addressed, :hour, :now)"""

_KNOWN = "SELECT 1 FROM report WHERE person = :person AND hour = :hour AND intent = :intent LIMIT 1"
_KNOWN_AT_ALL = "SELECT 1 FROM report WHERE person = :person AND hour = :hour LIMIT 1"

_COUNT = """
INSERT INTO tally (intent, hour, people) VALUES (:intent, :hour, 1)
ON CONFLICT (intent, hour) DO UPDATE SET people = tally.people + 1
RETURNING people"""

_FORGET_REPORTS = "DELETE FROM report WHERE at < :at"
_FORGET_HOURS = "DELETE FROM tally WHERE hour < :hour"

_SINCE = """
SELECT inbound_id, intent, person, channel, at, place, addressed, conversation_id
FROM report WHERE at > :since AND at <= :until ORDER BY at, id"""

_UNKNOWN = """
SELECT inbound_id, intent, person, channel, at, place, addressed, conversation_id
FROM report WHERE at > :since AND intent = '' ORDER BY at DESC LIMIT :most"""

_TALLIES = "SELECT hour, people FROM tally WHERE intent = :intent AND hour >= :since ORDER BY hour"

_BODY = "SELECT conversation_id, body FROM inbound WHERE id = :id"


def write_readings(tx: Tx, conversation: Conversation, readings: Sequence[Reading], now: datetime) -> None:
    """Note what messages were about; a person counts once an hour."""
    person = f"{conversation.channel}:{conversation.contact.id}"
    hour = ms(now) // _HOUR
    for item in readings:
        _tally(tx, person, item.intent, hour, now)
        tx.run(
            _REPORT,
            inbound=item.inbound,
            conversation=conversation.id,
            intent=item.intent,
            person=person,
            channel=conversation.channel,
            place=item.place,
            addressed=int(item.addressed),
            hour=hour,
            now=ms(now),
        )


def _tally(tx: Tx, person: str, intent: str, hour: int, now: datetime) -> None:
    if tx.row(_KNOWN, person=person, hour=hour, intent=intent) is None:
        tx.row(_COUNT, intent=intent, hour=hour)
    if tx.row(_KNOWN_AT_ALL, person=person, hour=hour) is None:
        row = tx.row(_COUNT, intent=ANY, hour=hour)
        if row is not None and row[0] == 1:
            _forget(tx, now)


def _forget(tx: Tx, now: datetime) -> None:
    """Once an hour in which somebody writes, let go of what is no longer looked at."""
    tx.run(_FORGET_REPORTS, at=ms(now - KEPT))
    tx.run(_FORGET_HOURS, hour=ms(now - COUNTED) // _HOUR)


def reports(tx: Tx, since: datetime, until: datetime) -> tuple[Report, ...]:
    """List the reports after `since` up to `until`, oldest first."""
    return tuple(_report(row) for row in tx.rows(_SINCE, since=ms(since), until=ms(until)))


def unknown_reports(tx: Tx, since: datetime, most: int) -> tuple[Report, ...]:
    """List the reports that match no intent after `since`, newest first, `most` at most."""
    return tuple(_report(row) for row in tx.rows(_UNKNOWN, since=ms(since), most=most))


def _report(row: Row) -> Report:
    return Report(
        inbound=row[0],
        intent=row[1],
        person=row[2],
        channel=row[3],
        at=moment(row[4]),
        place=row[5],
        addressed=bool(row[6]),
        conversation_id=row[7],
    )


def tallies(tx: Tx, intent: str, since: datetime) -> tuple[Tally, ...]:
    """List how many people wrote about an intent in each hour from `since` on that had any, oldest first."""
    rows = tx.rows(_TALLIES, intent=intent, since=ms(since) // _HOUR)
    return tuple(Tally(hour=moment(row[0] * _HOUR), people=row[1]) for row in rows)


def posts(tx: Tx, inbound: Sequence[int]) -> tuple[Post, ...]:
    """Give these messages, in order; one that is gone is left out."""
    found = ((number, tx.row(_BODY, id=number)) for number in inbound)
    return tuple(_post(number, row) for number, row in found if row is not None)


def _post(number: int, row: Row) -> Post:
    message = load(Inbound, row[1])
    return Post(
        inbound=number,
        conversation_id=row[0],
        channel=message.channel,
        name=message.author.name or message.author.handle,
        text=message.button or message.text,
        at=message.occurred_at,
    )
