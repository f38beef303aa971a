"""All personal data in a text, whatever its kind, also where its characters are disguised."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from bot.knowledge.personal.cards import cards
from bot.knowledge.personal.documents import papers, vat_numbers
from bot.knowledge.personal.emails import emails
from bot.knowledge.personal.finding import Finding
from bot.knowledge.personal.ibans import ibans
from bot.knowledge.personal.orders import orders_with_names
from bot.knowledge.personal.tax_codes import tax_codes

_DIGITS = 4
"""No number that is personal has fewer."""

_INVISIBLE = frozenset({"Cf", "Me"})
_VARIATIONS = range(0xFE00, 0xFE10)


def find_personal(text: str, *, country: str, names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Give the personal data in a text, in its order and without overlaps.

    Telephone numbers without a prefix are read as those of `country` ("IT"). `names` are the writer's own, as
    the channel knows them: they make an order's number personal. What overlaps counts once, as the surest.
    """
    plain, places = _plain(text)
    kept: list[Finding] = []
    for item in _every(plain, country, names):
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return tuple(_placed(item, places) for item in sorted(kept, key=lambda item: item.start))


def _every(text: str, country: str, names: Sequence[str]) -> Iterator[Finding]:
    """Give what every finder finds, the surest first."""
    numbers = sum(map(str.isdigit, text)) >= _DIGITS
    if numbers:
        yield from ibans(text)
    yield from tax_codes(text)
    if numbers:
        yield from cards(text)
    yield from emails(text)
    if numbers:
        from bot.knowledge.personal.phones import phones  # noqa: PLC0415 - 30 ms, only where needed

        yield from vat_numbers(text)
        yield from papers(text)
        yield from phones(text, country)
        yield from orders_with_names(text, names)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Give a text in plain characters, and where each of them stands in the original."""
    if text.isascii():
        return text, range(len(text))
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in _INVISIBLE or ord(char) in _VARIATIONS:
            continue
        plain = unicodedata.normalize("NFKC", char)
        chars.append(plain)
        places += [place] * len(plain)
    return "".join(chars), places


def _placed(item: Finding, places: Sequence[int]) -> Finding:
    start, end = places[item.start], places[item.end - 1] + 1
    return Finding(kind=item.kind, start=start, end=end, value=item.value)
