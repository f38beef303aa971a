"""What `run` is about to do, worked out and checked before anything is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.app import Connect
from bot.channels import catalogue
from bot.cli.brand import Loaded, load
from bot.cli.context import Context
from bot.cli.keeping import placed
from bot.cli.moments import read_moment
from bot.clock import Clock, SystemClock
from bot.errors import SetupError
from bot.model.traits import Traits
from bot.settings.values import Settings

TERMINAL = "terminal"
"""Takes over stdin, so it is on only when `--only` names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything `run` needs; `moved` says that the clock does not show the real time."""

    project: Path
    loaded: Loaded
    clock: Clock
    host: str
    port: int
    store_url: str
    connect: Mapping[str, Connect]
    moved: bool = False

    @property
    def settings(self) -> Settings:
        """The settings being served."""
        return self.loaded.knowledge.settings

    @property
    def traits(self) -> Mapping[str, Traits]:
        """The traits of every channel there is."""
        return self.loaded.traits


def make_plan(context: Context, *, port: int | None, only: str | None, at: str | None) -> Plan:
    """Load the brand and check what can be checked. Raises BrandError and SetupError."""
    loaded = load(context)
    settings = loaded.knowledge.settings
    names = _chosen(settings, only)
    for name in names:
        _require_secrets(settings, name, loaded.traits)
    return Plan(
        project=context.project,
        loaded=loaded,
        clock=_clock(loaded, at),
        host=settings.console.host,
        port=settings.console.port if port is None else port,
        store_url=placed(settings.storage.url, context.project),
        connect={name: partial(catalogue.connect, name) for name in names},
        moved=at is not None,
    )


def _chosen(settings: Settings, only: str | None) -> tuple[str, ...]:
    if only is None:
        served = (name for name in settings.channels if name != TERMINAL)
        return tuple(name for name in served if catalogue.traits(name).connects)
    names = tuple(dict.fromkeys(name.strip() for name in only.split(",") if name.strip()))
    for name in names:
        catalogue.traits(name)  # says what there is when there is no such channel
        if name not in settings.channels:
            raise SetupError(
                f"the channel “{name}” is not in settings.toml", hint=f"add a [channels.{name}] block to it"
            )
    return names


def _require_secrets(settings: Settings, name: str, traits: Mapping[str, Traits]) -> None:
    missing = settings.channels[name].missing
    if missing:
        is_not = "is not set" if len(missing) == 1 else "are not set"
        raise SetupError(
            f"{traits[name].title} is switched on, but {', '.join(missing)} {is_not}",
            hint=f"put {missing[0]}=… into the file .env beside settings.toml, or take out [channels.{name}]",
        )


def _clock(loaded: Loaded, at: str | None) -> Clock:
    real = SystemClock()
    if at is None:
        return real
    now = real.now()
    return SystemClock(read_moment(at, loaded.knowledge.calendar.zone, now) - now)
