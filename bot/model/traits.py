"""What a channel can do, declared as data: lint, the templates' fitter, the outbox and the desk read this."""

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


class IntakeWay(StrEnum):
    """How messages come in."""

    OWN = "own"  # written on a page or a screen of this program's
    POLL = "poll"  # asked for every so often
    LONG_POLL = "long_poll"  # asked for, and the answer waits for a message
    STREAM = "stream"  # one connection on which they come
    WEBHOOK = "webhook"  # the platform calls this program


class Cost(StrEnum):
    """What a platform asks money for."""

    READ = "read"  # each message that is read
    MESSAGE = "message"  # each message that is sent
    LINK = "link"  # a link in a message, besides


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """At most `count` sends in `per` within `scope`: "account" or "conversation".

    With the scope "automatic" it is a cap, not a pace: an account with more automatic messages is stopped.
    """

    scope: str
    count: int
    per: timedelta


def no_private_link(account: str, reference: str) -> str:
    """Give no link: the channel has none to a private conversation."""
    del account, reference
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """What can still be read after a pause: so far back, and so many at most (None: any number)."""

    span: timedelta
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """A channel's fixed abilities; `limits` are in the units of `count` (each platform counts its way).

    `intake` are the ways in, the usual one first; `backfill` is what a pause does not lose (None: nothing is
    kept for us, or nothing can be missed). `media` are the kinds of files it sends, one a message, with
    `media_bytes` at most and a text of `caption` units at most (None: as long as without a file).
    `window` is how long after the customer's latest message the platform lets us write (None: always);
    `windows` says it for conversations whose key begins so, where theirs differs. `auto_replies` is how many
    automatic messages it allows for one public post (0: any number); `needs_summons`: an automatic public
    message must answer one of the customer's. `edits`, `deletes`: where a message that was sent can be
    changed, or taken back; `hears_edits`, `hears_deletes`: the platform tells when the customer does so.
    `private_link` gives the link by which a person who reads an account in public comes to a
    private conversation, where the case's reference is named; with `private_card` it is a card below the
    text, never a part of it. `prices` are what a message costs in US dollars, `daily_cap` what a day may
    cost unless settings say otherwise.
    """

    name: str
    title: str
    limits: Mapping[Surface, int]
    count: Callable[[str], int] = len
    default_surface: Surface = Surface.PRIVATE
    intake: tuple[IntakeWay, ...] = (IntakeWay.OWN,)
    backfill: Backfill | None = None
    idempotency: Idempotency = Idempotency.NONE
    buttons: int = 0
    button_label: int = 20
    typing: bool = False
    media: frozenset[MediaKind] = frozenset()
    prices: Mapping[Surface, Decimal] = field(default_factory=dict)
    daily_cap: Decimal | None = None
    media_bytes: int = 10_000_000
    caption: int | None = None
    edits: frozenset[Surface] = frozenset()
    deletes: frozenset[Surface] = frozenset()
    hears_edits: bool = False
    hears_deletes: bool = False
    costs: frozenset[Cost] = frozenset()
    rates: tuple[Rate, ...] = ()
    burst_pause: timedelta = timedelta(seconds=2)
    window: timedelta | None = None
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    auto_replies: int = 0
    needs_summons: bool = False
    private_link: Callable[[str, str], str] = no_private_link
    private_card: bool = False
    secrets: tuple[str, ...] = ()

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """The surfaces this channel has, the default first."""
        return tuple(sorted(self.limits, key=lambda surface: surface is not self.default_surface))

    def window_in(self, conversation_key: str) -> timedelta | None:
        """Give how long after the customer's latest message a conversation may be written to."""
        own = (span for start, span in self.windows.items() if conversation_key.startswith(start))
        return next(own, self.window)

    def most(self, surface: Surface, *, with_file: bool = False) -> int:
        """Give how long a text may be, in the units of `count`; less where it goes below a file."""
        limit = self.limits[surface]
        return min(limit, self.caption) if with_file and self.caption is not None else limit

    def address(self, surface: Surface) -> str:
        """Name the channel and surface as template sections do: "web", "x.post", "x.dm".

        The private chats of a channel that is private by default go by its name: "telegram", "telegram.post".
        """
        if len(self.limits) == 1 or surface is self.default_surface is Surface.PRIVATE:
            return self.name
        return f"{self.name}.{'post' if surface is Surface.PUBLIC else 'dm'}"
