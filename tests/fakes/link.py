"""Makes the Link that a channel is connected with, around an intake of the test's own."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import Clock, SystemClock
from bot.service.ports import Intake, Link, hears_nothing
from bot.settings.values import Brand, ChannelSettings


def make_link(
    name: str,
    intake: Intake,
    *,
    clock: Clock | None = None,
    missing: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    hears: Callable[[str], bool] = hears_nothing,
    **options: object,
) -> Link:
    """Make a Link for the channel `name` with its options."""
    return Link(
        settings=ChannelSettings(name=name, options=options, missing=missing),
        brand=Brand(name="Volo Mobile"),
        intake=intake,
        clock=clock or SystemClock(),
        topics=topics,
        hears=hears,
    )
