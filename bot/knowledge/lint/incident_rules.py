"""What incidents need of the files: templates that say a person's words, in more wordings than one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge import codes
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.reserved import INCIDENT
from bot.knowledge.lint.settings_rules import FILE, places_of
from bot.knowledge.replies.templates import Template, Variant
from bot.model.problem import Problem
from bot.settings.codes import ANNOUNCES_NOTHING
from bot.settings.positions import START, Place
from bot.settings.suggest import did_you_mean

ENOUGH = 3
"""So many wordings: hundreds of customers get an incident's text within minutes."""

_TEXT = "incident.text"
_SAYS_THE_TEXT = frozenset({"_incident", "_incident_over"})


def says_the_text(parts: Parts) -> Iterator[Problem]:
    """R030: every wording of an incident says what a person wrote, and there are several."""
    for (name, _), template in parts.templates.items():
        if name not in INCIDENT:
            continue
        if name in _SAYS_THE_TEXT:
            yield from _silent(template)
        if len(template.variants) < ENOUGH:
            message = f"“{name}” has fewer than {ENOUGH} wordings"
            hint = "write others: hundreds of customers may get it within minutes"
            yield problem(template.file, _place(template), codes.INCIDENT_WORDS, message, hint, warning=True)


def _silent(template: Template) -> Iterator[Problem]:
    for variant in template.variants:
        if variant.whole and _TEXT not in variant.paths:
            message = "this wording does not say what a person wrote of the incident"
            hint = f"put {{{{ {_TEXT} }}}} into it"
            yield problem(
                template.file, variant.section.place, codes.INCIDENT_WORDS, message, hint, warning=True
            )


def _place(template: Template) -> Place:
    first: Variant | None = next(iter(template.variants), None)
    return first.section.place if first is not None else START


def announced(parts: Parts) -> Iterator[Problem]:
    """C030: what may be announced without a person is an intent or a topic there is."""
    known = {*parts.intents, *(intent.topic for intent in parts.intents.values())}
    for index, name in enumerate(parts.settings.incident.announce):
        if name not in known:
            place = places_of(parts).value(("incident", "announce", index))
            message = f"no intent and no topic “{name}”"
            yield problem(FILE, place, ANNOUNCES_NOTHING, message, did_you_mean(name, known), warning=True)
