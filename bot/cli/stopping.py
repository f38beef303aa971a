"""The switch from the command line: pulling and letting go beside the running program, and what holds now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

from bot.cli.keeping import store_url
from bot.cli.whose import who
from bot.clock import SystemClock
from bot.errors import StoreError
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource
from bot.service.stop_file import NAME
from bot.service.switch import release_people
from bot.stores.beside import open_beside
from bot.stores.opening import store_path
from bot.stores.sql_store import SqlStore

R = TypeVar("R")
_MEMORY = "sqlite:///:memory:"


def folders(project: Path, url: str) -> tuple[Path, ...]:
    """Give where the file that stops sending may stand: beside settings.toml, and beside the store."""
    own = project.absolute()
    beside = own if url == _MEMORY else store_path(url).absolute().parent
    return tuple(dict.fromkeys((own, beside)))


def stop_file_of(project: Path) -> Path | None:
    """Give the file that stops sending; None where there is none."""
    found = (folder / NAME for folder in folders(project, store_url(project)))
    return next((path for path in found if path.exists()), None)


def pull(project: Path, why: str, *, automatic: bool) -> None:
    """Stop sending. Raises StoreError, with the file as the other way, where the store cannot be used."""
    stop = Stop(
        source=StopSource.PERSON,
        scope=StopScope.AUTOMATIC if automatic else StopScope.EVERYTHING,
        by=who(),
        why=why.strip(),
        since=SystemClock().now(),
    )
    try:
        _with_store(project, lambda store: store.stop(stop))
    except StoreError as error:
        hint = f"an empty file named {NAME} beside settings.toml stops sending too"
        raise StoreError(str(error), hint=hint) from error


def release(project: Path, *, people_only: bool) -> bool:
    """Let go of what people and signals hold; False if they held nothing."""
    now = SystemClock().now()
    return _with_store(project, lambda store: release_people(store, who(), now, people_only=people_only))


def sentences(project: Path) -> Iterator[str]:
    """Say what is stopped now, one line each."""
    stops, breakers = held(project)
    yield from map(of_stop, stops)
    yield from map(of_breaker, breakers)
    if not stops and not breakers:
        yield "Sending is not stopped."


def held(project: Path) -> tuple[tuple[Stop, ...], tuple[OpenBreaker, ...]]:
    """Read what is stopped. Raises StoreError."""

    async def read(store: SqlStore) -> tuple[tuple[Stop, ...], tuple[OpenBreaker, ...]]:
        return await store.stops(), await store.breakers()

    return _with_store(project, read)


def of_stop(stop: Stop) -> str:
    """Say who stopped what, since when and why."""
    what = "All sending is" if stop.scope is StopScope.EVERYTHING else "The bot is"
    by = {StopSource.FILE: f"the file {NAME}", StopSource.SIGNAL: "a signal"}.get(stop.source, stop.by)
    why = f": {stop.why}" if stop.why else ""
    return f"{what} stopped by {by} since {stop.since.astimezone():%Y-%m-%d %H:%M %Z}{why}."


def of_breaker(breaker: OpenBreaker) -> str:
    """Say which account is stopped by itself, and until when."""
    return (
        f"{breaker.channel} is paused by itself ({breaker.cause}) "
        f"and tries again at {breaker.retry_at.astimezone():%H:%M:%S %Z}."
    )


def _with_store(project: Path, work: Callable[[SqlStore], Awaitable[R]]) -> R:
    async def run() -> R:
        store = open_beside(store_path(store_url(project)))
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())
