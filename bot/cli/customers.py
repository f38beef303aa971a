"""Customers as they are typed in a chat: `x.post name=Giulia followers=15200 language=en`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from bot.errors import SetupError
from bot.model.message import Author
from bot.model.text import clean

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_MOST_FOLLOWERS = 10**9
_LONGEST_NAME = 80


def read_customer(text: str, customer: Author) -> tuple[str, Author]:
    """Read a channel ("" for none) and what is to change about the customer. Raises SetupError."""
    place = ""
    for word in _words(text):
        key, equals, value = word.partition("=")
        if equals:
            customer = _changed(customer, key, value)
        elif place:
            raise SetupError(f"“{word}” is one word too many", hint='write name="Anna Maria" with quotes')
        else:
            place = word
    return place, customer


def described(customer: Author) -> Mapping[str, str | int]:
    """Give what is known about a customer, as conversation tests write it."""
    words = {"name": customer.name, "handle": customer.handle, "language": customer.language_hint}
    known: dict[str, str | int] = {key: value for key, value in words.items() if value}
    return known if customer.followers is None else {**known, "followers": customer.followers}


def _words(text: str) -> Iterator[str]:
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
    try:
        yield from lexer
    except ValueError as error:
        raise SetupError("a quotation mark is not closed", hint='write name="Anna Maria"') from error


def _changed(customer: Author, key: str, value: str) -> Author:
    if key not in _FIELDS:
        close = get_close_matches(key, _FIELDS, n=1)
        hint = f"did you mean {close[0]}=…?" if close else f"use {', '.join(f'{name}=…' for name in _FIELDS)}"
        raise SetupError(f"a customer has no “{key}”", hint=hint)
    return _FIELDS[key](customer, value)


def _named(customer: Author, value: str) -> Author:
    return replace(customer, name=_short(value))


def _with_handle(customer: Author, value: str) -> Author:
    return replace(customer, handle=_short(value).removeprefix("@"))


def _speaking(customer: Author, value: str) -> Author:
    if value and not _LANGUAGE.fullmatch(value):
        raise SetupError(f"“{value}” is not a language", hint="write a code, as it, en or pt-BR")
    return replace(customer, language_hint=value)


def _followed(customer: Author, value: str) -> Author:
    if not value:
        return replace(customer, followers=None)
    if not (value.isascii() and value.isdigit() and len(value) < 12 and int(value) <= _MOST_FOLLOWERS):
        raise SetupError(
            f"“{value}” is not a number of followers", hint="write a whole number, as followers=15200"
        )
    return replace(customer, followers=int(value))


def _short(value: str) -> str:
    return " ".join(clean(value).split())[:_LONGEST_NAME]


_FIELDS: Mapping[str, Callable[[Author, str], Author]] = {
    "name": _named,
    "handle": _with_handle,
    "language": _speaking,
    "followers": _followed,
}
