"""What a channel can do, declared as data: lint, the templates' fitter and the outbox read this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from bot.model.message import MediaKind, Surface


class Idempotency(StrEnum):
    """How a channel can tell whether an interrupted send got through."""

    KEY = "key"  # the platform drops a repeat that carries the same key: resend
    LOOKUP = "lookup"  # our own recent messages can be listed: look
    NONE = "none"  # it cannot be known: a person is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most `count` sends in `per` within `scope`: "account" or "conversation"."""

    scope: str
    count: int
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """A channel's fixed abilities; `limits` are in the units of `count` (each platform counts its way).

    `window` is how long after the customer's latest message the platform lets us write (None: always);
    `windows` says it for conversations whose key begins so, where theirs differs. `auto_replies` is how many
    automatic messages it allows for one public post (0: any number). `media` are the kinds of files it sends,
    one a message. `prices` are what a message costs in US dollars, `daily_cap` what a day may cost unless
    settings say otherwise.
    """

    name: str
    title: str
    limits: Mapping[Surface, int]
    count: Callable[[str], int] = len
    default_surface: Surface = Surface.PRIVATE
    idempotency: Idempotency = Idempotency.NONE
    buttons: int = 0
    button_label: int = 20
    typing: bool = False
    media: frozenset[MediaKind] = frozenset()
    links_cost: bool = False
    prices: Mapping[Surface, Decimal] = field(default_factory=dict)
    daily_cap: Decimal | None = None
    rates: tuple[Rate, ...] = ()
    burst_pause: timedelta = timedelta(seconds=2)
    window: timedelta | None = None
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    auto_replies: int = 0
    secrets: tuple[str, ...] = ()

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """The surfaces this channel has, the default first."""
        return tuple(sorted(self.limits, key=lambda surface: surface is not self.default_surface))

    def window_in(self, conversation_key: str) -> timedelta | None:
        """Give how long after the customer's latest message a conversation may be written to."""
        own = (span for start, span in self.windows.items() if conversation_key.startswith(start))
        return next(own, self.window)

    def address(self, surface: Surface) -> str:
        """Name the channel and surface as template sections do: "web", "x.post", "x.dm".

        The private chats of a channel that is private by default go by its name: "telegram", "telegram.post".
        """
        if len(self.limits) == 1 or surface is self.default_surface is Surface.PRIVATE:
            return self.name
        return f"{self.name}.{'post' if surface is Surface.PUBLIC else 'dm'}"
