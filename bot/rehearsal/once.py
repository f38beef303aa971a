"""A matcher that reads each text once: in a burst many people write the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.knowledge.ports import Matcher
from bot.model.matching import Candidate, Match

Key = tuple[str, str, str]
"""What a reading depends on: the text, the language so far, the platform's guess."""

Ahead = Callable[[Key], Match | None]
"""Gives a reading that was made elsewhere; None where there is none."""


def nothing(_key: Key) -> Match | None:
    """Give no reading: none was made elsewhere."""
    return None


class ReadingOnce:
    """Remembers every reading; the same question gives the same answer, as the matcher promises."""

    def __init__(self, matcher: Matcher, ahead: Ahead = nothing) -> None:
        self._matcher, self._ahead = matcher, ahead
        self._known: dict[Key, Match] = {}

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Read a text."""
        key = (text, past_language, hint)
        if key not in self._known:
            self._known[key] = self._ahead(key) or self._matcher.match(
                text, past_language=past_language, hint=hint
            )
        return self._known[key]

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        """Give each text's best candidate."""
        return self._matcher.best_of(texts)

    def threshold_for(self, precision: float) -> float:
        """Give the confidence above which this part of the answers is right."""
        return self._matcher.threshold_for(precision)

    def slot(self, name: str, text: str) -> str | None:
        """Find a slot's value."""
        return self._matcher.slot(name, text)
