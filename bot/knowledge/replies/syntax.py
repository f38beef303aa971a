"""Jinja's complaints about a section in words for people, with the place of the tag that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge import codes
from bot.settings.suggest import did_you_mean

_TAGS = ("if", "elif", "else", "endif")
_BLOCK = re.compile(r"\{%-?\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Explained:
    """What is wrong; `offset` is where in the section, -1 if only the line is known."""

    code: str
    message: str
    hint: str
    offset: int = -1


def explain(complaint: str, text: str, line: int) -> Explained:
    """Put a TemplateSyntaxError's message into words."""
    open_tag = _unclosed(text)
    if open_tag >= 0:
        closing = (
            "}}" if text.startswith("{{", open_tag) else "%}" if text.startswith("{%", open_tag) else "#}"
        )
        opening = text[open_tag : open_tag + 2]
        return Explained(codes.UNCLOSED, f"“{opening}” is not closed", f"close it with “{closing}”", open_tag)
    unknown = re.search(r"unknown tag '(\w+)'", complaint)
    if unknown:
        return _unknown_tag(unknown[1], text, line)
    if "end of template" in complaint:
        return _open_block(text)
    return Explained(
        codes.UNCLOSED, "this tag cannot be read", "{{ name }}, {{ name|filter }}, {% if name %}"
    )


def _unclosed(text: str) -> int:
    """Give where a tag opens that another tag, or the end, comes before the closing of; -1 if none."""
    for match in re.finditer(r"\{\{|\{%|\{#", text):
        closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[match.group()]
        end = text.find(closing, match.end())
        next_one = re.search(r"\{\{|\{%", text[match.end() :])
        if end < 0 or (next_one and match.end() + next_one.start() < end):
            return match.start()
    return -1


def _unknown_tag(name: str, text: str, line: int) -> Explained:
    places = [match for match in _BLOCK.finditer(text) if match[1] == name]
    here = [match for match in places if text.count("\n", 0, match.start(1)) + 1 == line] or places
    offset = here[0].start(1) if here else -1
    if name in _TAGS or name.startswith("end"):
        return Explained(
            codes.UNCLOSED, f"“{name}” without an “if” before it", "open it with {% if … %}", offset
        )
    hint = did_you_mean(name, _TAGS)
    return Explained(codes.NOT_ALLOWED, f"no tag “{name}”", hint, offset)


def _open_block(text: str) -> Explained:
    opened: list[tuple[str, int]] = []
    for match in _BLOCK.finditer(text):
        if match[1].startswith("end") and opened:
            opened.pop()
        elif match[1] not in {"elif", "else"} and not match[1].startswith("end"):
            opened.append((match[1], match.start()))
    name, offset = opened[-1] if opened else ("if", -1)
    return Explained(codes.UNCLOSED, f"{{% {name} %}} is not closed", f"add {{% end{name} %}}", offset)
