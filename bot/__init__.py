"""Sportello: a customer-care counter that never closes. The public names, each loaded when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.app import Sportello, Threads
    from bot.clock import Clock, SystemClock
    from bot.engines.local import LocalEngine
    from bot.errors import BrandError, ChannelError, SetupError, SportelloError, StoreBusyError, StoreError
    from bot.knowledge.library import Knowledge
    from bot.model.problem import Level, Problem, Source
    from bot.model.traits import Idempotency, Rate, Traits
    from bot.policy.turn import take_turn
    from bot.service.brand import Brand
    from bot.service.ports import Channel, Link
    from bot.stores import open_store

__version__ = "0.1.0"

_HOMES = {
    "BrandError": "bot.errors",
    "ChannelError": "bot.errors",
    "SetupError": "bot.errors",
    "SportelloError": "bot.errors",
    "StoreBusyError": "bot.errors",
    "StoreError": "bot.errors",
    "Brand": "bot.service.brand",
    "Channel": "bot.service.ports",
    "Clock": "bot.clock",
    "Idempotency": "bot.model.traits",
    "Knowledge": "bot.knowledge.library",
    "Level": "bot.model.problem",
    "Link": "bot.service.ports",
    "LocalEngine": "bot.engines.local",
    "Problem": "bot.model.problem",
    "Rate": "bot.model.traits",
    "Source": "bot.model.problem",
    "Sportello": "bot.app",
    "SystemClock": "bot.clock",
    "Threads": "bot.app",
    "Traits": "bot.model.traits",
    "open_store": "bot.stores",
    "take_turn": "bot.policy.turn",
}

__all__ = [
    "Brand",
    "BrandError",
    "Channel",
    "ChannelError",
    "Clock",
    "Idempotency",
    "Knowledge",
    "Level",
    "Link",
    "LocalEngine",
    "Problem",
    "Rate",
    "SetupError",
    "Source",
    "Sportello",
    "SportelloError",
    "StoreBusyError",
    "StoreError",
    "SystemClock",
    "Threads",
    "Traits",
    "__version__",
    "open_store",
    "take_turn",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'bot' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return __all__
