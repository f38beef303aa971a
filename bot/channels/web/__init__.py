"""The web chat: the channel that is always there, its API and its page."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.web.connector import WebChannel
from bot.model.message import Surface
from bot.model.traits import Idempotency, Traits
from bot.service.ports import Link

__all__ = ["TRAITS", "WebChannel", "connect"]

TRAITS = Traits(
    name="web",
    title="Web chat",
    limits={Surface.PRIVATE: 4000},
    idempotency=Idempotency.KEY,
    buttons=8,
    button_label=60,
    typing=True,
    burst_pause=timedelta(0),
)


def connect(link: Link) -> WebChannel:
    """Make the channel; nothing is opened until its routes are served."""
    return WebChannel(link, TRAITS)
