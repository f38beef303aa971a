"""Which of our languages a browser's `Accept-Language` header asks for."""

from __future__ import annotations

from collections.abc import Sequence


def preferred(header: str, offered: Sequence[str]) -> str:
    """Give the offered language the header likes best; the first offered where it likes none.

    `offered` are two-letter codes, at least one; a header that cannot be read counts as empty.
    """
    wishes = [_wish(part) for part in header[:500].split(",")]
    liked = sorted((wish for wish in wishes if wish[0] > 0), key=lambda wish: -wish[0])
    return next((code for _weight, code in liked if code in offered), offered[0])


def _wish(part: str) -> tuple[float, str]:
    tag, _, parameters = part.strip().partition(";")
    code = tag.strip().lower().partition("-")[0]
    _, _, weight = parameters.partition("q=")
    try:
        return (float(weight) if weight.strip() else 1.0, code)
    except ValueError:
        return (0.0, code)
