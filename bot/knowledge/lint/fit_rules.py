"""R: every variant is said with its longest and its missing values, and must fit and read well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge import codes
from bot.knowledge.fitting import with_signature
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.reserved import ONLY_CLOSED
from bot.knowledge.lint.worst import Situation, situations
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.evaluating import MissingValueError, asked, asked_by, holds, say_untidied, shown
from bot.knowledge.replies.nodes import Word
from bot.knowledge.replies.templates import Template, Variant
from bot.knowledge.replies.tidy import HOLE, tidy
from bot.knowledge.replies.vocabulary import WORDS
from bot.model.message import MediaKind, Surface
from bot.model.problem import Problem
from bot.model.traits import Traits
from bot.settings.positions import Place

_LEANING = r"di|da|per|a|con|e|car[oa]|gentile|egregio|signora?|sig\.|dear|mr|mrs|ms|to|for|with|from|and"
_DANGLING = re.compile(rf"(?<!\w)(?:{_LEANING}) +{HOLE}", re.IGNORECASE)
_MOST_PER_CHARACTER = 8  # no channel counts a character as more: a link of 4 is 23 on X
_BADLY = re.compile(r" [,;:.!?](?!\.)|,,|\( *\)|\A[,;:.!?]|“”|«»")


@dataclass(frozen=True, slots=True)
class _Said:
    situation: Situation
    raw: str
    text: str


def fits_and_reads(parts: Parts) -> Iterator[Problem]:
    """R010, R011 and R018 for every variant, R019 for every reply."""
    outlets = list(parts.outlets())
    for (name, language), template in parts.templates.items():
        if not all(variant.whole for variant in template.variants):
            continue
        said = {
            (variant.number, surface): _say_all(variant, parts, language, surface)
            for variant in template.variants
            for surface in {surface for _, surface in outlets}
            if any(
                where is surface and address_rank(variant, traits.name, surface) >= 0
                for traits, where in outlets
            )
        }
        for variant in template.variants:
            mine = {surface: found for (number, surface), found in said.items() if number == variant.number}
            yield from _too_long(parts, variant, mine, outlets)
            yield from _reads_badly(variant, [item for found in mine.values() for item in found])
        yield from _silent_moments(name, template, said, outlets)


def _say_all(variant: Variant, parts: Parts, language: str, surface: Surface) -> list[_Said]:
    found: list[_Said] = []
    for situation in situations(variant, parts, language, surface):
        try:
            raw = say_untidied(variant.body, situation.values)
        except MissingValueError:
            continue
        found.append(_Said(situation, raw, tidy(raw)))
    return found


@dataclass(frozen=True, slots=True)
class _Overflow:
    over: int
    count: int
    filled: frozenset[str]
    traits: Traits
    surface: Surface


def _too_long(
    parts: Parts, variant: Variant, said: dict[Surface, list[_Said]], outlets: list[tuple[Traits, Surface]]
) -> Iterator[Problem]:
    worst: _Overflow | None = None
    fits_empty = True
    for traits, surface in outlets:
        if address_rank(variant, traits.name, surface) < 0:
            continue
        for item in _longest(_possible(variant, said.get(surface, []))):
            with_file = bool(variant.picture) and MediaKind.PHOTO in traits.media
            found = _overflow(parts, item, traits, surface, with_file=with_file)
            slots = any(path.startswith("slot.") for path in found.filled)
            fits_empty = fits_empty and (slots or found.over <= 0)
            if found.over > 0 and (worst is None or found.over > worst.over):
                worst = found
    if worst is not None:
        yield _overflow_problem(parts, variant, worst, only_filled=fits_empty)


def _possible(variant: Variant, said: list[_Said]) -> list[_Said]:
    return [
        item for item in said if variant.condition is None or holds(variant.condition, item.situation.values)
    ]


def _longest(said: list[_Said]) -> list[_Said]:
    """Give the longest text of all and the longest without slots: some channels count slowly."""
    plain = [item for item in said if not any(path.startswith("slot.") for path in item.situation.filled)]
    found = [max(some, key=lambda item: len(item.text)) for some in (said, plain) if some]
    return found[:1] if found[:1] == found[1:] else found


def _overflow(parts: Parts, item: _Said, traits: Traits, surface: Surface, *, with_file: bool) -> _Overflow:
    signature = parts.settings.bot_signature if surface is Surface.PUBLIC else ""
    text = with_signature(item.text, signature)
    limit = traits.most(surface, with_file=with_file)
    surely_fits = len(text) * _MOST_PER_CHARACTER <= limit
    count = len(text) if surely_fits else traits.count(text)
    return _Overflow(count - limit, count, item.situation.filled, traits, surface)


def _overflow_problem(parts: Parts, variant: Variant, worst: _Overflow, *, only_filled: bool) -> Problem:
    slots = sorted(path.removeprefix("slot.") for path in worst.filled if path.startswith("slot."))
    having = ["a 15-letter name"] if "customer.name" in variant.paths else []
    if only_filled:
        having = [f"“{name}”" for name in slots]
    if worst.surface is Surface.PUBLIC and parts.settings.bot_signature:
        having.append("signature")
    with_ = f" with {' and '.join(having)}" if having else ""
    limit, where = worst.count - worst.over, worst.traits.address(worst.surface)
    below = " below a picture" if limit < worst.traits.limits[worst.surface] else ""
    message = f"{worst.count} characters{with_}; {where} takes {limit}{below}"
    code = codes.TOO_LONG_FILLED if only_filled else codes.TOO_LONG
    return problem(variant.file, variant.section.place, code, message, f"shorten by {worst.over}")


def _reads_badly(variant: Variant, said: list[_Said]) -> Iterator[Problem]:
    for item in said:
        if HOLE in item.raw and _DANGLING.search(item.raw):
            hint = "put the words around it into {% if customer.name %} … {% endif %}"
            yield _badly(variant, "without a name this reads badly", _DANGLING.search(item.raw), hint)
            return
        if _BADLY.search(item.text):
            yield _badly(variant, "with a value missing this reads badly", _BADLY.search(item.text), "")
            return


def _badly(variant: Variant, message: str, match: re.Match[str] | None, hint: str) -> Problem:
    places = [item.place for item in shown(variant.body) if item.path == "customer.name"]
    place = places[0] if places else Place(variant.line, 1)
    words = _around(match).replace(HOLE, "…") if match else ""
    return problem(variant.file, place, codes.READS_BADLY, f"{message}: “{words}”", hint, warning=True)


def _around(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 15) : match.end() + 5].strip()


def _silent_moments(
    name: str,
    template: Template,
    said: dict[tuple[int, Surface], list[_Said]],
    outlets: list[tuple[Traits, Surface]],
) -> Iterator[Problem]:
    for traits, surface in outlets:
        for is_open in (True, False):
            if is_open and name in ONLY_CLOSED:
                continue
            if not any(
                _speaks(variant, said, traits, surface, is_open=is_open) for variant in template.variants
            ):
                moment = "open" if is_open else "closed"
                message = f"nothing to say on {traits.address(surface)} while {moment}"
                hint = "add a “=== any” section that needs no slot"
                place = Place(1, 1)
                yield problem(template.file, place, codes.NOTHING_TO_SAY, message, hint, warning=True)
                return


def _speaks(
    variant: Variant,
    said: dict[tuple[int, Surface], list[_Said]],
    traits: Traits,
    surface: Surface,
    *,
    is_open: bool,
) -> bool:
    """Tell whether a variant says something without any optional value and outside special days."""
    if address_rank(variant, traits.name, surface) < 0:
        return False
    for item in said.get((variant.number, surface), []):
        values = item.situation.values
        plain = not any(path.startswith("slot.") for path in item.situation.filled)
        toggled = values.words["open"] == is_open or not _asks_hours(variant)
        special = any(values.words[word] for word in WORDS if word not in {"open", "closed"})
        if (
            plain
            and toggled
            and not special
            and (variant.condition is None or holds(variant.condition, values))
        ):
            return bool(item.text)
    return False


def _asks_hours(variant: Variant) -> bool:

    leaves = (*asked_by(variant.condition), *asked(variant.body))
    return any(isinstance(leaf, Word) and leaf.name in {"open", "closed"} for leaf in leaves)
