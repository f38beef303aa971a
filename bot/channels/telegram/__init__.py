"""Telegram: what the channel can do, and how it is made; reading this never loads the Telegram library."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock
from bot.model.message import MediaKind, Surface
from bot.model.text import utf16_length
from bot.model.traits import Backfill, Idempotency, IntakeWay, Rate, Traits
from bot.service.meeting import Meeting
from bot.service.ports import Channel, Link
from bot.settings.values import ChannelSettings

__all__ = ["BUSINESS", "TRAITS", "connect"]

BUSINESS = "business:"
"""How the keys of conversations begin that a connected business account has."""

TRAITS = Traits(
    name="telegram",
    title="Telegram",
    limits={Surface.PRIVATE: 4096, Surface.PUBLIC: 4096},
    count=utf16_length,
    intake=(IntakeWay.LONG_POLL, IntakeWay.WEBHOOK),
    backfill=Backfill(span=timedelta(hours=24)),
    idempotency=Idempotency.NONE,
    buttons=8,
    button_label=40,
    typing=True,
    media=frozenset(MediaKind),
    caption=1024,
    edits=frozenset({Surface.PRIVATE, Surface.PUBLIC}),
    deletes=frozenset({Surface.PRIVATE, Surface.PUBLIC}),
    hears_edits=True,
    hears_deletes=True,
    rates=(
        Rate(scope="account", count=30, per=timedelta(seconds=1)),
        Rate(scope="conversation", count=1, per=timedelta(seconds=1)),
    ),
    windows={BUSINESS: timedelta(hours=24)},
    secrets=("token",),
)


def connect(link: Link) -> Channel:
    """Make the channel; no network is needed. Raises SetupError when the token is missing or malformed."""
    from bot.channels.telegram.connector import Telegram  # noqa: PLC0415 - the library loads only when used
    from bot.channels.telegram.options import read_options  # noqa: PLC0415 - the same

    return Telegram(link, read_options(link.settings))


def meet(settings: ChannelSettings, clock: Clock) -> Meeting:
    """Make ready to ask for the bot's name. Raises SetupError when a secret is missing or malformed."""
    from bot.channels.telegram.meeting import TelegramMeeting  # noqa: PLC0415 - the library loads only when used
    from bot.channels.telegram.options import read_options  # noqa: PLC0415 - the same

    return TelegramMeeting(read_options(settings), clock)
