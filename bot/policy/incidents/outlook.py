"""What a word to many costs and how long it takes, channel by channel, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from bot.model.message import Surface
from bot.model.traits import Rate, Traits
from bot.policy.timing import STALE

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One channel's part: `count` messages, what they cost in US dollars, how long they take at its rates.

    `cap` is what the channel may cost in a day (None: anything).
    """

    channel: str
    surface: Surface
    count: int
    cost: Decimal = _NOTHING
    takes: timedelta = timedelta(0)
    cap: Decimal | None = None


def outlook(traits: Traits, surface: Surface, count: int, cap: Decimal | None) -> Outlook:
    """Work out one channel's part."""
    return Outlook(
        channel=traits.name,
        surface=surface,
        count=count,
        cost=traits.prices.get(surface, _NOTHING) * count,
        takes=takes(count, traits.rates),
        cap=cap,
    )


def dollars(text: str, otherwise: Decimal | None) -> Decimal | None:
    """Read an amount such as "5 USD"; `otherwise` where it is none."""
    amount, _, currency = text.strip().partition(" ")
    try:
        return Decimal(amount) if currency == "USD" else otherwise
    except InvalidOperation:
        return otherwise


def takes(count: int, rates: Iterable[Rate]) -> timedelta:
    """Give how long messages take at an account's rates: a quarter may go at once, the rest evenly."""
    spans = [_takes(count, rate) for rate in rates if rate.scope == "account"]
    return max(spans, default=timedelta(0))


def _takes(count: int, rate: Rate) -> timedelta:
    burst = 1 + rate.count // 4
    return max(0, count - burst) * (rate.per / max(1, rate.count - burst + 1))


def too_much(parts: Iterable[Outlook]) -> tuple[str, ...]:
    """Say what is more than a channel can take: more than a day at its pace, or more than its money."""
    found: list[str] = []
    for part in parts:
        if part.takes > STALE:
            hours = part.takes / timedelta(hours=1)
            found.append(
                f"{part.count} messages on {part.channel} take {hours:.0f} hours at its pace; after 24 they "
                "go to people instead"
            )
        if part.cap is not None and part.cost > part.cap:
            found.append(
                f"{part.count} messages on {part.channel} cost {part.cost:.2f} USD; its cap for a day is "
                f"{part.cap:.2f} USD"
            )
    return tuple(found)
