"""Where each key and value of a TOML text stands; the text must be one that tomllib accepts."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""The way to a value: keys, and indexes of arrays."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"""(?:"{1,2}(?!"))?', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'''(?:'{1,2}(?!'))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; both count from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Places:
    """Where keys begin and where values begin (a string's first character, inside its quotes).

    `spans` are the first character of each value and the one after its last, quotes and brackets included;
    they count from 0 in the text with line ends of one character.
    """

    keys: Mapping[Path, Place] = field(default_factory=dict)
    values: Mapping[Path, Place] = field(default_factory=dict)
    spans: Mapping[Path, tuple[int, int]] = field(default_factory=dict)

    def key(self, path: Path) -> Place:
        """Give the place of a key, or of the nearest one around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.keys:
                return self.keys[path[:length]]
        return START

    def value(self, path: Path) -> Place:
        """Give the place of a value, or of the nearest one around it."""
        for length in range(len(path), 0, -1):
            place = self.values.get(path[:length]) or self.keys.get(path[:length])
            if place:
                return place
        return START


def scan(text: str) -> Places:
    """Find every key and value of a valid TOML text."""
    scanner = _Scanner(text.replace("\r\n", "\n"))
    scanner.document()
    return Places(scanner.keys, scanner.values, scanner.spans)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.spans: dict[Path, tuple[int, int]] = {}
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._arrays: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        return Place(line, at - self._starts[line - 1] + 1)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        found = match.group() if match else ""
        self.at += len(found)
        return found

    def _header(self) -> Path:
        double = self.text.startswith("[[", self.at)
        self.at += 2 if double else 1
        parts = list(self._key())
        self.at += 2 if double else 1
        path = self._enter((), parts[:-1])
        name, place = parts[-1]
        path += (name,)
        self.keys.setdefault(path, place)
        if double:
            self._arrays[path] = self._arrays.get(path, -1) + 1
        if path in self._arrays:
            path += (self._arrays[path],)
            self.keys[path] = place
        return path

    def _enter(self, path: Path, parts: list[tuple[str, Place]]) -> Path:
        for name, place in parts:
            path += (name,)
            self.keys.setdefault(path, place)
            if path in self._arrays:
                path += (self._arrays[path],)
        return path

    def _pair(self, table: Path) -> None:
        parts = list(self._key())
        path = (*self._enter(table, parts[:-1]), parts[-1][0])
        self.keys[path] = parts[-1][1]
        self._skip(_SPACE)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> Iterator[tuple[str, Place]]:
        while True:
            self._skip(_SPACE)
            place = self._place(self.at)
            yield self._key_part(), place
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return
            self.at += 1

    def _key_part(self) -> str:
        match self.text[self.at]:
            case '"':
                return str(tomllib.loads(f"k = {self._skip(_BASIC)}")["k"])
            case "'":
                return self._skip(_LITERAL)[1:-1]
            case _:
                return self._skip(_BARE_KEY)

    def _value(self, path: Path) -> None:
        start = self.at
        self.values[path] = self._place(start)
        match self.text[start]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._string(path)
            case _:
                self._skip(_SCALAR)
        self.spans[path] = (start, start + len(self.text[start : self.at].rstrip(" \t")))

    def _string(self, path: Path) -> None:
        quote = self.text[self.at]
        if not self.text.startswith(quote * 3, self.at):
            self.values[path] = self._place(self.at + 1)
            self._skip(_BASIC if quote == '"' else _LITERAL)
            return
        newline = self.text.startswith("\n", self.at + 3)
        self.values[path] = self._place(self.at + (4 if newline else 3))
        self._skip(_LONG_BASIC if quote == '"' else _LONG_LITERAL)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self._skip(_BLANK)
            if self.text[self.at] == "]":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while True:
            self._skip(_BLANK)
            if self.text[self.at] == "}":
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
