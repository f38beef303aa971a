"""Settings given in the environment: SPORTELLO_MATCHING__MARGIN=0.2 stands for [matching] margin."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from bot.settings.positions import Path

_PREFIX = "SPORTELLO_"


def apply(data: Mapping[str, Any], environ: Mapping[str, str]) -> tuple[dict[str, Any], dict[Path, str]]:
    """Give the data with the overrides in, and the variable each overridden path comes from."""
    merged: dict[str, Any] = dict(data)
    origins: dict[Path, str] = {}
    for variable in sorted(environ):
        words = variable.removeprefix(_PREFIX).split("__")
        if variable.startswith(_PREFIX) and len(words) > 1 and all(words):
            merged, path = _put(merged, words, _value(environ[variable]))
            origins[path] = variable
    return merged, origins


def _put(table: Mapping[str, Any], words: list[str], value: object) -> tuple[dict[str, Any], Path]:
    key = _key(table, words[0])
    if len(words) == 1:
        return {**table, key: value}, (key,)
    inner = table.get(key)
    changed, path = _put(inner if isinstance(inner, Mapping) else {}, words[1:], value)
    return {**table, key: changed}, (key, *path)


def _key(table: Mapping[str, Any], word: str) -> str:
    """Give the key as the file spells it: a variable has no small letters and no dashes."""
    plain = word.lower()
    return next((key for key in table if key.lower().replace("-", "_") == plain), plain)


def _value(written: str) -> object:
    try:
        return tomllib.loads(f"value = {written}")["value"]
    except tomllib.TOMLDecodeError:
        return written
