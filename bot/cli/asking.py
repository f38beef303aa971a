"""Makes the asker that a command wants: its channel address, its language, its moment."""

from __future__ import annotations

from bot.cli.brand import Loaded, address
from bot.clock import SystemClock
from bot.service import asking
from bot.service.asking import Asker
from bot.settings.moments import read_moment


def make_asker(loaded: Loaded, *, channel: str | None, language: str, at: str | None) -> Asker:
    """Make an asker for one channel address, or for all of the brand's. Raises SetupError."""
    now = SystemClock().now()
    return asking.make_asker(
        loaded.knowledge,
        loaded.traits,
        channel=address(loaded.traits, channel) if channel else "",
        language=language,
        now=read_moment(at, loaded.knowledge.calendar.zone, now) if at else now,
    )
