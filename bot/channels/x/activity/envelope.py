"""Turns an event of X's into what happened, purely, by the same readers as what is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.channels.fields import UnreadableError, dumped, fingerprint, mapping, string
from bot.channels.x.messages import parse_messages
from bot.channels.x.own import parse_own
from bot.channels.x.parsing import Item, Reader, parse_posts
from bot.channels.x.raw import identifier, objects, optional
from bot.model.message import Inbound, Quarantine

MENTION, REPLY, OWN_POST = "post.mention.create", "post.reply.create", "post.create"
RECEIVED, SENT = "dm.received", "dm.sent"

OLDEST = timedelta(hours=48)
"""What was written longer ago is not news: X sends an event again for a day at most."""

LATE = "X delivered something that was written more than two days ago"

Page = Mapping[str, object]

_READERS: Mapping[str, Callable[[object, Reader], list[Item]]] = {
    MENTION: parse_posts,
    REPLY: parse_posts,
    OWN_POST: parse_own,
    RECEIVED: parse_messages,
    SENT: parse_messages,
}


def events(body: Mapping[str, object]) -> list[object]:
    """Give the events of a delivery: usually one. Raises UnreadableError when there is none."""
    data = body.get("data")
    if data is None:
        raise UnreadableError("there is no “data”")
    return data if isinstance(data, list) else [data]


def event_name(event: object) -> str:
    """Name an event, the same each time it is delivered; "" if it has no name."""
    if not isinstance(event, Mapping):
        return ""
    number, kind = event.get("event_uuid"), event.get("event_type")
    return f"{kind}:{number}" if isinstance(number, str) and number and isinstance(kind, str) else ""


def is_message(event: object) -> bool:
    """Tell whether an event is about a direct message: those cost more."""
    return isinstance(event, Mapping) and str(event.get("event_type", "")).startswith("dm.")


def read_event(raw: object, reader: Reader) -> tuple[Page, list[Item]]:
    """Read an event: the page it would have been fetched as, and what happened. Never raises.

    What is about another account, or of a kind that is not asked for, is nothing.
    """
    try:
        event = mapping(raw, "data")
        read = _READERS.get(string(event, "event_type"))
        if read is None or string(mapping(event.get("filter"), "filter"), "user_id") != reader.account:
            return {}, []
        page = _page(event)
    except UnreadableError as error:
        return {}, [set_aside(raw, reader, str(error))]
    return page, _timely(read(page, reader), raw, reader)


def set_aside(raw: object, reader: Reader, reason: str) -> Quarantine:
    """Keep what cannot be read, for people."""
    return Quarantine(
        channel="x",
        account=reader.account,
        event_key=f"event:{fingerprint(raw)}",
        reason=f"X sent something that cannot be read: {reason}.",
        raw=dumped(raw),
    )


def _timely(items: list[Item], raw: object, reader: Reader) -> list[Item]:
    old = [item for item in items if isinstance(item, Inbound) and _is_old(item, reader)]
    if not old:
        return items
    late = Quarantine(
        channel="x",
        account=reader.account,
        event_key=f"late:{old[0].event_key}",
        reason=f"{LATE}: perhaps somebody sends old events again.",
        raw=dumped(raw),
    )
    return [late]


def _is_old(item: Inbound, reader: Reader) -> bool:
    return item.occurred_at < reader.received_at - OLDEST


def _page(event: Mapping[str, object]) -> Page:
    payload = mapping(event.get("payload"), "payload")
    if "direct_message_events" in payload:
        return _messages(payload)
    includes = optional(event, "includes")
    users = [_unwrapped(user) for user in objects(includes, "users")]
    return {"data": [payload], "includes": {**includes, "users": users}}


def _unwrapped(user: Mapping[str, object]) -> Mapping[str, object]:
    """Take a person out of the wrapping that some events have."""
    inner = user.get("data")
    return inner if isinstance(inner, Mapping) else user


def _messages(payload: Mapping[str, object]) -> Page:
    """Write direct messages, which events give in their older form, as they would be fetched."""
    people = optional(payload, "users")
    users = [_unwrapped(mapping(user, "users")) for user in people.values()]
    messages = [_message(raw) for raw in objects(payload, "direct_message_events")]
    return {"data": messages, "includes": {"users": users}}


def _message(raw: Mapping[str, object]) -> dict[str, object]:
    if string(raw, "type") != "message_create":
        return {"id": identifier(raw, "id"), "event_type": string(raw, "type"), "sender_id": "0"}
    made = mapping(raw.get("message_create"), "message_create")
    said = mapping(made.get("message_data"), "message_data")
    sender = identifier(made, "sender_id")
    recipient = identifier(mapping(made.get("target"), "target"), "recipient_id")
    attached = {"attachments": {"media": True}} if said.get("attachment") else {}
    return {
        "id": identifier(raw, "id"),
        "event_type": "MessageCreate",
        "sender_id": sender,
        "dm_conversation_id": "-".join(sorted((sender, recipient))),
        "created_at": _moment(identifier(raw, "created_timestamp")),
        "text": string(said, "text"),
        "entities": {"urls": list(objects(optional(said, "entities"), "urls"))},
        **attached,
    }


def _moment(milliseconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        raise UnreadableError("“created_timestamp” is not a time") from None
