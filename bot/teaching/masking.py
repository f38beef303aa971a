"""Takes what is personal out of a customer's sentence before it becomes an example of the brand's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.personal.cards import cards
from bot.knowledge.personal.emails import emails
from bot.knowledge.personal.finding import Finding
from bot.knowledge.personal.ibans import ibans
from bot.knowledge.personal.names import told_names
from bot.knowledge.personal.tax_codes import tax_codes
from bot.knowledge.slots import find_pattern
from bot.settings.values import Slot, SlotKind

NEUTRAL = "…"
"""Stands for what is personal and has no slot of the brand's."""

Span = tuple[int, int]
Spans = Callable[[str], Iterator[Span]]

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@(?:[\w-]+\.)+[^\W\d_]{2,24}")
_MENTION = re.compile(r"(?<![\w.@])@\w+")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}[A-Za-z0-9]{11,30}\b", re.ASCII)
_FISCAL = re.compile(
    r"\b[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]\b", re.IGNORECASE
)
_GROUPS = re.compile(r"(?<![\w+])\+?\d{1,19}(?:[ ./-]\d{2,12}){0,7}(?!\w)")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"(?<![\w/-])(?:[^\W\d_]{0,6}[-/]?\d[\w/-]*)")
_MONEY = r"(?:€|\$|£|\b(?:euros?|euri|eur|usd|gbp|dollars?)\b)"
_MONEY_AFTER = re.compile(rf"\s?{_MONEY}", re.IGNORECASE)
_MONEY_BEFORE = re.compile(rf"{_MONEY}\s?$", re.IGNORECASE)
_SHORTEST_NAME = 3
_TELEPHONE = range(8, 14)
_CARD = range(14, 200)  # and what is longer still
_LONG, _WORTH = 5, 7
_TELLING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A sentence fit to be shown and taught; `hidden` says what was taken out of it, each kind once."""

    text: str
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """Hides what is personal in customers' texts, under the marks of the brand's slots where it has any.

    `own` is how customers address the brand: that stays.
    """

    slots: Mapping[str, Slot]
    own: Sequence[str] = ()

    def hide(self, text: str, *, names: Sequence[str] = ()) -> Masked:
        """Put a `{slot}` mark, else NEUTRAL, for what is personal; `names` are the customer's own names."""
        hidden: list[str] = []
        for what, mark, spans in (*self._kinds(), ("name", NEUTRAL, lambda words: self._named(words, names))):
            text, found = _replaced(text, spans, mark)
            hidden += [what] * found
        return Masked(text=text, hidden=tuple(dict.fromkeys(hidden)))

    def _kinds(self) -> Iterator[tuple[str, str, Spans]]:
        """Give what is looked for, in order, with the mark that stands for it."""
        yield "link", NEUTRAL, _spans(_LINK)
        yield "email address", self._mark(SlotKind.EMAIL), _either(emails, _spans(_EMAIL))
        yield "bank account", self._mark(SlotKind.IBAN), _either(ibans, _like_ibans)
        yield "tax code", self._mark(SlotKind.FISCAL_CODE), _either(tax_codes, _spans(_FISCAL))
        for slot in self.slots.values():
            if slot.kind is SlotKind.PATTERN:
                yield slot.name, f"{{{slot.name}}}", _by_pattern(slot)
        yield "card number", NEUTRAL, _either(cards, _like_cards)
        yield "telephone number", self._mark(SlotKind.PHONE), _either(_phones, _like_phones)
        yield "number", self._mark(SlotKind.ORDER), _numbers
        yield "mention", NEUTRAL, self._mentions
        yield "name", NEUTRAL, told_names

    def _mark(self, kind: SlotKind) -> str:
        return next((f"{{{name}}}" for name, slot in self.slots.items() if slot.kind is kind), NEUTRAL)

    def _mentions(self, text: str) -> Iterator[Span]:
        own = {name.lstrip("@").casefold() for name in self.own}
        for found in _MENTION.finditer(text):
            if found[0][1:].casefold() not in own:
                yield found.span()

    def _named(self, text: str, names: Sequence[str]) -> Iterator[Span]:
        """Give where the customer's own names stand, unless they are words of the brand's name."""
        own = {word.casefold() for name in self.own for word in re.findall(r"\w+", name)}
        words = {word.casefold() for name in names for word in re.findall(r"[^\W\d_]+", name)}
        words = {word for word in words - own if len(word) >= _SHORTEST_NAME}
        for found in re.finditer(r"\w+", text) if words else ():
            if found[0].casefold() in words and text[found.start() - 1 : found.start()] not in {"{", "@"}:
                yield found.span()


def _replaced(text: str, spans: Spans, mark: str) -> tuple[str, int]:
    """Put a mark for each span; gives the text and how many there were."""
    parts: list[str] = []
    end = count = 0
    for start, stop in spans(text):
        parts += (text[end:start], mark)
        end, count = stop, count + 1
    return "".join((*parts, text[end:])), count


def _spans(pattern: re.Pattern[str]) -> Spans:
    return lambda text: (found.span() for found in pattern.finditer(text))


def _either(sure: Callable[[str], Iterator[Finding]], alike: Spans) -> Spans:
    """Give what is surely of a kind, and what is only like it: an example needs none of both."""

    def spans(text: str) -> Iterator[Span]:
        end = 0
        found = [*((item.start, item.end) for item in sure(text)), *alike(text)]
        for start, stop in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= end:
                yield start, stop
                end = stop

    return spans


def _like_ibans(text: str) -> Iterator[Span]:
    """Give what has the form of an account number, written in one piece."""
    for found in _IBAN.finditer(text):
        if sum(map(str.isdigit, found[0])) > len(found[0]) // 2:
            yield found.span()


def _phones(text: str) -> Iterator[Finding]:
    from bot.knowledge.personal.phones import phones  # noqa: PLC0415 - 30 ms, only where needed

    return phones(text, "IT")


def _like_cards(text: str) -> Iterator[Span]:
    return (found.span() for found in _grouped(text, _CARD))


def _like_phones(text: str) -> Iterator[Span]:
    """Give what is written or begins like a telephone number; other long numbers are references."""
    for found in _grouped(text, _TELEPHONE):
        if found[0].startswith(("+", "0", "3")) or not found[0].isdigit():
            yield found.span()


def _grouped(text: str, sizes: range) -> Iterator[re.Match[str]]:
    """Give so many digits in groups, but for dates."""
    for found in _GROUPS.finditer(text):
        if sum(map(str.isdigit, found[0])) in sizes and not _DATE.fullmatch(found[0]):
            yield found


def _numbers(text: str) -> Iterator[Span]:
    """Give references and the like: a word with five digits or more, but for dates and sums of money."""
    for found in _NUMBER.finditer(text):
        digits = sum(map(str.isdigit, found[0]))
        if digits >= _LONG and not (_DATE.fullmatch(found[0]) or (digits <= _WORTH and _is_money(found))):
            yield found.span()


def _is_money(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 8) : found.start()]
    return bool(_MONEY_AFTER.match(found.string, found.end()) or _MONEY_BEFORE.search(before))


def _by_pattern(slot: Slot) -> Spans:
    """Give a pattern's values where they point to somebody: private ones, and those with several digits."""

    def spans(text: str) -> Iterator[Span]:
        values = [value for value in find_pattern(slot, text) if slot.private or _tells(value)]
        if values:
            longest_first = sorted(values, key=len, reverse=True)
            yield from _spans(re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE))(text)

    return spans


def _tells(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= _TELLING
