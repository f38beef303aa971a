"""X: how its posts and direct messages are counted, so that texts for it are checked and rehearsed."""

from __future__ import annotations

from datetime import timedelta

from bot.errors import SetupError
from bot.model.message import Surface
from bot.model.traits import Idempotency, Rate, Traits
from bot.service.ports import Channel, Link

__all__ = ["TRAITS", "connect", "weighted_length"]


def weighted_length(text: str) -> int:
    """Count a text as X does: most Latin letters 1, “€”, “…”, CJK and an emoji 2, a link 23."""
    from twitter_text import parse_tweet  # noqa: PLC0415 - its tables load only when a text for X is counted

    storable = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return int(parse_tweet(storable).weightedLength)


TRAITS = Traits(
    name="x",
    title="X",
    limits={Surface.PUBLIC: 280, Surface.PRIVATE: 10_000},
    count=weighted_length,
    default_surface=Surface.PUBLIC,
    idempotency=Idempotency.LOOKUP,
    links_cost=True,
    rates=(Rate(scope="account", count=100, per=timedelta(minutes=15)),),
    burst_pause=timedelta(seconds=4),
    connects=False,
    secrets=("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
)


def connect(link: Link) -> Channel:
    """Refuse: texts for X are checked and rehearsed, nothing is read or posted yet. Raises SetupError."""
    raise SetupError(
        f"[channels.{link.settings.name}] cannot be run: this version checks and rehearses texts for X, "
        "but does not connect to X yet.",
        hint="Run the other channels with --only, or take the section out of settings.toml; "
        "`lint`, `ask` and `test` work with X's rules.",
    )
