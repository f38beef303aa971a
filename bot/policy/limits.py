"""How much the bot may say: its caps for a person, a thread and an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.message import Surface

HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


def said_enough(conversation: Conversation, knowledge: Knowledge, now: datetime) -> str:
    """Say why nothing more may be said automatically here now; "" if it may."""
    if conversation.surface is Surface.PUBLIC:
        return _in_public(conversation, knowledge, now)
    said, most = said_last_hour(conversation, now), knowledge.settings.limits.private_per_hour
    return f"{said} automatic messages in the last hour; at most {most}" if said >= most else ""


def room_left(conversation: Conversation, knowledge: Knowledge, now: datetime) -> int:
    """Count the public messages that a person may still have now, whichever thread they are in."""
    limits, heard = knowledge.settings.limits, conversation.heard
    hour = max(said_last_hour(conversation, now), heard.within(HOUR, now))
    return max(min(limits.public_per_hour - hour, limits.public_per_day - heard.within(DAY, now)), 0)


def room_at(conversation: Conversation, knowledge: Knowledge, now: datetime) -> datetime | None:
    """Give when a person may be written to in public again; None where time alone makes no room."""
    limits, heard = knowledge.settings.limits, conversation.heard
    if 0 in {limits.public_per_hour, limits.public_per_day}:
        return None
    if heard.in_thread(conversation.state.thread) >= limits.public_per_thread:
        return None
    everywhere = (*heard.at, *(now for _ in range(heard.unsent)))
    return max(
        now,
        _room(everywhere, limits.public_per_hour, HOUR, now),
        _room(everywhere, limits.public_per_day, DAY, now),
        _room(conversation.state.automatic, limits.public_per_hour, HOUR, now),
    )


def _room(said: Iterable[datetime], most: int, span: timedelta, now: datetime) -> datetime:
    lately = sorted(at for at in said if now - at < span)
    return lately[-most] + span if len(lately) >= most else now


def said_last_hour(conversation: Conversation, now: datetime) -> int:
    """Count the automatic messages decided on in this conversation within an hour."""
    return sum(1 for at in conversation.state.automatic if now - at < HOUR)


def _in_public(conversation: Conversation, knowledge: Knowledge, now: datetime) -> str:
    limits, heard = knowledge.settings.limits, conversation.heard
    hour = max(said_last_hour(conversation, now), heard.within(HOUR, now))
    if hour >= limits.public_per_hour:
        return f"{hour} automatic messages to this person in the last hour; at most {limits.public_per_hour}"
    day = heard.within(DAY, now)
    if day >= limits.public_per_day:
        return f"{day} automatic messages to this person in the last day; at most {limits.public_per_day}"
    thread = heard.in_thread(conversation.state.thread)
    if thread >= limits.public_per_thread:
        most = limits.public_per_thread
        return f"{thread} automatic messages in this thread and none by a person; at most {most}"
    return ""
