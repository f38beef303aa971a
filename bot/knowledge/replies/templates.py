"""A reply's variants as compiled from one file, and how a folder of files is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from babel import localedata

from bot.knowledge import codes
from bot.knowledge.replies.compiling import compile_body, compile_condition
from bot.knowledge.replies.evaluating import shown
from bot.knowledge.replies.nodes import Condition, Node
from bot.knowledge.replies.sections import Section, Silence, split
from bot.model.problem import Problem, Source
from bot.settings.values import Settings

_PATH = re.compile(r"replies/(?P<language>[a-z]{2,3})/(?P<name>_?[a-z0-9][a-z0-9_]*)\.j2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One wording: `number` counts from 1 in its file, `line` is where its text begins.

    `whole` says that nothing in it was refused.
    """

    file: str
    number: int
    line: int
    section: Section
    condition: Condition | None
    body: tuple[Node, ...]
    paths: frozenset[str]
    whole: bool = True

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels below the text."""
        return tuple(button.label for button in self.section.buttons)

    @property
    def picture(self) -> str:
        """The path of the picture that goes with it; "" for none."""
        return self.section.picture.path if self.section.picture is not None else ""

    @property
    def promises(self) -> bool:
        """Whether the words tell the customer `promise.by`."""
        return "promise.by" in self.paths

    @property
    def invites(self) -> bool:
        """Whether the words show the link to a private conversation."""
        return "private_link" in self.paths


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A reply in one language."""

    name: str
    language: str
    file: str
    variants: tuple[Variant, ...]
    silences: tuple[Silence, ...] = ()


Templates = Mapping[tuple[str, str], Template]
"""Replies by (name, language)."""


def read_templates(sources: Sequence[Source], settings: Settings) -> tuple[Templates, tuple[Problem, ...]]:
    """Read every reply; what cannot be taken is left out and reported."""
    found: dict[tuple[str, str], Template] = {}
    problems: list[Problem] = []
    for source in sources:
        place = _PATH.fullmatch(source.path)
        if place is None:
            hint = "replies/<language>/<intent>.j2, in small letters, digits and _"
            problems.append(_misplaced(source.path, "this file is not in its place", hint))
            continue
        if not localedata.exists(place["language"]):
            hint = "two small letters: it, en, fr, de, es …"
            problems.append(_misplaced(source.path, f"no language “{place['language']}”", hint))
            continue
        template, wrong = read_template(source, place["name"], place["language"], settings.slots)
        problems += wrong
        found[place["name"], place["language"]] = template
    return found, tuple(sorted(problems))


def read_template(
    source: Source, name: str, language: str, slots: Collection[str]
) -> tuple[Template, tuple[Problem, ...]]:
    """Read one file."""
    parts = split(source)
    problems = list(parts.problems)
    variants = [
        _variant(source.path, number, section, slots, problems)
        for number, section in enumerate(parts.sections, 1)
    ]
    template = Template(
        name=name, language=language, file=source.path, variants=tuple(variants), silences=parts.silences
    )
    return template, tuple(problems)


def _variant(
    path: str, number: int, section: Section, slots: Collection[str], problems: list[Problem]
) -> Variant:
    condition: Condition | None = None
    wrong: tuple[Problem, ...] = ()
    if section.when:
        condition, wrong = compile_condition(section.when, section.when_place, path, slots)
    compiled = compile_body(section.body, section.start, path, slots)
    problems += (*wrong, *compiled.problems)
    return Variant(
        file=path,
        number=number,
        line=section.first_words,
        section=section,
        condition=condition,
        body=compiled.body,
        paths=frozenset(item.path for item in shown(compiled.body)),
        whole=not (wrong or compiled.problems),
    )


def _misplaced(path: str, message: str, hint: str) -> Problem:
    return Problem(file=path, line=1, column=1, code=codes.UNUSED, message=message, hint=hint)
