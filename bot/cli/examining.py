"""What `doctor` looks at: Python, packages, the brand, the store, the channels, the port, the clock."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from errno import EADDRINUSE
from functools import partial
from importlib.metadata import PackageNotFoundError, requires, version

from bot.cli.banner import knows
from bot.cli.brand import Loaded, all_traits, open_brand
from bot.cli.context import Context
from bot.cli.health import health_of
from bot.cli.keeping import placed, settings_of
from bot.cli.lint import summary
from bot.cli.moments import in_words, opening
from bot.cli.ports import bound
from bot.cli.running import holder
from bot.cli.spending import spending_in_words
from bot.cli.stopping import held, of_breaker, of_stop, stop_file_of
from bot.clock import SystemClock
from bot.errors import BrandError, SetupError, SportelloError, StoreError
from bot.knowledge.matching.encoder import encoder_problem
from bot.model.abilities import in_short
from bot.service.brand import has_errors
from bot.service.values import Standing
from bot.settings.values import Settings
from bot.stores.backups import check
from bot.stores.opening import store_path

_OLDEST = (3, 11)


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: State = State.OK
    detail: str = ""
    hint: str = ""


def examine(context: Context, *, port: int | None) -> Iterator[Finding]:
    """Give a finding for each thing, those that need no brand first."""
    yield _python()
    yield _packages()
    try:
        settings = settings_of(context.project)
    except BrandError as error:
        problems = "; ".join(str(problem) for problem in error.problems[:3])
        yield Finding(what="brand", state=State.PROBLEM, detail=problems, hint="`sportello lint` lists all")
        return
    except SportelloError as error:
        yield _failed("brand", error)
        return
    yield from _brand(context)
    yield _guarded("store", partial(_store, settings, context))
    yield _guarded("sending", partial(_sending, settings, context))
    yield from _channels(settings, context)
    yield _guarded("port", partial(_port, settings, context, port))


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info < _OLDEST:
        return Finding(what="python", state=State.PROBLEM, detail=found, hint="install Python 3.11 or newer")
    return Finding(what="python", detail=found)


def _packages() -> Finding:
    try:
        needed = [line for line in requires("sportello") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return Finding(
            what="packages",
            state=State.WARNING,
            detail="Sportello is not installed here, only run",
            hint="make install",
        )
    missing = [name for name in map(_package, needed) if not _installed(name)]
    if missing:
        lacking = f"missing: {', '.join(missing)}"
        return Finding(what="packages", state=State.PROBLEM, detail=lacking, hint="install Sportello again")
    return Finding(what="packages", detail=f"sportello {version('sportello')} and {len(needed)} packages")


def _package(requirement: str) -> str:
    """Give the name at the start of a requirement such as "tweepy[async]>=4.16"."""
    kept = (char if char.isalnum() or char in "-_." else " " for char in requirement)
    return "".join(kept).split()[0]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _brand(context: Context) -> Iterator[Finding]:
    opened = open_brand(context)
    try:
        problems = opened.brand.load()
    except SportelloError as error:
        yield _failed("brand", error)
        return
    if has_errors(problems):
        yield Finding(
            what="brand", state=State.PROBLEM, detail=summary(problems), hint="`sportello lint` lists them"
        )
        return
    loaded = Loaded(brand=opened.brand, traits=opened.traits, problems=problems)
    detail = f"{knows(loaded.knowledge)}; {summary(problems)}"
    yield Finding(what="brand", state=State.WARNING if problems else State.OK, detail=detail)
    worse = encoder_problem(loaded.knowledge.settings.matching.encoder)
    if worse:
        yield Finding(what="encoder", state=State.WARNING, detail=worse, hint="install Sportello again")
    calendar, now = loaded.knowledge.calendar, SystemClock().now()
    yield Finding(
        what="clock", detail=f"{in_words(calendar, now)} in {calendar.zone.key}: {opening(calendar, now)}"
    )


def _store(settings: Settings, context: Context) -> Finding:
    path = store_path(placed(settings.storage.url, context.project))
    if not path.exists():
        return Finding(what="store", detail=f"{path} is made at the first `sportello run`")
    faults = check(path)
    if faults:
        hint = "put back the latest backup with `sportello db restore FILE`"
        return Finding(what="store", state=State.PROBLEM, detail=f"{path}: {faults[0]}", hint=hint)
    return Finding(what="store", detail=f"{path} is whole, {path.stat().st_size // 1024} kB")


def _sending(settings: Settings, context: Context) -> Finding:
    """Say what stops sending: the switch, its file, and the accounts that are paused by themselves."""
    file = stop_file_of(context.project)
    try:
        there = store_path(placed(settings.storage.url, context.project)).exists()
        stops, breakers = held(context.project) if there else ((), ())
    except StoreError as error:
        return Finding(what="sending", state=State.WARNING, detail=f"is not known: {error}", hint=error.hint)
    told = [*map(of_stop, stops), *map(of_breaker, breakers), *([f"{file} is there."] if file else [])]
    if not told:
        return Finding(what="sending", detail="is not stopped")
    hint = "`sportello resume` lets go of what a person stopped; a file holds until it is removed"
    return Finding(what="sending", state=State.WARNING, detail=" ".join(told), hint=hint)


def _channels(settings: Settings, context: Context) -> Iterator[Finding]:
    known = all_traits()
    for name, channel in settings.channels.items():
        if channel.missing:
            yield Finding(
                what=name,
                state=State.PROBLEM,
                detail=f"not set: {', '.join(channel.missing)}",
                hint=f"put {channel.missing[0]}=… into .env, or take out [channels.{name}]",
            )
        elif name in known:
            yield _guarded(name, partial(_channel, name, settings, context))


def _channel(name: str, settings: Settings, context: Context) -> Finding:
    store = store_path(placed(settings.storage.url, context.project))
    health, traits = asyncio.run(health_of(name, settings, store))
    states = {Standing.OK: State.OK, Standing.WAITING: State.WARNING, Standing.STOPPED: State.PROBLEM}
    detail = "; ".join(part for part in (health.detail, *spending_in_words(health)) if part)
    return Finding(
        what=name,
        state=states[health.standing],
        detail=detail or f"can be made; {in_short(traits)}",
    )


def _port(settings: Settings, context: Context, port: int | None) -> Finding:
    wanted = settings.console.port if port is None else port
    try:
        with bound(settings.console.host, wanted):
            return Finding(what="port", detail=f"{settings.console.host}:{wanted} is free")
    except SetupError as error:
        process = holder(store_path(placed(settings.storage.url, context.project)))
        if process is None or not isinstance(error.__cause__, OSError) or error.__cause__.errno != EADDRINUSE:
            raise
        return Finding(what="port", detail=f"{wanted}: Sportello is running (process {process})")


def _guarded(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except SportelloError as error:
        return _failed(what, error)


def _failed(what: str, error: SportelloError) -> Finding:
    return Finding(what=what, state=State.PROBLEM, detail=str(error), hint=error.hint)
