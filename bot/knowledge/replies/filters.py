"""The filters for people: money, first_name, plural; those for times are in dates.py."""

from __future__ import annotations

import re
from datetime import datetime

from babel import UnknownLocaleError
from babel.numbers import NumberFormatError, format_currency, parse_decimal

from bot.knowledge.names import first_name
from bot.knowledge.replies import dates
from bot.knowledge.replies.nodes import Filter
from bot.knowledge.replies.values import Values

_AMOUNT = re.compile(r"(?P<before>[€$£]|[A-Z]{3})? ?(?P<number>\d[\d.,]*) ?(?P<after>[€$£]|[A-Za-z]{3,5})?")
_CURRENCIES = {
    "€": "EUR", "euro": "EUR", "eur": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip


def apply(item: Filter, value: str | datetime, values: Values, before: str) -> str:
    """Put one value through one filter; `before` is the text it will follow."""
    if isinstance(value, datetime):
        return _moment(item.name, value, values, before)
    match item.name:
        case "money":
            return money(value, values.language)
        case "first_name":
            return first_name(value)
        case "plural":
            return plural(value, *item.words)
        case _:
            return value


def _moment(name: str, value: datetime, values: Values, before: str) -> str:
    match name:
        case "day":
            return dates.day(value, values.now, values.calendar, values.language)
        case "time":
            return dates.clock(values.calendar.local(value), values.language)
        case _:
            return dates.when(value, values.now, values.calendar, values.language, before)


def money(value: str, language: str) -> str:
    """Write an amount as the language does: “20 €”, “20,50 €”, “€20”; what is no amount is left as it is."""
    match = _AMOUNT.fullmatch(value.strip())
    if match is None:
        return value
    currency = _CURRENCIES.get((match["after"] or match["before"] or "€").lower(), "")
    if not currency:
        return value
    number = match["number"].rstrip(".,")
    decimal = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number).replace(",", ".")
    try:
        amount = parse_decimal(decimal, locale="en")
        written = format_currency(amount, currency, locale=language)
    except (NumberFormatError, UnknownLocaleError):
        return value
    return re.sub(r"[.,]00(?!\d)", "", written).replace("\xa0", " ").replace("\u202f", " ")


def plural(value: str, one: str, many: str) -> str:
    """Give “1 giorno”, “3 giorni”."""
    return f"{value} {one if value.strip() == '1' else many}"
