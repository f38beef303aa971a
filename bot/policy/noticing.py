"""What a customer's messages add to what is remembered of their case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.knowledge.again import times_written
from bot.model.message import Inbound
from bot.model.standing import Signals
from bot.policy.priority import COUNTED

APART = timedelta(minutes=30)
"""Messages closer together than this are one contact."""


def noticed(
    before: Signals, messages: Sequence[Inbound], heard: Sequence[str], last_heard: datetime | None
) -> Signals:
    """Give what is remembered after a burst; `heard` are its tones, `last_heard` when the last one came."""
    text = "\n".join(message.text for message in messages)
    first = messages[0].occurred_at
    again = not before.contacts or last_heard is None or first - last_heard >= APART
    tones = dict.fromkeys((*before.heard, *(COUNTED[tone] for tone in COUNTED if tone in heard)))
    return Signals(
        heard=tuple(sorted(tones)),
        contacts=before.contacts + again,
        said=max(before.said, times_written(text)),
        quoted=before.quoted,
    )
