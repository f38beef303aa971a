"""What a customer's messages add to what is remembered of their case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.again import times_written
from bot.model.conversation import Conversation, Quoted, Whose
from bot.model.message import REACTIONS, Inbound
from bot.model.standing import Signals
from bot.policy.priority import COUNTED

APART = timedelta(minutes=30)
"""Messages closer together than this are one contact."""


def noticed(
    conversation: Conversation, messages: Sequence[Inbound], heard: Sequence[str], last_heard: datetime | None
) -> Signals:
    """Give what is remembered after a burst; `heard` are its tones, `last_heard` when the last one came."""
    before, number = conversation.case.signals, conversation.case.number
    text = "\n".join(message.text for message in messages)
    first = messages[0].occurred_at
    again = not before.contacts or last_heard is None or first - last_heard >= APART
    tones = dict.fromkeys((*before.heard, *(COUNTED[tone] for tone in COUNTED if tone in heard)))
    named = [item for item in conversation.quoted if item.number != number]
    return Signals(
        heard=tuple(sorted(tones)),
        contacts=before.contacts + again,
        said=max(before.said, times_written(text)),
        quoted=_last(named, Whose.OWN) or before.quoted,
        foreign=_last(named, Whose.OTHERS) or before.foreign,
        spread=before.spread,
    )


def further(before: Signals, event: Inbound) -> Signals:
    """Give what is remembered once a post is known to have spread; one that spread less changes nothing."""
    return replace(before, spread=max(before.spread, int(event.payload[REACTIONS])))


def follows(conversation: Conversation, signals: Signals) -> int:
    """Give the number of the case that this one follows: the one its customer names, if it is older."""
    case = conversation.case
    return signals.quoted if 0 < signals.quoted < case.number else case.previous


def _last(named: Sequence[Quoted], whose: Whose) -> int:
    return next((item.number for item in reversed(named) if item.whose is whose), 0)
