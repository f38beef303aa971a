"""The keys of `[channels.x]` that say how news comes: fetched, sent to a webhook, or over a stream."""

from __future__ import annotations

import re

from bot.errors import SetupError
from bot.settings.values import ChannelSettings

_WEBHOOK = re.compile(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9_~-])")


def webhook(settings: ChannelSettings) -> str:
    """Read the public address X sends events to; "" for none. Raises SetupError."""
    url = settings.options.get("webhook", "")
    if url != "" and (not isinstance(url, str) or _WEBHOOK.fullmatch(url) is None):
        raise SetupError(
            f"[channels.{settings.name}] webhook must be an https address with a path and without a port.",
            hint='For example webhook = "https://example.org/x"; leave the key out to fetch instead.',
        )
    return str(url)


def stream(settings: ChannelSettings) -> bool:
    """Read whether events come over a connection that stays open. Raises SetupError."""
    wanted = settings.options.get("stream", False)
    if not isinstance(wanted, bool):
        raise SetupError(
            f"[channels.{settings.name}] stream must be true or false.",
            hint="Leave the key out to fetch, or to use a webhook.",
        )
    if wanted and settings.options.get("webhook", ""):
        raise SetupError(
            f"[channels.{settings.name}] has both webhook and stream: each event would cost twice.",
            hint="Keep one: stream needs no public address; webhook needs no open connection.",
        )
    return wanted
