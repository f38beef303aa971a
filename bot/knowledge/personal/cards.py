"""Payment cards: a number in a range of an issuer, of that range's length, that passes Luhn's check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.knowledge.personal.checksums import is_luhn
from bot.knowledge.personal.finding import Finding, Kind, runs
from bot.knowledge.personal.ibans import in_account

_RUN = re.compile(r"(?<![\w/=+])(?<!\d[.,:-])\d+(?:[ .-]\d+)*(?![\w%€$£])")
_GROUP = re.compile(r"\d+")
_SHORTEST = 3

_RANGES: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({16, 19})),
    (51, 55, frozenset({16})),
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14})),
    (36, 36, frozenset({14})),
    (38, 39, frozenset({14})),
    (3528, 3589, frozenset({16})),
    (6011, 6011, frozenset({16})),
    (644, 659, frozenset({16})),
    (5018, 5018, frozenset({16, 17, 18, 19})),
    (5020, 5020, frozenset({16, 17, 18, 19})),
    (5038, 5038, frozenset({16, 17, 18, 19})),
    (6304, 6304, frozenset({16, 17, 18, 19})),
    (6759, 6763, frozenset({16, 17, 18, 19})),
)
"""First and last beginning of a range, with the lengths of its numbers."""


def cards(text: str) -> Iterator[Finding]:
    """Give the numbers of cards in a text, in one piece or in groups of at least three digits."""
    for found in _RUN.finditer(text):
        done = 0
        for start, end in _rows(text, found):
            number = re.sub(r"\D", "", text[start:end])
            if start >= done and is_card(number) and not in_account(text, start):
                yield Finding(kind=Kind.CARD, start=start, end=end, value=number)
                done = end


def _rows(text: str, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Give the rows of groups that may be a whole number: at most a day or the like is cut off before."""
    groups = [part.span() for part in _GROUP.finditer(text, *found.span())]
    before = {start: at - begun for (begun, at), (start, _) in pairwise(groups)}
    for start, end in runs(groups):
        sizes = [len(group) for group in _GROUP.findall(text, start, end)]
        if before.get(start, 0) < _SHORTEST and (len(sizes) == 1 or min(sizes) >= _SHORTEST):
            yield start, end


def is_card(digits: str) -> bool:
    """Tell whether digits alone are a card's number."""
    fits = any(
        len(digits) in lengths and low <= int(digits[: len(str(low))]) <= high
        for low, high, lengths in _RANGES
    )
    return fits and is_luhn(digits)
