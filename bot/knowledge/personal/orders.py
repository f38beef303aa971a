"""Numbers of orders, contracts and cases: personal where the same text tells whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.knowledge.dates import find_date
from bot.knowledge.personal.finding import Finding, Kind
from bot.knowledge.personal.names import told_names

_ORDER = re.compile(
    r"(?<![\w.,:+@/-])(#?)([A-Za-z]{0,4}[-/]?\d[\dA-Za-z-]{3,23})(?![\w@/]|[.,:]\d|\s?(?:€|euro|\$|£))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURE = re.compile(r"\d+(?:[gmkt]b|giga|mega|[mk]bps|mah|min|sms|km|kg|[kgmhx])", re.IGNORECASE)
_POST = 16
"""A bare number of so many digits is a card's or a post's, not an order's."""

_NAMED = re.compile(
    r"(?:\b(?:ordin[ei]|orders?|spedizione|shipment|pratica|ticket|case|contratt[oi]|contract|client[ei]|customer"
    r"|account|utenza|fattura|invoice|segnalazione|reclamo|complaint|request|richiesta|booking|prenotazione"
    r"|riferimento|reference|ref)\b|#)(?:[^\d.!?\n]|\b(?:n|nr|no|num)\.){0,30}$",
    re.IGNORECASE,
)
_BETWEEN = r"\W+"
_OURS = re.compile(r"TK-?\d+", re.IGNORECASE)
"""Our own references are said in public: they open nothing by themselves."""


def orders(text: str) -> Iterator[Finding]:
    """Give what has the form of an order's number: no date, year, measure or sum of money; in capitals."""
    alone = text.strip()
    for found in _ORDER.finditer(text):
        code = found[2].rstrip("-")
        digits = sum(char.isdigit() for char in code)
        if digits < 4 or find_date(code) is not None or _MEASURE.fullmatch(code):
            continue
        year = _YEAR.fullmatch(code) and not found[1] and code != alone
        post = code.isdigit() and len(code) >= _POST
        if not year and not post:
            start = found.start()
            yield Finding(kind=Kind.ORDER, start=start, end=found.start(2) + len(code), value=code.upper())


def orders_with_names(text: str, known: Sequence[str] = ()) -> Iterator[Finding]:
    """Give the numbers that are called an order's or the like and the name beside them, if both are told.

    A name counts if it is told as the writer's own and is a first and a last name; or if it is among `known`.
    """
    names = [*_full_names(text), *_known_names(text, known)]
    if not names:
        return
    numbers = [
        item
        for item in orders(text)
        if not _OURS.fullmatch(item.value.lstrip("#"))
        and (text[item.start] == "#" or _NAMED.search(text, max(0, item.start - 60), item.start))
    ]
    if numbers:
        yield from numbers
        for start, end in names:
            yield Finding(kind=Kind.NAME, start=start, end=end, value=text[start:end])


def _full_names(text: str) -> Iterator[tuple[int, int]]:
    return ((start, end) for start, end in told_names(text) if len(text[start:end].split()) > 1)


def _known_names(text: str, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    for name in known:
        words = re.findall(r"[^\W\d_]+", name)
        if len(words) > 1:
            pattern = re.compile(rf"\b{_BETWEEN.join(words)}\b", re.IGNORECASE)
            yield from (found.span() for found in pattern.finditer(text))
