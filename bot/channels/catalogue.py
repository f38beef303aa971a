"""Which channels there are: our own and those of other packages; each is imported only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from bot.clock import Clock
from bot.errors import SetupError
from bot.model.traits import Traits
from bot.service.meeting import Meeting
from bot.service.ports import Channel, Link
from bot.settings.values import ChannelSettings

GROUP = "sportello.channels"
"""The entry-point group: a name, and the module that has `TRAITS` and `connect(link)`."""

BUILT_IN: Mapping[str, str] = {
    "web": "bot.channels.web",
    "terminal": "bot.channels.terminal",
    "telegram": "bot.channels.telegram",
    "x": "bot.channels.x",
}
"""Our own channels, known without being installed; no other package can take their names."""


class _Connector(Protocol):
    TRAITS: Traits
    connect: Callable[[Link], Channel]


def names() -> tuple[str, ...]:
    """List the channels' names: our own first, then others' by name."""
    return tuple(_modules())


def traits(name: str) -> Traits:
    """Give what a channel can do. Raises SetupError for a name or a package that does not work."""
    return _connector(name).TRAITS


def connect(name: str, link: Link) -> Channel:
    """Make a channel. Raises SetupError, also when the channel's settings are not complete."""
    return _connector(name).connect(link)


def meet(name: str, settings: ChannelSettings, clock: Clock) -> Meeting:
    """Make ready to meet a channel's account. Raises SetupError, also where a channel has no such way."""
    found: Callable[[ChannelSettings, Clock], Meeting] | None = getattr(_connector(name), "meet", None)
    if found is None:
        raise SetupError(
            f"{traits(name).title} cannot be connected by this command.",
            hint=f"Add [channels.{name}] to settings.toml by hand.",
        )
    return found(settings, clock)


def _modules() -> dict[str, str]:
    others = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {**BUILT_IN, **{point.name: point.value for point in others if point.name not in BUILT_IN}}


def _connector(name: str) -> _Connector:
    modules = _modules()
    if name not in modules:
        raise _unknown(name, tuple(modules))
    try:
        module = import_module(modules[name])
    except ImportError as error:
        raise SetupError(
            f"The channel “{name}” cannot be loaded: {error}.", hint="Install its package again."
        ) from error
    return _checked(name, module)


def _checked(name: str, module: object) -> _Connector:
    declared = getattr(module, "TRAITS", None)
    if not isinstance(declared, Traits) or not callable(getattr(module, "connect", None)):
        raise SetupError(
            f"The package of the channel “{name}” is not made for this version: it lacks TRAITS or connect.",
            hint="Ask its authors for a newer one, or take the channel out of settings.toml.",
        )
    return cast("_Connector", module)


def _unknown(name: str, known: tuple[str, ...]) -> SetupError:
    close = get_close_matches(name, known, n=1)
    meant = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(known)}."
    return SetupError(f"There is no channel “{name}”.", hint=meant)
