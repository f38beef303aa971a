"""The small stock of phrases that invented people use around their questions, by language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files

KNOWN = ("it", "en")
_FOLDER = "bot.rehearsal.inventing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language's stock; `person` stands for the words of a person who answers."""

    person: str
    names: tuple[str, ...]
    hello: tuple[str, ...]
    alone: tuple[str, ...]
    please: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    waiting: tuple[str, ...]
    thanks: tuple[str, ...]
    not_solved: tuple[str, ...]
    stop: tuple[str, ...]
    anger: tuple[str, ...]
    anger_before: tuple[str, ...]
    anger_after: tuple[str, ...]
    nonsense: tuple[str, ...]
    emoji: tuple[str, ...]
    night: tuple[str, ...]


Stock = Mapping[str, Phrases]


def read_stock() -> Stock:
    """Read the phrases of every language there are some for."""
    return {language: _read(language) for language in KNOWN}


def phrases_in(stock: Stock, language: str) -> Phrases:
    """Give a language's phrases; English ones for a language without any."""
    return stock.get(language, stock["en"])


def read_others() -> Mapping[str, tuple[str, ...]]:
    """Read the messages in languages a brand may not write."""
    return {language: tuple(lines) for language, lines in _toml("other").items()}


def _read(language: str) -> Phrases:
    data = _toml(language)
    lists = {item.name: tuple(data[item.name]) for item in fields(Phrases) if item.name != "person"}
    return Phrases(person=str(data["person"]), **lists)


def _toml(name: str) -> dict[str, str | list[str]]:
    text = files(_FOLDER).joinpath("phrases", f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
