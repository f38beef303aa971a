"""Finds where in a section the words of its tags stand: Jinja tells lines, people need columns."""

from __future__ import annotations

import re

from bot.settings.positions import Place

_TAG = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)", re.DOTALL)


class Locator:
    """Places of words inside tags, found in the order they are asked for."""

    def __init__(self, text: str, start: Place) -> None:
        self.text = text
        self.start = start
        self.tags = [(match.start(), match.end()) for match in _TAG.finditer(text)]
        self.at = 0

    def place(self, offset: int) -> Place:
        """Give the place of a character of the section."""
        line = self.text.count("\n", 0, offset)
        column = offset - (self.text.rfind("\n", 0, offset) + 1)
        return Place(self.start.line + line, column + (self.start.column if line == 0 else 1))

    def word(self, word: str) -> Place:
        """Give the place of the next such word in a tag; where there is none, the next tag's."""
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)")
        return self._next(pattern)

    def attribute(self, word: str) -> Place:
        """Give the place of the next such word after a dot."""
        return self._next(re.compile(rf"(?<=\.){re.escape(word)}(?!\w)|(?<=\. ){re.escape(word)}(?!\w)"))

    def tag_on(self, line: int, word: str = "") -> Place:
        """Give the place of `word` in the tags on a line (1: the first), else of the first tag there."""
        edge = r"\b" if word.isalpha() else ""
        pattern = re.compile(edge + re.escape(word) + edge)
        on_line = [(a, b) for a, b in self.tags if self.text.count("\n", 0, b) + 1 >= line]
        for first, last in on_line if word else ():
            match = pattern.search(self.text, max(first, self._line_start(line)), last)
            if match:
                return self.place(match.start())
        return self.place(on_line[0][0]) if on_line else self.place(len(self.text))

    def _line_start(self, line: int) -> int:
        at = 0
        for _ in range(line - 1):
            at = self.text.find("\n", at) + 1
        return at

    def _next(self, pattern: re.Pattern[str]) -> Place:
        for first, last in self.tags:
            if last <= self.at:
                continue
            match = pattern.search(self.text, max(first, self.at), last)
            if match:
                self.at = match.end()
                return self.place(match.start())
        pending = [first for first, last in self.tags if last > self.at]
        return self.place(pending[0] if pending else len(self.text))
