"""Runs a plan: opens the store, builds the counter and its site, serves until told to stop, then drains."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import cast

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import Sportello, Threads
from bot.cli import banner
from bot.cli.demoing import demo_routes_of, demo_store
from bot.cli.plan import Plan
from bot.cli.ports import bound, is_own
from bot.cli.program import program
from bot.cli.reloading import keep_fresh
from bot.cli.server import Server, base_at, first_of, server_of
from bot.cli.signals import stop_at_signal, stop_sending_at_signal
from bot.cli.stopping import folders, of_stop
from bot.cli.talk import say
from bot.clock import SystemClock
from bot.desk.ports import Desk
from bot.desk.routes import routes as desk_routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.engines.local import LocalEngine
from bot.errors import SetupError, StoreBusyError, StoreError
from bot.service.hours_desk import HoursDesk
from bot.service.lessons import Lessons
from bot.service.owed import Promises
from bot.service.questions import Unanswered
from bot.service.replies import Replies
from bot.service.reports import Reports
from bot.service.school import School
from bot.service.stop_file import read_stop_file, watch
from bot.service.store import Store
from bot.service.trials import Trials
from bot.service.users import Users
from bot.stores import open_store

_RETRY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where a brand was set up: the socket goes on being served, the link's token lets its maker in once.

    `stop` may be set already: whoever pressed Ctrl+C while the brand was read is heard.
    """

    listening: socket.socket
    token: str
    stop: asyncio.Event


async def serve(plan: Plan, *, wait: bool, begun: Begun | None = None) -> int:
    """Serve until SIGINT or SIGTERM; `begun` is a brand that was set up a moment ago.

    Raises SetupError when something needed cannot be had.
    """
    stop = stop_at_signal() if begun is None else begun.stop
    store: Store | None
    if plan.demo:
        weekend = await demo_store(plan)
        store = weekend.store
        plan = replace(plan, invented=weekend.conversations, incidents=weekend.incidents)
    else:
        store = await _store(plan.store_url, stop, wait=wait)
    if store is None:
        return 0
    try:
        await _require_user(plan.host, store)
        with bound(plan.host, plan.port) if begun is None else nullcontext(begun.listening) as listening:
            if begun is not None:
                await Users(store=store, clock=plan.clock).admit(begun.token)
            await _counter(plan, store, listening, stop)
    finally:
        await store.close()
    say("Stopped: nothing of the demo is kept." if plan.demo else "Stopped: everything taken in is stored.")
    return 0


async def _require_user(host: str, store: Store) -> None:
    """Keep the desk to this machine until somebody can sign in."""
    if not is_own(host) and not await store.users():
        raise SetupError(
            f"nobody can sign in at the desk yet, and {host} is open to the network",
            hint=f"add the first user with `{program()} users add NAME --role admin`, or listen on 127.0.0.1",
        )


async def rehearse(plan: Plan) -> int:
    """Build everything, say what would start, and let go of it; the real store is not touched."""
    store = open_store("sqlite:///:memory:")
    with bound(plan.host, plan.port) as listening:
        base = base_at(plan.host, listening)
    sportello = _sportello(plan, store)
    _site(plan, sportello, _desk(plan, sportello))
    for line in (*banner.about(plan), *banner.exposure(plan.host), *banner.channels(plan)):
        say(line)
    say(banner.would_start(base, tuple(plan.connect), plan.traits))
    await sportello.stop()
    await store.close()
    return 0


async def _store(url: str, stop: asyncio.Event, *, wait: bool) -> Store | None:
    """Open the store; while another copy has it, wait for that one to end. None when told to stop."""
    told = False
    while not stop.is_set():
        try:
            return open_store(url)
        except StoreBusyError as error:
            if not wait:
                raise
            if not told:
                say(f"Waiting: {error}.")
            told = True
        await _until(stop, _RETRY)
    return None


async def _counter(plan: Plan, store: Store, listening: socket.socket, stop: asyncio.Event) -> None:
    sportello = _sportello(plan, store)
    places = folders(plan.project, plan.store_url)
    await sportello.switch.follow(read_stop_file(places))
    stop_sending_at_signal(sportello.switch)
    desk = _desk(plan, sportello)
    server = server_of(_site(plan, sportello, desk))
    await sportello.start()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    warm = asyncio.create_task(_warm(plan))
    fresh = asyncio.create_task(keep_fresh(plan.loaded.brand, plan.project, stop))
    switch = asyncio.create_task(watch(sportello.switch, places))
    try:
        await _announce(plan, desk, base_at(plan.host, listening), server, serving)
        await first_of(stop, serving)
    finally:
        say("Stopping: finishing what is under way …")
        stop.set()
        desk.closing.set()
        server.should_exit = True
        switch.cancel()
        await asyncio.gather(switch, return_exceptions=True)
        await _all_ended(sportello.stop(), serving, fresh, warm)


async def _all_ended(*works: Awaitable[None]) -> None:
    """Wait for every one to end, then raise what the first of them raised: none is left behind."""
    for outcome in await asyncio.gather(*works, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _warm(plan: Plan) -> None:
    if plan.loaded.vectors is not None:
        await asyncio.to_thread(plan.loaded.vectors.warm)


async def _announce(plan: Plan, desk: Desk, base: str, server: Server, serving: asyncio.Task[None]) -> None:
    await first_of(server.ready, serving)
    base = base if plan.demo else plan.settings.console.url or base
    link = await new_link(desk.users, base=base) if is_own(plan.host) else ""
    for line in (
        *banner.about(plan),
        *banner.addresses(base, link, plan.connect),
        *banner.exposure(plan.host),
        *banner.channels(plan),
        *map(of_stop, await desk.agents.stops()),
        "Ready. Ctrl+C stops.",
    ):
        say(line)


def _sportello(plan: Plan, store: Store) -> Sportello:
    return Sportello(
        store=store,
        knowledge=lambda: plan.loaded.brand.knowledge,
        clock=plan.clock,
        engine=LocalEngine(plan.clock),
        connect=plan.connect,
        traits=plan.traits,
        compute=Threads(),
        folder=plan.project,
        encoder=plan.loaded.vectors,
    )


def _desk(plan: Plan, sportello: Sportello) -> Desk:
    knowledge, brand = plan.loaded.knowledge, plan.loaded.brand
    school = School(
        store=sportello.store,
        brand=plan.loaded.brand,
        encoder=plan.loaded.vectors,
        clock=plan.clock,
        compute=Threads(1),
    )
    return Desk(
        agents=sportello.agents,
        team=sportello.team,
        incidents=sportello.incidents,
        trials=Trials(
            store=sportello.store,
            knowledge=lambda: plan.loaded.brand.knowledge,
            traits=plan.traits,
            clock=plan.clock,
            compute=Threads(1),
        ),
        unanswered=Unanswered(school),
        lessons=Lessons(school),
        replies=Replies(store=sportello.store, brand=plan.loaded.brand, clock=plan.clock),
        users=Users(store=sportello.store, clock=SystemClock() if plan.demo else plan.clock),
        reports=Reports(
            store=sportello.store,
            brand=lambda: (brand.knowledge.calendars, brand.knowledge.settings.policy),
            clock=plan.clock,
            compute=Threads(1),
        ),
        calendar=HoursDesk(
            store=sportello.store, brand=brand, traits=plan.traits, clock=plan.clock, compute=Threads(1)
        ),
        promises=Promises(store=sportello.store, clock=plan.clock),
        clock=plan.clock,
        brand=knowledge.settings.brand,
        people=knowledge.settings.people,
        zone=knowledge.calendar.zone,
        channels={name: traits.title for name, traits in plan.traits.items()},
        policy=knowledge.settings.policy,
        secure=_is_secure(plan),
    )


def _site(plan: Plan, sportello: Sportello, desk: Desk) -> Starlette:
    routes = [route for channel in sportello.channels.values() for route in channel.routes()]
    if plan.demo:
        routes += demo_routes_of(plan, sportello, desk.closing)
    return build_site(
        chat_routes=cast("Sequence[BaseRoute]", routes),
        desk_routes=desk_routes(desk),
        healthy=_healthy(sportello.store),
        secure=desk.secure,
    )


def _is_secure(plan: Plan) -> bool:
    return plan.settings.console.url.startswith("https:") and not plan.demo


def _healthy(store: Store) -> Callable[[], Awaitable[bool]]:
    async def healthy() -> bool:
        try:
            await store.next_due()
        except StoreError:
            return False
        return True

    return healthy


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
