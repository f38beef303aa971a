"""R017: links where links cost, above all those nobody meant: “assistenza.il” is one on X."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

from bot.knowledge import codes
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.texts import own_words, place_of
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.templates import Variant
from bot.model.problem import Problem
from bot.model.traits import Cost, Traits

_URL = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w@.])(?:[\w-]+\.)+(?P<end>[a-z]{2,12})\b", re.IGNORECASE)
_GENERIC = "com net org info biz app dev shop store online site web email chat link live news cloud eu"
_NO_COUNTRY = frozenset({"zz", "xa", "xb", "qo", "un", "ez"})


def links(parts: Parts) -> Iterator[Problem]:
    """Report every link in a reply that can go where links cost."""
    costly = [(traits, surface) for traits, surface in parts.outlets() if Cost.LINK in traits.costs]
    for _, _, variant in parts.variants():
        where = [traits for traits, surface in costly if address_rank(variant, traits.name, surface) >= 0]
        if where:
            yield from _in_variant(variant, where[0])


def _in_variant(variant: Variant, traits: Traits) -> Iterator[Problem]:
    words = own_words(variant.section)
    meant = [match.span() for match in _URL.finditer(words)]
    for first, last in meant:
        place = place_of(variant.section, first)
        message = f"a link costs more on {traits.title}: “{words[first:last]}”"
        yield problem(
            variant.file, place, codes.LINK, message, "leave it out, or say it in private", warning=True
        )
    for match in _DOTTED.finditer(words):
        inside = any(first <= match.start() < last for first, last in meant)
        if not inside and match["end"].lower() in _ends():
            place = place_of(variant.section, match.start())
            message = f"{traits.title} takes this for a link: “{match.group()}”"
            hint = "put a space after the full stop"
            yield problem(variant.file, place, codes.LINK, message, hint, warning=True)


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """Give the endings that make a link: countries' codes and the usual generic ones."""
    countries = {code.lower() for code in map(str, Locale("en").territories) if len(code) == 2}
    return frozenset((countries - _NO_COUNTRY) | {*_GENERIC.split(), "uk"})
