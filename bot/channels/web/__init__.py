"""The web chat, always there: what the channel can do, and how it is made; reading this loads no server."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.model.message import MediaKind, Surface
from bot.model.traits import Idempotency, Traits
from bot.service.ports import Link

if TYPE_CHECKING:
    from bot.channels.web.connector import WebChannel
    from bot.channels.web.page import Panel

__all__ = ["TRAITS", "connect"]

TRAITS = Traits(
    name="web",
    title="Web chat",
    limits={Surface.PRIVATE: 4000},
    idempotency=Idempotency.KEY,
    buttons=8,
    button_label=60,
    typing=True,
    media=frozenset({MediaKind.PHOTO}),
    edits=frozenset({Surface.PRIVATE}),
    deletes=frozenset({Surface.PRIVATE}),
    burst_pause=timedelta(seconds=1.2),
)


def connect(link: Link, panel: Panel | None = None) -> WebChannel:
    """Make the channel, for a demo with a panel on its page. Raises SetupError for wrong keys.

    Nothing is opened until its routes are served.
    """
    from bot.channels.web.connector import WebChannel  # noqa: PLC0415 - the server loads only when used
    from bot.channels.web.options import burst_pause  # noqa: PLC0415 - the same

    pause = burst_pause(link.settings, TRAITS.burst_pause)
    return WebChannel(link, replace(TRAITS, burst_pause=pause), panel)
