"""“Did you mean …?”: the nearest of the names that would have been right."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_NEAR_ENOUGH = 65.0


def nearest(wrong: str, names: Iterable[str]) -> str:
    """Give the name most like `wrong`, or "" if none is near."""
    by_lower = {name.lower(): name for name in names}
    found = process.extractOne(wrong.lower(), list(by_lower), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return by_lower[found[0]] if found else ""


def did_you_mean(wrong: str, names: Iterable[str]) -> str:
    """Give the hint “did you mean “…”?”, or the few names there are, or ""."""
    listed = sorted(names)
    near = nearest(wrong, listed)
    if near:
        return f"did you mean “{near}”?"
    if 0 < len(listed) <= 12:
        return "one of: " + ", ".join(listed)
    return ""
