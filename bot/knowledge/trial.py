"""A reply tried out: every variant on every channel it is for, at a moment and for a customer one chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.fitting import buttons_fit, with_signature
from bot.knowledge.lint.parts import Parts
from bot.knowledge.lint.worst import longest_values, the_moment
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.evaluating import MissingValueError, holds, say
from bot.knowledge.replies.templates import Template, Variant
from bot.knowledge.replies.values import Values
from bot.knowledge.replies.vocabulary import WORDS
from bot.model.message import MediaKind, Surface
from bot.model.traits import Traits

LONG_NAME = "Massimilianella"
"""A name of 15 letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """For whom and when a reply is tried: `named` has a name of 15 letters, `filled` all slots.

    `first`: it answers the customer's first message.
    """

    named: bool = True
    is_open: bool = True
    filled: bool = True
    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A variant on a channel; `count` and `most` are in the channel's own units.

    `lacks` is the value without which it gives way to another variant. `said`: its condition is true, and
    none of a more specific address is.
    """

    address: str
    title: str
    variant: int
    line: int
    when: str
    text: str
    buttons: tuple[str, ...]
    count: int
    most: int
    said: bool
    lacks: str = ""
    buttons_fit: bool = True

    @property
    def over(self) -> int:
        """By how much it is too long."""
        return max(0, self.count - self.most)


def try_out(template: Template, parts: Parts, trial: Trial) -> tuple[Tried, ...]:
    """Give every whole variant on every channel it is for, the channels in the order of the settings."""
    return tuple(
        item for traits, surface in parts.outlets() for item in _on(template, parts, trial, traits, surface)
    )


def _on(template: Template, parts: Parts, trial: Trial, traits: Traits, surface: Surface) -> Iterator[Tried]:
    values = _values(parts, template.language, surface, trial)
    ranks = {variant.number: address_rank(variant, traits.name, surface) for variant in template.variants}
    for_it = [item for item in template.variants if item.whole and ranks[item.number] >= 0]
    true = [item for item in for_it if item.condition is None or holds(item.condition, values)]
    best = max((_order(item, ranks) for item in true), default=(-1, False))
    for variant in for_it:
        said = variant in true and _order(variant, ranks) == best
        yield _tried(variant, values, parts, traits, surface, said=said)


def _order(variant: Variant, ranks: dict[int, int]) -> tuple[int, bool]:
    return ranks[variant.number], variant.condition is not None


def _tried(
    variant: Variant, values: Values, parts: Parts, traits: Traits, surface: Surface, *, said: bool
) -> Tried:
    lacks = text = ""
    try:
        text = say(variant.body, values)
    except MissingValueError as missing:
        lacks = str(missing)
    if text and surface is Surface.PUBLIC:
        text = with_signature(text, parts.settings.bot_signature)
    with_file = bool(variant.picture) and MediaKind.PHOTO in traits.media
    return Tried(
        address=traits.address(surface),
        title=traits.title,
        variant=variant.number,
        line=variant.line,
        when=variant.section.when,
        text=text,
        buttons=variant.buttons if traits.buttons else (),
        count=traits.count(text),
        most=traits.most(surface, with_file=with_file),
        said=said,
        lacks=lacks,
        buttons_fit=buttons_fit(variant.buttons, traits),
    )


def _values(parts: Parts, language: str, surface: Surface, trial: Trial) -> Values:
    told: dict[str, str | datetime] = longest_values(parts, language, surface)
    told["customer.name"] = LONG_NAME if trial.named else ""
    if not trial.filled:
        told |= dict.fromkeys((path for path in told if path.startswith("slot.")), "")
    words = dict.fromkeys(WORDS, False) | {"open": trial.is_open, "closed": not trial.is_open}
    words["first_message"] = trial.first
    return Values(now=the_moment(parts), calendar=parts.calendar, language=language, told=told, words=words)
