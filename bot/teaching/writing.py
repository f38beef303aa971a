"""Adds a sentence to the text of an intent's file, and touches nothing else of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from bot.model.problem import Source
from bot.settings.positions import Place, Places, scan
from bot.settings.toml import as_toml

_LITERAL, _BASIC = "'''", '"""'
_CLOSED = {"'": re.compile(r"[^'\n]*'"), '"': re.compile(r'(?:[^"\\\n]|\\.)*"')}
_BOM = "\ufeff"


class NotWritableError(ValueError):
    """The file's form leaves no safe place for the sentence; the message names file and line."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def with_sentence(source: Source, language: str, sentence: str) -> Source:
    """Give an intent's file with one more line of `say`; the sentence is one line, fit to stand there.

    Where sentences stand one a line exactly one line is added, and every other byte stays. Raises
    NotWritableError where the file is no TOML or has no place for it.
    """
    mark = _BOM if source.text.startswith(_BOM) else ""
    text = source.text.removeprefix(_BOM)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{source.path} is not TOML: {error}"
        raise NotWritableError(message, "`sportello lint` says where") from error
    after = _added(text, scan(text), before, language, sentence)
    if after is None or not _says_the_same(text, after, language, sentence):
        line = scan(text).key((language, "say")).line
        raise NotWritableError(
            f"{source.path}:{line}: no sentence can be added to the way “say” is written here",
            f"put the sentences one a line between ''' and ''' under [{language}]",
        )
    return Source(path=source.path, text=mark + after)


def without_sentence(source: Source, language: str, sentence: str) -> Source:
    """Give an intent's file without a sentence that stands on a line of its own in `say`.

    Raises NotWritableError where it does not stand so.
    """
    text = source.text.removeprefix(_BOM)
    mark = source.text[: len(source.text) - len(text)]
    lines = text.split("\n")
    for number, line in enumerate(lines):
        rest = "\n".join((*lines[:number], *lines[number + 1 :]))
        if line.strip() == sentence and _says_the_same(rest, text, language, sentence):
            return Source(path=source.path, text=mark + rest)
    raise NotWritableError(
        f"{source.path}: “{sentence}” does not stand on a line of its own under [{language}]",
        "take it out by hand",
    )


def _added(text: str, places: Places, data: dict[str, Any], language: str, sentence: str) -> str | None:
    said = data.get(language, {}).get("say") if isinstance(data.get(language, {}), dict) else None
    if language not in data:
        return _with_language(text, language, sentence)
    path = (language, "say")
    if said is None:
        return _with_say(text, places, language, sentence)
    if path not in places.values:
        return None
    at = _offset(text, places.values[path])
    if isinstance(said, list):
        return _in_array(text, at, sentence)
    return _in_string(text, at, said, sentence) if isinstance(said, str) else None


def _offset(text: str, place: Place) -> int:
    """Give where a place is; lines end with a newline, whatever stands before it."""
    start = 0
    for _ in range(place.line - 1):
        start = text.index("\n", start) + 1
    return start + place.column - 1


def _newline(text: str, at: int) -> str:
    """Give how the lines around a place end."""
    end = text.find("\n", at)
    end = text.rfind("\n", 0, at) if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _in_string(text: str, at: int, said: str, sentence: str) -> str | None:
    """Add a line to a text of sentences; `at` is its first character, inside the quotes."""
    before = text[:at].removesuffix("\n").removesuffix("\r")
    if before.endswith(_LITERAL):
        end = text.index(_LITERAL, at)
        start = max(at, text.rfind("\n", 0, end) + 1)
        return f"{text[:start]}{sentence}{_newline(text, start - 1)}{text[start:]}"
    if before.endswith(_BASIC):
        return f"{text[:at]}{_escaped(sentence)}{_newline(text, at - 1)}{text[at:]}"
    return _as_block(text, at, said, sentence)


def _as_block(text: str, at: int, said: str, sentence: str) -> str | None:
    """Make a block of a text between single quotes, its own sentence first."""
    quote = text[at - 1]
    closed = _CLOSED[quote].match(text, at) if quote in _CLOSED else None
    if closed is None or _LITERAL in said:
        return None
    newline = _newline(text, at)
    block = newline.join((_LITERAL, said, sentence, _LITERAL))
    return f"{text[: at - 1]}{block}{text[closed.end() :]}"


def _escaped(sentence: str) -> str:
    return sentence.replace("\\", "\\\\").replace('"', '\\"')


def _in_array(text: str, at: int, sentence: str) -> str | None:
    """Add an element after the opening bracket of a list, on a line of its own where the next one is."""
    written = as_toml(sentence)
    line_end = text.find("\n", at)
    rest = text[at + 1 : line_end if line_end >= 0 else len(text)]
    if line_end >= 0 and not rest.partition("#")[0].strip():
        following = text[line_end + 1 :]
        indent = following[: len(following) - len(following.lstrip(" \t"))] if following.strip() else ""
        indent = indent if not following.lstrip(" \t").startswith("]") else f"{indent}    "
        return f"{text[: line_end + 1]}{indent}{written},{_newline(text, at)}{following}"
    comma = "" if text[at + 1 :].lstrip().startswith("]") else ", "
    return f"{text[: at + 1]}{written}{comma}{text[at + 1 :]}"


def _with_say(text: str, places: Places, language: str, sentence: str) -> str | None:
    """Put a block of sentences right under a `[language]` line."""
    place = places.keys.get((language,))
    if place is None:
        return None
    start = _offset(text, Place(place.line, 1))
    end = text.find("\n", start)
    head = text[start : end if end >= 0 else len(text)].partition("#")[0].strip()
    if head.replace(" ", "") != f"[{language}]":
        return None
    newline = _newline(text, start)
    block = _block(sentence, newline)
    return f"{text}{newline}{block}" if end < 0 else f"{text[: end + 1]}{block}{text[end + 1 :]}"


def _with_language(text: str, language: str, sentence: str) -> str:
    """Put a language at the end of the file."""
    newline = _newline(text, 0)
    gap = "" if not text or text.endswith("\n") else newline
    return f"{text}{gap}{newline}[{language}]{newline}{_block(sentence, newline)}"


def _block(sentence: str, newline: str) -> str:
    return f"say = {_LITERAL}{newline}{sentence}{newline}{_LITERAL}{newline}"


@dataclass(frozen=True, slots=True)
class _Said:
    """What a file says but for the sentences of one language, and those, in any order."""

    rest: Any
    sentences: list[str]


def _says_the_same(before: str, after: str, language: str, sentence: str) -> bool:
    """Tell whether a text says what another says, and the sentence besides."""
    try:
        was, now = (_said(tomllib.loads(text), language) for text in (before, after))
    except tomllib.TOMLDecodeError:
        return False
    return was.rest == now.rest and sorted([*was.sentences, sentence]) == now.sentences


def _said(data: dict[str, Any], language: str) -> _Said:
    spoken = dict(data.get(language, {}))
    say = spoken.pop("say", [])
    lines = say if isinstance(say, list) else str(say).split("\n")
    sentences = sorted(line.strip() for line in lines if line.strip())
    rest = {key: value for key, value in data.items() if key != language}
    return _Said(rest=(rest, spoken), sentences=sentences)
