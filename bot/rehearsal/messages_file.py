"""Reads real messages from a JSONL file, one object a line; every line that is wrong is named at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import SetupError
from bot.model.text import clean
from bot.model.traits import Traits
from bot.rehearsal.script import Line, Script
from bot.settings.suggest import did_you_mean

KEYS = ("at", "text", "customer", "name", "channel", "language", "followers", "button")
"""What a line may have; `at` and one of `text` and `button` it must."""

_AT = 'write it as "2026-11-28T10:30", on the brand\'s clock, or with an offset as "…+01:00"'


class _WrongLineError(ValueError):
    """What is wrong with a line, and what to do about it."""


def read_messages(
    file: str, text: str, *, traits: Mapping[str, Traits], zone: ZoneInfo, channel: str
) -> Script:
    """Read a file's lines; `channel` is the address of those that name none. Raises SetupError.

    A line without `customer` comes from a customer of its own. Lines need not be in the order of time.
    """
    found: list[Line] = []
    wrong: list[str] = []
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            found.append(_line(number, written, traits, zone, channel))
        except _WrongLineError as error:
            wrong.append(f"  {file}:{number}: {error}")
    if wrong:
        count = f"{len(wrong)} line{'s' if len(wrong) != 1 else ''} of {file} cannot be read"
        raise SetupError("\n".join((count, *wrong)), hint="mend the file; nothing was rehearsed")
    if not found:
        raise SetupError(f"there is no message in {file}", hint='write lines as {"at": …, "text": …}')
    lines = sorted(found, key=lambda line: line.at)
    source = f"{len(lines)} messages of {file}"
    return Script(lines=tuple(lines), source=source, since=lines[0].at, until=lines[-1].at, invented=False)


def _line(number: int, written: str, traits: Mapping[str, Traits], zone: ZoneInfo, channel: str) -> Line:
    data = _object(written)
    address = _text(data, "channel") or channel
    return Line(
        id=str(number),
        at=_moment(data, zone),
        customer=_text(data, "customer") or f"line {number}",
        address=_known(address, traits),
        text=_words(data, "text"),
        button=_words(data, "button"),
        name=_text(data, "name"),
        language=_text(data, "language"),
        followers=_followers(data),
    )


def _object(written: str) -> dict[str, Any]:
    try:
        data = json.loads(written)
    except ValueError as error:
        raise _WrongLineError(f"this is not JSON ({error}): write one object a line") from error
    if not isinstance(data, dict):
        raise _WrongLineError('this is no object: write {"at": "…", "text": "…"}')
    for key in data:
        if key not in KEYS:
            raise _WrongLineError(f"there is no “{key}”: {did_you_mean(key, KEYS) or ', '.join(KEYS)}")
    if not (_words(data, "text").strip() or _words(data, "button").strip()):
        raise _WrongLineError("there is neither “text” nor “button”: say what the customer wrote or pressed")
    return data


def _moment(data: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    written = data.get("at")
    if not isinstance(written, str):
        raise _WrongLineError(f"“at” is missing: {_AT}" if written is None else f"“at” is no text: {_AT}")
    try:
        moment = datetime.fromisoformat(written)
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _WrongLineError(f"“{written}” is no time: {_AT}") from error


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _WrongLineError(f"“{key}” must be text in quotes")
    return clean(value).strip()


def _words(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key) or ""
    if not isinstance(value, str):
        raise _WrongLineError(f"“{key}” must be text in quotes")
    return clean(value)


def _followers(data: Mapping[str, Any]) -> int | None:
    value = data.get("followers")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _WrongLineError("“followers” must be a whole number, 0 or more")
    return value


def _known(address: str, traits: Mapping[str, Traits]) -> str:
    addresses = tuple(addresses_of(traits))
    if address in traits:
        return traits[address].address(traits[address].default_surface)
    if address not in addresses:
        meant = did_you_mean(address, addresses) or f"use one of {', '.join(addresses)}"
        raise _WrongLineError(f"there is no channel “{address}”: {meant}")
    return address


def addresses_of(traits: Mapping[str, Traits]) -> Iterator[str]:
    """Give every channel address there is: "web", "x.post", "x.dm"."""
    for item in traits.values():
        yield from (item.address(surface) for surface in item.surfaces)
