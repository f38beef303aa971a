"""Expressions of words, matched word by word: `*` is any ending, `…` at most a few words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

GAP = 6
"""Most words between the parts of an expression."""

NO_WORD = ""
"""Stands where a word was taken out: no expression reaches over it."""

_WORDS = re.compile(r"\w+\*?")

Label = TypeVar("Label")

Part = tuple[str, ...]
Parts = tuple[Part, ...]


def words(text: str) -> list[str]:
    """Give the words of a text that is in small letters already."""
    return [word.rstrip("*") for word in _WORDS.findall(text)]


class Expressions(Generic[Label]):
    """Many expressions with a label each, found by their first word: a long list costs no more time."""

    def __init__(self) -> None:
        self._whole: dict[str, list[tuple[Label, Parts]]] = {}
        self._begun: dict[str, list[tuple[Label, Parts]]] = {}
        self._lengths: set[int] = set()

    def add(self, label: Label, written: str) -> None:
        """Add an expression in small letters."""
        found = (tuple(_WORDS.findall(part)) for part in written.replace("...", "…").split("…"))
        parts = tuple(part for part in found if part)
        if not parts:
            return
        first = parts[0][0]
        bare = first.rstrip("*")
        if first == bare:
            self._whole.setdefault(bare, []).append((label, parts))
        else:
            self._begun.setdefault(bare, []).append((label, parts))
            self._lengths.add(len(bare))

    def found_in(self, text: Sequence[str]) -> Iterator[tuple[Label, int, int]]:
        """Give what stands in a text: the label, the first word, and the one after the last."""
        for start, word in enumerate(text):
            for label, parts in self._beginning(word):
                end = _reach(parts, text, start)
                if end:
                    yield label, start, end

    def _beginning(self, word: str) -> Iterator[tuple[Label, Parts]]:
        yield from self._whole.get(word, ())
        for length in self._lengths:
            if length <= len(word):
                yield from self._begun.get(word[:length], ())


def _reach(parts: Sequence[Part], text: Sequence[str], start: int) -> int:
    """Give the word after the last when the parts stand from `start` on; 0 if they do not."""
    first, *rest = parts
    end = start + len(first)
    if not _stands(first, text[start:end]):
        return 0
    if not rest:
        return end
    for begin in range(end, min(end + GAP, len(text) - 1) + 1):
        reached = _reach(rest, text, begin)
        if reached:
            return reached
        if text[begin] == NO_WORD:
            break
    return 0


def _stands(part: Part, text: Sequence[str]) -> bool:
    return len(part) == len(text) and all(
        word.startswith(wanted[:-1]) and word != NO_WORD if wanted.endswith("*") else word == wanted
        for wanted, word in zip(part, text, strict=True)
    )
