"""R: replies that are missing, unused, addressed to nobody, too few, or in the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge import codes
from bot.knowledge.intents import AnswerBy, Intent, Means
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.reserved import ANY_LANGUAGE, MANY_VARIANTS, REQUIRED, RESERVED, TELLS_WHEN
from bot.knowledge.lint.texts import own_words, place_of
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.evaluating import asked_by
from bot.knowledge.replies.sections import ANY
from bot.knowledge.replies.templates import Template
from bot.knowledge.replies.vocabulary import TIMES
from bot.model.message import Surface
from bot.model.problem import Problem
from bot.settings.positions import START
from bot.settings.suggest import did_you_mean

SAYS = frozenset({Means.NOTHING, Means.GREETING})
"""What an intent means where its answer is a reply of its own name."""

_WAY_OUT = {
    "_unclear": ("“none of these”", "Altro"),
    "_ask_again": ("a person", "Operatore"),
    "_also": ("“no, thanks”", "No, grazie"),
}
_PROMISE = re.compile(
    r"\b(?:ti|vi|le) (?:faccio|facciamo|faremo) sapere|\b(?:ti|vi|le) (?:aggiorn|ricontatt|richiam)\w+|"
    r"\b(?:a breve|al più presto|appena possibile|quanto prima|il prima possibile)\b|"
    r"\b(?:we|i)(?:'ll|’ll| will) (?:get back|update you|let you know)|\b(?:shortly|as soon as possible)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?<![\w@])@\w+|(?<!\S)\^[A-Za-z]{1,12}\b")


def addresses(parts: Parts) -> Iterator[Problem]:
    """R005: sections are for channels there are, with surfaces they have."""
    for _, _, variant in parts.variants():
        for address in variant.section.addresses:
            if address.channel == ANY:
                continue
            traits = parts.traits.get(address.channel)
            if traits is None:
                hint = did_you_mean(address.channel, (ANY, *parts.traits))
                message = f"no channel “{address.channel}”"
                yield problem(variant.file, address.place, codes.BAD_SECTION, message, hint)
            elif address.surface is not None and address.surface not in traits.limits:
                message = f"“{address.channel}” has no {address.surface} messages"
                yield problem(
                    variant.file, address.place, codes.BAD_SECTION, message, f"write === {address.channel}"
                )


def missing(parts: Parts) -> Iterator[Problem]:
    """R015: the policy's replies are there in every language, an intent's answer in one at least."""
    for place, language in enumerate(parts.settings.brand.languages):
        for name in REQUIRED if place else (*REQUIRED, *sorted(ANY_LANGUAGE)):
            if (name, language) not in parts.templates:
                path = f"replies/{language}/{name}.j2"
                yield problem(path, START, codes.MISSING, f"the reply “{name}” is missing in “{language}”")
    for intent in parts.intents.values():
        if intent.answer is AnswerBy.FAQ and intent.means in SAYS:
            yield from _answer(parts, intent)


def _answer(parts: Parts, intent: Intent) -> Iterator[Problem]:
    languages = parts.settings.brand.languages
    absent = [language for language in languages if (intent.name, language) not in parts.templates]
    if len(absent) == len(languages):
        message, hint = f"no answer to “{intent.name}”", f"write replies/{languages[0]}/{intent.name}.j2"
        yield problem(
            intent.file, START, codes.MISSING, message, f'{hint}, or answer = "people"', warning=True
        )
        return
    for language in absent:
        path = f"replies/{language}/{intent.name}.j2"
        message = f"“{intent.name}” has no answer in “{language}”"
        hint = f"customers get it in “{languages[0]}”" if languages[0] not in absent else "a person is asked"
        yield problem(path, START, codes.MISSING, message, hint, warning=True)


def unused(parts: Parts) -> Iterator[Problem]:
    """R014: every reply is an intent's or the policy's, in a language the brand speaks."""
    unread = {path.rsplit("/", 1)[-1].removesuffix(".toml") for path in parts.unread}
    names = {*parts.intents, *RESERVED, *unread}
    for (name, language), template in parts.templates.items():
        if language not in parts.settings.brand.languages and name not in ANY_LANGUAGE:
            message = f"the brand does not speak “{language}”"
            yield problem(
                template.file, START, codes.UNUSED, message, "add it to [brand] languages", warning=True
            )
        elif name not in names:
            message = f"nothing uses “{name}”"
            yield problem(
                template.file, START, codes.UNUSED, message, did_you_mean(name, names), warning=True
            )


def few_variants(parts: Parts) -> Iterator[Problem]:
    """R012: in public the same words twice in a row look like a machine, and X refuses them."""
    public = [traits.name for traits, surface in parts.outlets() if surface is Surface.PUBLIC]
    for template in parts.templates.values():
        for channel in public:
            count, least = _choices(template, channel), MANY_VARIANTS.get(template.name, 2)
            if 0 < count < least:
                some = "one variant" if count == 1 else f"{count} variants"
                message = f"{some} for {parts.traits[channel].address(Surface.PUBLIC)}"
                place = template.variants[0].section.place
                hint = "write a second one in other words" if least == 2 else f"write {least} in other words"
                yield problem(template.file, place, codes.FEW_VARIANTS, message, hint, warning=True)
                break


def _choices(template: Template, channel: str) -> int:
    ranks = [address_rank(variant, channel, Surface.PUBLIC) for variant in template.variants]
    best = max(ranks, default=-1)
    top = [item for item, rank in zip(template.variants, ranks, strict=True) if rank == best >= 0]
    always = [item for item in top if item.condition is None]
    return len(always or top)


def promise_without_time(parts: Parts) -> Iterator[Problem]:
    """R013: “we will let you know” says when."""
    for _, _, variant in parts.variants():
        match = _PROMISE.search(own_words(variant.section))
        if match and not variant.paths & TIMES:
            place = place_of(variant.section, match.start())
            message = f"promises without a time: “{match.group()}”"
            hint = "say when: {{ promise.by|when }}"
            yield problem(variant.file, place, codes.PROMISE_WITHOUT_TIME, message, hint, warning=True)


def hand_off_without_time(parts: Parts) -> Iterator[Problem]:
    """R025: whoever is to wait for a person is told until when, where a time can be told."""
    for name, _, variant in parts.variants():
        if name not in TELLS_WHEN or variant.paths & TIMES:
            continue
        asked = {getattr(item, "path", "") for item in asked_by(variant.condition)}
        if not asked & TIMES:
            message = f"“{name}” does not say when"
            hint = "say {{ promise.by|when }}, or put it under “when not promise.by”"
            yield problem(
                variant.file, variant.section.place, codes.HAND_OFF_WITHOUT_TIME, message, hint, warning=True
            )


def signed(parts: Parts) -> Iterator[Problem]:
    """R022: the channel signs and mentions, the text does not."""
    for _, _, variant in parts.variants():
        for match in _MENTION.finditer(own_words(variant.section)):
            place = place_of(variant.section, match.start())
            message = f"“{match.group()}” in the text"
            hint = "signature and mention are added by the channel"
            yield problem(variant.file, place, codes.SIGNED, message, hint, warning=True)


def way_out(parts: Parts) -> Iterator[Problem]:
    """R023: whoever is asked something can say that it is none of it, or that a person is wanted."""
    for name, _, variant in parts.variants():
        if name in _WAY_OUT and not variant.buttons:
            message = f"“{name}” has no button for {_WAY_OUT[name][0]}"
            hint = f"end it with a line like “buttons: {_WAY_OUT[name][1]}”"
            yield problem(variant.file, variant.section.place, codes.NO_WAY_OUT, message, hint, warning=True)


def buttons(parts: Parts) -> Iterator[Problem]:
    """R021: a channel with buttons can show these."""
    for _, _, variant in parts.variants():
        shown = {
            traits.name: traits
            for traits, surface in parts.outlets()
            if traits.buttons and address_rank(variant, traits.name, surface) >= 0
        }
        for traits in shown.values():
            for button in variant.section.buttons[traits.buttons :]:
                message = f"{traits.title} shows {traits.buttons} buttons at most"
                yield problem(variant.file, button.place, codes.BUTTONS, message)
            for button in variant.section.buttons:
                if len(button.label) > traits.button_label:
                    count, most = len(button.label), traits.button_label
                    message = f"“{button.label}” is {count} characters; {traits.title} shows {most}"
                    yield problem(variant.file, button.place, codes.BUTTONS, message)
