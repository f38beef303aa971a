"""settings.toml: read whole, checked whole, handed on as frozen values."""

from bot.settings.reader import read

__all__ = ["read"]
