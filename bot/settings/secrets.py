"""Secrets: only names of environment variables may stand in settings.toml, never the secrets themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_SECRET_WORDS = frozenset({"token", "secret", "password", "passwd", "passphrase", "pwd", "key", "apikey"})
_URL_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]*://[^/@\s:]*:([^/@\s]+)@", re.IGNORECASE)
_TELEGRAM_TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}")


def is_reference(value: str) -> bool:
    """Tell whether a text is env:NAME."""
    return _REFERENCE.fullmatch(value.strip()) is not None


def looks_secret(key: str, value: str) -> bool:
    """Tell whether a text is a secret: by its key's name, or by how it looks."""
    if is_reference(value) or not value.strip():
        return False
    named = any(word in _SECRET_WORDS for word in re.split(r"[_\W]+", key.lower()))
    return named or _URL_PASSWORD.search(value) is not None or _TELEGRAM_TOKEN.search(value) is not None


def variable_for(path: tuple[str, ...]) -> str:
    """Give the variable's name to suggest for a key: channels.telegram.token is TELEGRAM_TOKEN."""
    words = path[1:] if path[:1] in {("channels",), ("console",)} else path
    return re.sub(r"\W", "_", "_".join(words)).upper()


def resolve(value: object, environ: Mapping[str, str]) -> tuple[object, tuple[str, ...]]:
    """Put the variables' values in, in lists and tables too; also give the names that are not set."""
    if isinstance(value, str):
        return _resolve_text(value, environ)
    if isinstance(value, list):
        items = [resolve(item, environ) for item in value]
        return [item for item, _ in items], tuple(name for _, names in items for name in names)
    if isinstance(value, Mapping):
        pairs = {str(key): resolve(item, environ) for key, item in value.items()}
        missing = tuple(name for _, names in pairs.values() for name in names)
        return {key: item for key, (item, _) in pairs.items()}, missing
    return value, ()


def _resolve_text(value: str, environ: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    match = _REFERENCE.fullmatch(value.strip())
    if match is None:
        return value, ()
    found = environ.get(match[1], "")
    return found, () if found else (match[1],)
