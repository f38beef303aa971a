"""A business account that the bot is connected to: whose it is, and what the bot may do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.fields import UnreadableError, mapping, string
from bot.channels.telegram.raw import integer, optional

_ITEMS = ("business_message", "edited_business_message", "deleted_business_messages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """`owner` is the account's own number, "" where the connection is no more."""

    id: str
    owner: str = ""
    enabled: bool = False
    can_reply: bool = False

    @property
    def why_silent(self) -> str:
        """Say why the bot may not answer there; "" if it may."""
        if not self.enabled:
            return "The business account is no longer connected to the bot."
        if not self.can_reply:
            return "The business account does not let the bot reply: a person decides."
        return ""


def connection_in(raw: object) -> Connection:
    """Read a connection as Telegram describes it. Raises UnreadableError."""
    found = mapping(raw, "business_connection")
    rights = optional(found, "rights") or {}
    return Connection(
        id=string(found, "id"),
        owner=str(integer(mapping(found.get("user"), "user"), "id")),
        enabled=found.get("is_enabled") is True,
        can_reply=(rights.get("can_reply") or found.get("can_reply")) is True,  # the field of older servers
    )


def connected_in(raw: object) -> Connection | None:
    """Give the connection that an update is about; None for updates about other things."""
    try:
        update = mapping(raw, "update")
        return connection_in(update["business_connection"]) if "business_connection" in update else None
    except UnreadableError:
        return None


def needed_for(raw: object) -> str:
    """Give the id of the connection an update came through; "" for others and the unreadable."""
    try:
        update = mapping(raw, "update")
        items: list[Mapping[str, object] | None] = [optional(update, name) for name in _ITEMS]
        return next((string(item, "business_connection_id") for item in items if item is not None), "")
    except UnreadableError:
        return ""
