"""The demo: every channel emulated on the chat page, and the routes that move the clock."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from starlette.routing import BaseRoute

from bot.app import Connect, Sportello
from bot.channels import emulated, web
from bot.channels.emulated import Emulated
from bot.channels.web.api import Place
from bot.channels.web.connector import ACCOUNT, WebChannel
from bot.channels.web.demo import HOME
from bot.channels.web.demo.routes import Demo, demo_routes
from bot.channels.web.demo.state import spots
from bot.channels.web.demo.travel import INVENTED, Travel
from bot.channels.web.page import Panel
from bot.cli.plan import Plan
from bot.cli.talk import tell
from bot.clock import MovableClock
from bot.engines.local import LocalEngine
from bot.knowledge.library import Knowledge
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.rehearsal.demo import Scene, Weekend, played_weekend
from bot.settings.moments import read_moment
from bot.stores.opening import open_memory_store
from bot.stores.sql_store import SqlStore

_PRIVATE_TIMES = 3


def connections(
    names: Sequence[str], traits: Mapping[str, Traits], knowledge: Knowledge
) -> Mapping[str, Connect]:
    """Give the demo's channels: the web chat with its panel, and the others without their platforms."""
    panel = Panel(home=HOME, zone=str(knowledge.calendar.zone), run=secrets.token_hex(8))
    own: dict[str, Connect] = {web.TRAITS.name: partial(web.connect, panel=panel)}
    others = {name: partial(emulated.connect, traits[name]) for name in names if name not in own}
    return own | others


async def demo_store(plan: Plan) -> Weekend:
    """Give the demo's store in memory, with the weekend in it where one is wanted."""
    if not plan.weekend:
        return Weekend(store=open_memory_store(), conversations=0, incidents=())
    names = tuple(plan.connect)
    scene = Scene(
        addresses=tuple(_addresses(plan.traits[name] for name in names)),
        accounts={name: ACCOUNT if name == web.TRAITS.name else emulated.ACCOUNT for name in names},
        prefix=INVENTED,
    )
    tell("Playing a weekend: 300 invented people write …")
    return await played_weekend(plan.loaded.knowledge, plan.traits, scene, plan.clock.now())


def _addresses(channels: Iterable[Traits]) -> Iterator[str]:
    """Give each address, the private ones more often: most customers do not write in public."""
    for traits in channels:
        for surface in traits.surfaces:
            times = 1 if surface is Surface.PUBLIC else _PRIVATE_TIMES
            yield from [traits.address(surface)] * times


def demo_routes_of(plan: Plan, sportello: Sportello, closing: asyncio.Event) -> list[BaseRoute]:
    """Give the routes of a demo that is about to run; `closing` ends their streams."""
    zone = plan.loaded.knowledge.calendar.zone

    def moments(text: str, now: datetime) -> datetime:
        return read_moment(text, zone, now)

    pages = (channel for channel in sportello.channels.values() if isinstance(channel, WebChannel))
    demo = Demo(
        run=next((page.panel.run for page in pages if page.panel is not None), ""),
        travel=_travel(sportello),
        clock=sportello.clock,
        live=sportello.live,
        knowledge=lambda: plan.loaded.brand.knowledge,
        moments=moments,
        places=spots(tuple(_places(sportello)), plan.traits),
        closing=closing,
        clear=_clear(sportello, plan.incidents),
    )
    return demo_routes(demo)


def _clear(sportello: Sportello, incidents: Sequence[int]) -> Callable[[], Awaitable[int]]:
    if not isinstance(sportello.store, SqlStore):
        raise TypeError("a demo's store can be cleared")
    return partial(sportello.store.clear, INVENTED, incidents)


def _travel(sportello: Sportello) -> Travel:
    clock, engine = sportello.clock, sportello.engine
    if not isinstance(clock, MovableClock) or not isinstance(engine, LocalEngine):
        raise TypeError("a demo has a clock that can be moved, and runs in one process")
    return Travel(
        store=sportello.store,
        engine=engine,
        outbox=sportello.outbox,
        channels=tuple(sportello.channels),
        live=sportello.live,
        clock=clock,
    )


def _places(sportello: Sportello) -> Iterator[Place]:
    for channel in sportello.channels.values():
        if isinstance(channel, WebChannel | Emulated):
            yield from channel.places
