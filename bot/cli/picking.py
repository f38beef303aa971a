"""Asking a person for a line, and choosing among numbered sentences in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_NUMBERS = re.compile(r"\d+(?:-\d+)?(?:[ ,]+\d+(?:-\d+)?)*")
_WITHOUT = re.compile(r"-(\d+)")
_REWRITTEN = re.compile(r"(\d+)[.:)]? (.*[^\W\d_].*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence that may be taught, and its language."""

    text: str
    language: str


def picked(lines: Sequence[Line], answer: str) -> list[Line] | None:
    """Give the sentences as an answer wants them; none for “0", None where it is no answer."""
    if answer == "0":
        return []
    if _NUMBERS.fullmatch(answer):
        numbers = [number for part in re.split(r"[ ,]+", answer) for number in _numbers(part, len(lines))]
        right = all(1 <= number <= len(lines) for number in numbers)
        return [lines[number - 1] for number in dict.fromkeys(numbers)] if right and numbers else None
    without, rewritten = _WITHOUT.fullmatch(answer), _REWRITTEN.fullmatch(answer)
    found = without or rewritten
    if found is None or not 1 <= int(found[1]) <= len(lines):
        return None
    at = int(found[1]) - 1
    here = [] if rewritten is None else [replace(lines[at], text=rewritten[2])]
    return [*lines[:at], *here, *lines[at + 1 :]]


def _numbers(part: str, most: int) -> Sequence[int]:
    first, _, last = part.partition("-")
    end = int(last or first)
    return range(int(first), min(end, most + 1) + 1)


def ask_line(question: str) -> str:
    """Ask for a line, and give it with tidy spaces. Raises EOFError where there is none any more."""
    print(f"{question}\n> ", end="", flush=True)
    return " ".join(input().split())


def ask_until(question: str, usual: str, right: Callable[[str], bool], wrong: str) -> str:
    """Ask until the answer is right; an empty one is the usual."""
    while True:
        answer = ask_line(question) or usual
        if right(answer):
            return answer
        print(wrong)
