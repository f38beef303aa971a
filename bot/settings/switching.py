"""Switches a channel on in the text of settings.toml, and touches nothing else of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from bot.model.problem import Source
from bot.settings.positions import Places, scan

_OUTSIDE = re.compile(r"[ \t]*(?:#.*)?")


class NotSwitchableError(ValueError):
    """The file's form leaves no safe place for the block; the message says so, `block` is what to add."""

    def __init__(self, message: str, block: str) -> None:
        super().__init__(message)
        self.block = block


def variables_in(text: str, name: str) -> Mapping[str, str]:
    """Give the variables that a channel's keys are read from, by key; the text is valid TOML."""
    block = _block_in(tomllib.loads(text), name) or {}
    return {
        key: value.strip().removeprefix("env:")
        for key, value in block.items()
        if isinstance(value, str) and value.strip().startswith("env:")
    }


def switched_on(source: Source, name: str, variables: Mapping[str, str]) -> Source:
    """Give settings.toml, which is valid TOML, with a channel's block that reads its secrets from variables.

    A block that is there gets the keys it lacks; one that waits behind # is opened; else a new one follows
    the other channels. Every other line stays as it is. Raises NotSwitchableError.
    """
    newline = "\r\n" if "\r\n" in source.text else "\n"
    lines = source.text.replace("\r\n", "\n").split("\n")
    before = tomllib.loads(source.text)
    keys = [f'{key} = "env:{variable}"' for key, variable in variables.items()]
    if _block_in(before, name) is not None:
        after = _with_keys(lines, scan(source.text), before, name, variables)
    elif f"# [channels.{name}]" in "\n".join(lines):
        after = _opened(lines, name, keys)
    else:
        after = _with_block(lines, scan(source.text), [f"[channels.{name}]", *keys])
    text = newline.join(after)
    if not _says(before, text, name, variables):
        raise NotSwitchableError(
            f"{source.path}: [channels.{name}] cannot be written into the file as it stands",
            "\n".join((f"[channels.{name}]", *keys)),
        )
    return Source(path=source.path, text=text)


def _block_in(data: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    channels = data.get("channels", {})
    block = channels.get(name) if isinstance(channels, dict) else None
    return block if isinstance(block, dict) else None


def _with_keys(
    lines: list[str], places: Places, data: Mapping[str, Any], name: str, variables: Mapping[str, str]
) -> list[str]:
    header = places.key(("channels", name)).line
    block = _block_in(data, name) or {}
    lacking = [f'{key} = "env:{value}"' for key, value in variables.items() if key not in block]
    return [*lines[:header], *lacking, *lines[header:]]


def _opened(lines: list[str], name: str, keys: list[str]) -> list[str]:
    """Take the # from before the block's lines; what stood beside its header was about the #."""
    first = next(number for number, line in enumerate(lines) if line.startswith(f"# [channels.{name}]"))
    last = first + 1
    opened: list[str] = []
    while last < len(lines) and (found := re.match(r"# ([a-z_]+ = .*)", lines[last])):
        opened.append(found[1])
        last += 1
    there = {line.partition(" = ")[0] for line in opened}
    lacking = [key for key in keys if key.partition(" = ")[0] not in there]
    return [*lines[:first], f"[channels.{name}]", *lacking, *opened, *lines[last:]]


def _with_block(lines: list[str], places: Places, block: list[str]) -> list[str]:
    """Put a block after the last of the channels, before what stands above the next section."""
    ours = [place.line for path, place in places.keys.items() if path[0] == "channels"]
    after = max(ours, default=len(lines))
    following = [place.line for path, place in places.keys.items() if place.line > after]
    at = min(following, default=len(lines) + 1) - 1
    while at > 0 and _OUTSIDE.fullmatch(lines[at - 1]):
        at -= 1
    rest = lines[at:] if any(lines[at:]) else [""]
    return [*lines[:at], "", *block, *rest]


def _says(before: Mapping[str, Any], text: str, name: str, variables: Mapping[str, str]) -> bool:
    """Tell whether a text says what was said before, and besides that the channel reads its variables."""
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    block = dict(_block_in(after, name) or {})
    was = _block_in(before, name)
    if any(block.get(key) != f"env:{variable}" for key, variable in variables.items()):
        return False
    if was is not None and not was.items() <= block.items():
        return False
    return _without(before, name) == _without(after, name)


def _without(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    channels = data.get("channels", {})
    others = {key: value for key, value in channels.items() if key != name} if channels else {}
    return {**data, "channels": others}
