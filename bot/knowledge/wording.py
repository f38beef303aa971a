"""What a brand does not say to its customers, looked for in any text: a template's, or a person's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.knowledge import wording_lists as lists
from bot.settings.hearing import PolicyWords

_SHOUT = re.compile(r"\b[A-ZÀ-Ý]{3,}(?:['’ ]+[A-ZÀ-Ý]{2,})*[ '’]+[A-ZÀ-Ý]{3,}\b|\b[A-ZÀ-Ý]{7,}\b|!{2,}")
_BETWEEN = r"(?:\W+\w+){0,6}?\W+"
_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")


class Fault(StrEnum):
    """A way of speaking that customers are spared."""

    ELSEWHERE = "elsewhere"  # sends them to another channel
    INSIDE = "inside"  # shows how the brand is organised
    BLAME = "blame"  # tells them that it is their fault
    DISOWNS = "disowns"  # “it was the courier”: whoever works for us is us
    SHOUTS = "shouts"  # rows of capitals or exclamation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A fault in a text: the words, and the character they begin at."""

    fault: Fault
    words: str
    start: int


_LISTS: Mapping[Fault, tuple[str, ...]] = {
    Fault.ELSEWHERE: lists.ELSEWHERE,
    Fault.INSIDE: lists.INSIDE,
    Fault.BLAME: lists.BLAME,
    Fault.DISOWNS: lists.DISOWNS,
}


def faults_in(text: str, own: PolicyWords) -> Iterator[Found]:
    """Give every fault of a text, a kind after the other; `own` are the brand's expressions beside ours."""
    for fault in Fault:
        yield from faults_of(fault, text, own)


def faults_of(fault: Fault, text: str, own: PolicyWords) -> Iterator[Found]:
    """Give the faults of one kind, in the order of the text."""
    for match in _pattern(fault, own).finditer(text):
        yield Found(fault=fault, words=match.group().strip(), start=match.start())


@cache
def _pattern(fault: Fault, own: PolicyWords) -> re.Pattern[str]:
    if fault is Fault.SHOUTS:
        return _SHOUT
    written = (_expression(item) for item in getattr(own, fault.value))
    return re.compile("|".join(f"(?:{item})" for item in (*_LISTS[fault], *written)), re.IGNORECASE)


def _expression(written: str) -> str:
    """Make a regular expression of words: `*` is any ending, `…` at most six words between."""
    parts = (_words(part) for part in _GAP.split(written))
    return _BETWEEN.join(parts)


def _words(part: str) -> str:
    return r"\W+".join(
        rf"\b{re.escape(word.rstrip('*'))}" + (r"\w*" if word.endswith("*") else r"\b")
        for word in part.split()
    )
