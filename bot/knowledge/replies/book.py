"""Chooses the variant of a reply for a moment and a channel, and puts it into words that fit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.knowledge.fitting import buttons_fit, excess, with_signature
from bot.knowledge.pictures import is_picture
from bot.knowledge.ports import Moment, Rendered, ReplyError
from bot.knowledge.replies.evaluating import MissingValueError, holds, say
from bot.knowledge.replies.templates import Template, Templates, Variant
from bot.knowledge.replies.values import Values, values_of
from bot.model.conversation import Used
from bot.model.message import MediaKind, Surface
from bot.model.traits import Traits
from bot.settings.values import Settings


class Book:
    """The brand's replies, ready to be said; immutable once made. Meets the port ReplyBook."""

    def __init__(self, templates: Templates, settings: Settings) -> None:
        self.templates = templates
        self._settings = settings

    def languages(self, template: str) -> tuple[str, ...]:
        """Give the languages a template is written in, the brand's order."""
        spoken = self._settings.brand.languages
        return tuple(language for language in spoken if (template, language) in self.templates)

    def render(
        self,
        template: str,
        *,
        language: str,
        traits: Traits,
        surface: Surface,
        moment: Moment,
        used: Sequence[Used] = (),
        turn: int = 0,
        signature: str = "",
        before: str = "",
        after: str = "",
        without: Collection[int] = (),
    ) -> Rendered:
        """Choose a variant and put it into words that fit the channel. Raises ReplyError."""
        found = self._find(template, language)
        if surface not in traits.limits:
            raise ReplyError(f"{traits.title} has no {surface} messages")
        values = values_of(moment, self._settings, surface, found.language)
        reasons: list[str] = []
        variants = ranked(found, values, channel=traits.name, surface=surface, used=used, turn=turn)
        for variant in variants:
            if variant.number in without:
                reasons.append(f"line {variant.line}: refused")
                continue
            said = _attempt(variant, values, traits, surface, _Around(before, after, signature))
            if said.text:
                return _rendered(found, variant, said.text)
            reasons.append(f"line {variant.line}: {said.reason}")
        detail = "; ".join(reasons) or f"no section for {traits.address(surface)} at this moment"
        raise ReplyError(f"{found.file} has nothing to say ({detail})")

    def pictures(self) -> frozenset[str]:
        """Give the paths of all pictures that replies name."""
        return frozenset(
            variant.picture
            for template in self.templates.values()
            for variant in template.variants
            if is_picture(variant.picture)
        )

    def literals(self) -> tuple[str, ...]:
        """Give the words of all variants as they are written, tags included."""
        return tuple(
            variant.section.body for template in self.templates.values() for variant in template.variants
        )

    def _find(self, template: str, language: str) -> Template:
        first = self._settings.brand.languages[0]
        for wanted in (language, first):
            if (template, wanted) in self.templates:
                return self.templates[template, wanted]
        raise ReplyError(f"there is no reply “{template}” in “{language or first}”")


class _Around(NamedTuple):
    before: str
    after: str
    signature: str


class _Said:
    __slots__ = ("reason", "text")

    def __init__(self, text: str = "", reason: str = "") -> None:
        self.text = text
        self.reason = reason


def _attempt(variant: Variant, values: Values, traits: Traits, surface: Surface, around: _Around) -> _Said:
    if not buttons_fit(variant.buttons, traits):
        return _Said(reason="its buttons do not fit")
    try:
        words = say(variant.body, values)
    except MissingValueError as missing:
        return _Said(reason=f"no {missing}")
    if not words:
        return _Said(reason="no words")
    parts = [part for part in (around.before, words, around.after) if part]
    text = with_signature(joined(parts, surface), around.signature)
    shown = bool(variant.picture) and MediaKind.PHOTO in traits.media
    over = excess(text, traits, surface, with_file=shown)
    return _Said(reason=f"{over} too long") if over else _Said(text=text)


def joined(parts: Sequence[str], surface: Surface) -> str:
    """Put what is said in one message together: a line each in private, one line in public."""
    return (" " if surface is Surface.PUBLIC else "\n").join(parts)


def _rendered(template: Template, variant: Variant, text: str) -> Rendered:
    return Rendered(
        text=text,
        buttons=variant.buttons,
        template=template.name,
        variant=variant.number,
        source=f"{variant.file}:{variant.line}",
        language=template.language,
        promises=variant.promises,
        picture=variant.picture,
        invites=variant.invites,
    )


def ranked(
    template: Template,
    values: Values,
    *,
    channel: str,
    surface: Surface,
    used: Sequence[Used] = (),
    turn: int = 0,
) -> list[Variant]:
    """Order the variants that may be said: best address, then a true condition, then least recently used.

    Variants that are equal in all three take turns.
    """
    last_used = {item.variant: place for place, item in enumerate(used) if item.template == template.name}
    count = max(len(template.variants), 1)

    def order(variant: Variant) -> tuple[int, bool, int, int]:
        rank = address_rank(variant, channel, surface)
        recency = last_used.get(variant.number, -1)
        return -rank, variant.condition is None, recency, (variant.number - turn) % count

    fitting = [item for item in template.variants if address_rank(item, channel, surface) >= 0]
    true = [item for item in fitting if item.condition is None or holds(item.condition, values)]
    return sorted(true, key=order)


def address_rank(variant: Variant, channel: str, surface: Surface) -> int:
    """Give how specifically a variant is meant for a channel's surface; -1 if it is not."""
    ranks = [item.rank for item in variant.section.addresses if item.covers(channel, surface)]
    return max(ranks, default=-1)
