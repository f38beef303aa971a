"""What `run` is about to do, worked out and checked before anything is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.app import Connect
from bot.channels import catalogue
from bot.cli.brand import Loaded, load
from bot.cli.context import Context
from bot.cli.keeping import placed
from bot.cli.ports import is_own
from bot.clock import Clock, MovableClock, SystemClock
from bot.errors import SetupError
from bot.model.traits import Traits
from bot.settings.moments import read_moment
from bot.settings.values import Settings

TERMINAL = "terminal"
"""Takes over stdin, so it is on only when `--only` names it."""

LOOPBACK = "127.0.0.1"
MEMORY = "sqlite:///:memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything `run` needs.

    `moved` says that the clock does not show the real time, `demo` that it can be moved, that nothing is
    kept and that no real account is connected, `weekend` that it begins with
    invented conversations; `invented` is how many there are, `incidents` are those that its people opened.
    """

    project: Path
    loaded: Loaded
    clock: Clock
    host: str
    port: int
    store_url: str
    connect: Mapping[str, Connect]
    moved: bool = False
    demo: bool = False
    weekend: bool = False
    invented: int = 0
    incidents: tuple[int, ...] = ()

    @property
    def settings(self) -> Settings:
        """The settings being served."""
        return self.loaded.knowledge.settings

    @property
    def traits(self) -> Mapping[str, Traits]:
        """The traits of every channel there is."""
        return self.loaded.traits


def make_plan(
    context: Context,
    *,
    port: int | None,
    only: str | None,
    at: str | None,
    demo: bool = False,
    empty: bool = False,
) -> Plan:
    """Load the brand and check what can be checked. Raises BrandError and SetupError."""
    loaded = load(context)
    console = loaded.knowledge.settings.console
    plan = Plan(
        project=context.project,
        loaded=loaded,
        clock=_clock(loaded, at, demo=demo),
        host=console.host,
        port=console.port if port is None else port,
        store_url=placed(loaded.knowledge.settings.storage.url, context.project),
        connect={},
        moved=at is not None,
    )
    if empty and not demo:
        raise SetupError("--empty is about a demo", hint="use it with --demo, or leave it out")
    return replace(_demo(plan, only), weekend=not empty) if demo else _real(plan, only)


def _real(plan: Plan, only: str | None) -> Plan:
    names = _chosen(plan.settings, only)
    for name in names:
        _require_secrets(plan.settings, name, plan.traits)
    return replace(plan, connect={name: partial(catalogue.connect, name) for name in names})


def _demo(plan: Plan, only: str | None) -> Plan:
    """Emulate the channels on the chat page, for this machine alone, over a store in memory."""
    from bot.cli.demoing import connections

    names = tuple(name for name in plan.traits if name != TERMINAL)
    wanted = _listed(only) if only is not None else names
    kept = tuple(name for name in names if name in wanted)
    return replace(
        plan,
        demo=True,
        host=plan.host if is_own(plan.host) else LOOPBACK,
        store_url=MEMORY,
        connect=connections(kept, plan.traits, plan.loaded.knowledge),
    )


def _chosen(settings: Settings, only: str | None) -> tuple[str, ...]:
    if only is None:
        return tuple(name for name in settings.channels if name != TERMINAL)
    names = _listed(only)
    for name in names:
        if name not in settings.channels:
            raise SetupError(
                f"the channel “{name}” is not in settings.toml", hint=f"add a [channels.{name}] block to it"
            )
    return names


def _listed(only: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in only.split(",") if name.strip()))
    for name in names:
        catalogue.traits(name)  # says what there is when there is no such channel
    return names


def _require_secrets(settings: Settings, name: str, traits: Mapping[str, Traits]) -> None:
    missing = settings.channels[name].missing
    if missing:
        is_not = "is not set" if len(missing) == 1 else "are not set"
        raise SetupError(
            f"{traits[name].title} is switched on, but {', '.join(missing)} {is_not}",
            hint=f"put {missing[0]}=… into the file .env beside settings.toml, or take out [channels.{name}]",
        )


def _clock(loaded: Loaded, at: str | None, *, demo: bool) -> Clock:
    real = SystemClock()
    now = real.now()
    offset = timedelta(0) if at is None else read_moment(at, loaded.knowledge.calendar.zone, now) - now
    return MovableClock(offset) if demo else SystemClock(offset)
