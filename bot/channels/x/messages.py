"""Turns a page of direct messages into what customers said in private, purely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.channels.fields import string
from bot.channels.x.content import attachment, words
from bot.channels.x.own import taken_over
from bot.channels.x.parsing import PREFIX as POSTS
from bot.channels.x.parsing import Beside, Item, Reader, author, each
from bot.channels.x.raw import identifier, is_identifier, moment, optional
from bot.model.message import Inbound

PREFIX = "dm:"
"""How the key of a private conversation begins; the person's id follows."""

_IN_A_GROUP = "In a group conversation everybody would read the answer, so a person decides."


def parse_messages(page: object, reader: Reader) -> list[Item]:
    """Read a page of direct messages, oldest first. Never raises.

    What the account itself wrote takes the conversation over.
    """
    return each(page, reader, lambda raw, beside: _message(raw, beside, reader))


def _message(raw: Mapping[str, object], beside: Beside, reader: Reader) -> Sequence[Inbound]:
    if string(raw, "event_type") not in {"", "MessageCreate"}:
        return ()
    number, sender = identifier(raw, "id"), identifier(raw, "sender_id")
    place = string(raw, "dm_conversation_id")
    if sender == reader.account:
        return _own(raw, beside, reader, place)
    pair = {sender, reader.account}
    group = bool(place) and set(place.split("-")) != pair
    written = moment(raw, "created_at")
    kind = attachment(raw) or ("photo" if optional(raw, "attachments") else "")
    return (
        Inbound(
            channel="x",
            account=reader.account,
            event_key=f"dm:{number}",
            conversation_key=f"{PREFIX}{sender}:{place}" if group else f"{PREFIX}{sender}",
            author=author(sender, beside, reader),
            text=words(raw),
            message_id=number,
            elsewhere="" if group else f"{POSTS}{sender}",
            silence_because=_IN_A_GROUP if group else reader.quiet(written),
            occurred_at=written,
            received_at=reader.received_at,
            payload={"attachment": kind} if kind else {},
        ),
    )


def _own(raw: Mapping[str, object], beside: Beside, reader: Reader, place: str) -> Sequence[Inbound]:
    """Read what the account wrote to one person; what is said in a group silences nothing."""
    pair = place.split("-")
    others = [number for number in pair if number != reader.account]
    if reader.account not in pair or len(others) != 1 or not is_identifier(others[0]):
        return ()
    number = identifier(raw, "id")
    said = Inbound(
        channel="x",
        account=reader.account,
        event_key=f"dm:{number}",
        conversation_key=f"{PREFIX}{others[0]}",
        author=author(others[0], beside, reader),
        text=words(raw),
        message_id=number,
        occurred_at=moment(raw, "created_at"),
        received_at=reader.received_at,
    )
    return taken_over(said, author(reader.account, beside, reader))
