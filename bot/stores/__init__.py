"""Where the truth is kept: `open_store` gives the store of an address."""

from bot.stores.opening import open_memory_store, open_store

__all__ = ["open_memory_store", "open_store"]
