"""X: what the channel can do, and how it is made; reading this loads no library of the network's."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.x.ledger import CAP, PRICES
from bot.clock import Clock
from bot.model.message import MediaKind, Surface
from bot.model.traits import Backfill, Cost, Idempotency, IntakeWay, Rate, Traits
from bot.service.meeting import Meeting
from bot.service.ports import Channel, Link
from bot.settings.values import ChannelSettings

__all__ = ["TRAITS", "connect", "weighted_length"]


def weighted_length(text: str) -> int:
    """Count a text as X does: most Latin letters 1, “€”, “…”, CJK and an emoji 2, a link 23."""
    from twitter_text import parse_tweet  # noqa: PLC0415 - its tables load only when a text for X is counted

    storable = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return int(parse_tweet(storable).weightedLength)


def private_link(account: str, reference: str) -> str:
    """Give the link that opens a direct message to the brand, the case's reference written into it."""
    return f"{COMPOSE}{account}&text={reference}"


COMPOSE = "https://x.com/messages/compose?recipient_id="

TRAITS = Traits(
    name="x",
    title="X",
    limits={Surface.PUBLIC: 280, Surface.PRIVATE: 10_000},
    count=weighted_length,
    default_surface=Surface.PUBLIC,
    idempotency=Idempotency.LOOKUP,
    prices={Surface.PUBLIC: PRICES["reply"], Surface.PRIVATE: PRICES["message"]},
    daily_cap=CAP,
    intake=(IntakeWay.POLL, IntakeWay.WEBHOOK, IntakeWay.STREAM),
    backfill=Backfill(span=timedelta(days=30), most=800),
    costs=frozenset(Cost),
    hears_edits=True,
    deletes=frozenset({Surface.PUBLIC}),
    media=frozenset({MediaKind.PHOTO}),
    media_bytes=5 * 1024 * 1024,
    private_link=private_link,
    private_card=True,
    rates=(Rate(scope="account", count=100, per=timedelta(minutes=15)),),
    burst_pause=timedelta(seconds=4),
    auto_replies=1,
    needs_summons=True,
    secrets=("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
)


def connect(link: Link) -> Channel:
    """Make the channel; no network is needed. Raises SetupError when a key is missing or malformed."""
    from bot.channels.x.connector import X  # noqa: PLC0415 - the library loads only when used
    from bot.channels.x.options import about_topics, read_options  # noqa: PLC0415 - the same

    options = read_options(link.settings)
    return X(link, about_topics(options, link.topics, link.brand))


def meet(settings: ChannelSettings, clock: Clock) -> Meeting:
    """Make ready to ask for the account's name. Raises SetupError when a secret is missing or malformed."""
    from bot.channels.x.meeting import XMeeting  # noqa: PLC0415 - the library loads only when used
    from bot.channels.x.options import read_options  # noqa: PLC0415 - the same

    return XMeeting(read_options(settings), clock)
