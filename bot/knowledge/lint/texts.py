"""A variant's own words without its tags, and where in the file each stands."""

from __future__ import annotations

import re

from bot.knowledge.replies.sections import GONE, GONE_LINE, Section
from bot.settings.positions import Place

_TAG = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)", re.DOTALL)  # what is never closed has no end
_INVISIBLE = re.compile(f"[{GONE}{GONE_LINE}]")


def own_words(section: Section) -> str:
    """Give the text with tags and comments blanked out, every character where it was."""
    bare = _TAG.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), section.body)
    return _INVISIBLE.sub(" ", bare)


def place_of(section: Section, offset: int) -> Place:
    """Give the place in the file of a character of the section's body."""
    line = section.body.count("\n", 0, offset)
    column = offset - (section.body.rfind("\n", 0, offset) + 1) + 1
    return Place(section.start.line + line, column)
