"""Whether a text names the brand, also with a slip of the finger."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

_WORDS = re.compile(r"\w+")
_MAY_SLIP = 5
"""Letters a name has in which one may be wrong: a shorter one would be found in every text."""


def named_in(text: str, terms: Iterable[str], alike: float) -> str:
    """Give the first term that a text names; "" if none.

    `alike` is how near (0 to 100) words must be to a term of five letters or more; 100 takes no slip.
    """
    words = _WORDS.findall(text.casefold())
    return next((term for term in terms if _names(words, term, alike)), "")


def _names(words: list[str], term: str, alike: float) -> bool:
    wanted = " ".join(_WORDS.findall(term.casefold()))
    joined = wanted.replace(" ", "")
    if not joined:
        return False
    least = alike if len(joined) >= _MAY_SLIP else 100
    return any(fuzz.ratio(window, joined) >= least for window in _windows(words, wanted.count(" ") + 1))


def _windows(words: list[str], size: int) -> Iterator[str]:
    """Give neighbouring words run together, as many as the term has, one word alone too."""
    for count in {1, size}:
        for start in range(len(words) - count + 1):
            yield "".join(words[start : start + count])
