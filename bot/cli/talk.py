"""Printing: data to stdout, talk to stderr, colour only where someone can see it."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def say(text: str = "") -> None:
    """Print a line of what was asked for, at once."""
    print(text, flush=True)


def tell(text: str) -> None:
    """Print a line of talk, which is not data."""
    print(text, file=sys.stderr, flush=True)


def colours(stream: TextIO) -> bool:
    """Tell whether a stream shows colours: a terminal, and nobody has set NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def red(text: str) -> str:
    """Give the text in red, where stdout shows colours."""
    return _painted(text, "31")


def green(text: str) -> str:
    """Give the text in green, where stdout shows colours."""
    return _painted(text, "32")


def yellow(text: str) -> str:
    """Give the text in yellow, where stdout shows colours."""
    return _painted(text, "33")


def dim(text: str) -> str:
    """Give the text in grey, where stdout shows colours."""
    return _painted(text, "2")


def counted(count: int, noun: str) -> str:
    """Give "1 problem", "2 problems", "no problems"; the noun's plural is regular."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _painted(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if colours(sys.stdout) else text
