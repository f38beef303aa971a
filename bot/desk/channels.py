"""The channels as the desk shows them: how each is, what it has spent, and what is left of its calls."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.entries import when
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.service.spending import Closed, Quota, Spend
from bot.service.values import ChannelHealth, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A channel in words; `share` is the part of the day's money that is spent, 0 where nothing costs."""

    title: str
    standing: str
    well: bool
    detail: str
    spent: str
    share: float
    closed: tuple[str, ...]
    quotas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """All channels; `unwell` counts those that want a look, also for want of money."""

    lines: tuple[Line, ...]
    unwell: int


async def read_channels(visit: Visit) -> Channels:
    """Read how the channels are."""
    lines = tuple(_line(visit, found) for found in await visit.desk.agents.channels())
    return Channels(lines=lines, unwell=sum(not line.well or bool(line.closed) for line in lines))


def _line(visit: Visit, found: ChannelHealth) -> Line:
    health, spend = found.health, found.health.spend
    return Line(
        title=visit.desk.channels.get(found.channel, found.channel),
        standing=words(visit.language)[f"standing_{health.standing}"],
        well=health.standing is Standing.OK,
        detail=health.detail,
        spent=_spent(visit, spend) if spend is not None else "",
        share=_share(spend) if spend is not None else 0.0,
        closed=tuple(_closed(visit, item) for item in spend.closed) if spend is not None else (),
        quotas=tuple(_quota(visit, item) for item in health.quotas),
    )


def _share(spend: Spend) -> float:
    return min(1.0, float(spend.today / spend.cap)) if spend.cap else 1.0


def _spent(visit: Visit, spend: Spend) -> str:
    point = "," if visit.language == "it" else "."
    today, cap = (f"{amount:.2f}".replace(".", point) for amount in (spend.today, spend.cap))
    return words(visit.language)["spent"].format(today=today, cap=cap, currency=spend.currency)


def _closed(visit: Visit, item: Closed) -> str:
    w = words(visit.language)
    what = w[f"activity_{item.activity}"]
    return w["no_money"].format(what=what, until=when(visit, item.until))


def _quota(visit: Visit, item: Quota) -> str:
    w = words(visit.language)
    what = w[f"activity_{item.activity}"]
    return w["quota"].format(what=what, left=item.left, most=item.most, until=when(visit, item.until))
