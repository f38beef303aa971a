"""What is rehearsed: who writes what, where and when, before anything has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.model.traits import Traits

ACCOUNT = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message to come. `at` is UTC; `address` is a channel as "web" or "x.post".

    `about` is the intent an invented customer has in mind ("" where nobody knows); `language` is the hint
    that the platform would give.
    """

    id: str
    at: datetime
    customer: str
    address: str
    text: str = ""
    button: str = ""
    name: str = ""
    language: str = ""
    followers: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A period: its lines in order, where they come from, and from when until when they were gathered.

    `invented` says that the customers are, so that they react to what they are told. `seed` draws what
    invented customers and people do.
    """

    lines: tuple[Line, ...]
    source: str
    since: datetime
    until: datetime
    invented: bool
    seed: int = 0


def channel_of(address: str) -> str:
    """Give the channel's name of an address: "x" of "x.post"."""
    return address.partition(".")[0]


def surface_of(address: str, traits: Mapping[str, Traits]) -> Surface:
    """Give the surface of an address."""
    channel = traits[channel_of(address)]
    return next(item for item in channel.surfaces if address in {channel.address(item), channel.name})


def inbound_of(line: Line, traits: Mapping[str, Traits], account: str = ACCOUNT) -> Inbound:
    """Give the message as its channel would bring it."""
    surface = surface_of(line.address, traits)
    main = traits[channel_of(line.address)].default_surface
    return Inbound(
        channel=channel_of(line.address),
        account=account,
        event_key=f"line:{line.id}",
        conversation_key=line.customer if surface is main else f"{line.customer}/{surface}",
        author=Author(
            id=line.customer, name=line.name, language_hint=line.language, followers=line.followers
        ),
        kind=InboundKind.BUTTON if line.button else InboundKind.MESSAGE,
        surface=surface,
        text=line.text,
        button=line.button,
        message_id=line.id,
        occurred_at=line.at,
        received_at=line.at,
    )
