"""Begins a brand on pages of its own, on this machine alone, then goes on with it on the same port."""

from __future__ import annotations

import asyncio
import secrets
import socket
from pathlib import Path

from bot.cli.context import Context
from bot.cli.founding import require_room
from bot.cli.plan import LOOPBACK, make_plan
from bot.cli.ports import bound
from bot.cli.program import program
from bot.cli.server import base_at, first_of, server_of
from bot.cli.serving import Begun, serve
from bot.cli.signals import stop_at_signal
from bot.cli.talk import say
from bot.cli.workshop import Workshop
from bot.desk.setup.entry import Entry
from bot.desk.setup.routes import Setup, setup_site
from bot.desk.setup.sitting import Sitting

PORT = 8080


def is_empty(folder: Path) -> bool:
    """Tell whether a folder is there and holds nothing that can be seen."""
    return folder.is_dir() and not any(not item.name.startswith(".") for item in folder.iterdir())


async def set_up(
    context: Context, *, port: int | None, only: str | None = None, at: str | None = None, wait: bool = True
) -> int:
    """Serve the pages until a brand is there, then the brand; 0 after a stop that was asked for.

    Raises SetupError when the port cannot be had, BrandError where files that were there before are wrong.
    """
    token = secrets.token_urlsafe(32)
    stop = stop_at_signal()
    with bound(LOOPBACK, PORT if port is None else port) as listening:
        if not await _begin(context.project, listening, token, stop):
            say("Stopped: nothing was written.")
            return 0
        plan = await asyncio.to_thread(make_plan, context, port=port, only=only, at=at)
        return await serve(plan, wait=wait, begun=Begun(listening=listening, token=token, stop=stop))


async def _begin(project: Path, listening: socket.socket, token: str, stop: asyncio.Event) -> bool:
    """Serve the pages; True once a brand is there and its maker has seen the last page."""
    base = base_at(LOOPBACK, listening)
    link = secrets.token_urlsafe(32)
    workshop = Workshop(project, f"/desk/enter?token={token}")
    left = asyncio.Event()
    entry = Entry(link, workshop.now())
    setup = Setup(workshop=workshop, entry=entry, sitting=Sitting(), left=left.set)
    server = server_of(setup_site(setup))
    serving = asyncio.create_task(
        server.serve(sockets=[listening.dup()])
    )  # the server closes what it is given
    try:
        await first_of(server.ready, serving)
        _tell(project, f"{base}/setup/enter?token={link}")
        await _one_of(stop, left, serving)
    finally:
        server.should_exit = True
        await workshop.close()
        await serving
    return setup.created is not None


async def _one_of(stop: asyncio.Event, left: asyncio.Event, serving: asyncio.Task[None]) -> None:
    waits = [asyncio.create_task(event.wait()) for event in (stop, left)]
    await asyncio.wait({*waits, serving}, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _tell(project: Path, link: str) -> None:
    say(f"There is no brand in {project.absolute()} yet. Begin one in the browser, in six short steps:")
    say(f"  setup     {link}")
    say("            (the link works once, for 30 minutes, on this machine alone)")
    say(f"Nothing is written before the last step. In the terminal: `{program()} init`. Ctrl+C stops.")


def require_folder(project: Path) -> None:
    """Raise SetupError where a brand cannot be begun on pages."""
    call = program()
    require_room(project, hint=f"`{call} run` serves it; `{call} connect telegram` adds a channel")
