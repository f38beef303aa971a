"""The keys of `[channels.web]`, read and checked."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.errors import SetupError
from bot.settings.values import ChannelSettings

_SECONDS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?s?")
_LONGEST = timedelta(seconds=60)


def burst_pause(settings: ChannelSettings, default: timedelta) -> timedelta:
    """Read how long to wait for the rest of a burst, the channel's only key. Raises SetupError."""
    unknown = sorted(set(settings.options) - {"burst_pause"})
    if unknown:
        raise SetupError(
            f"[channels.{settings.name}] has a key the web chat does not know: “{unknown[0]}”.",
            hint="Its only key of its own is burst_pause.",
        )
    value = settings.options.get("burst_pause", f"{default.total_seconds():g}s")
    found = None if isinstance(value, bool) else _SECONDS.fullmatch(str(value))
    pause = timedelta(seconds=float(found[1])) if found is not None else _LONGEST * 2
    if pause > _LONGEST:
        raise SetupError(
            f"[channels.{settings.name}] burst_pause must be seconds from 0 to 60.",
            hint=f'For example burst_pause = "{default.total_seconds():g}s".',
        )
    return pause
