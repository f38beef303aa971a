"""What may become a line of `say`: one line, no marks that are no slot's, not said already."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from bot.knowledge.intents import Intent
from bot.model.text import clean

LONGEST = 500
"""Most characters of a sentence, as in the intents' files."""

MOST = 50
"""Most sentences an intent is taught in a language."""

_MARK = re.compile(r"\{(\w*)\}|[{}]")
_QUOTES = re.compile(r"'{2,}")
_WORD = re.compile(r"\w+")


class NoExampleError(ValueError):
    """The text cannot be taught; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def as_example(text: str, slots: Collection[str]) -> str:
    """Give a text as a line of `say`: one line, tidy spaces, braces only around the brand's slots.

    Raises NoExampleError where nothing is left to teach.
    """
    line = " ".join(clean(text).split())
    line = _QUOTES.sub("'", line)
    line = _MARK.sub(lambda mark: _mark(mark, slots), line).strip()
    if not any(char.isalnum() for char in _MARK.sub("", line)):
        raise NoExampleError(f"“{line}” has no words", "teach a sentence that says what is wanted")
    if len(line) > LONGEST:
        message = f"a sentence of {len(line)} characters: at most {LONGEST}"
        raise NoExampleError(message, "keep the part that says what is wanted")
    return line


def _mark(mark: re.Match[str], slots: Collection[str]) -> str:
    if mark[1] is None:
        return {"{": "(", "}": ")"}[mark[0]]
    return mark[0] if mark[1] in slots else f"({mark[1]})"


def plain(text: str) -> str:
    """Give the words of a sentence alone: two with the same words are one example."""
    return " ".join(_WORD.findall(text.casefold()))


def objections(
    intents: Mapping[str, Intent], intent: str, language: str, sentence: str
) -> Iterator[tuple[str, str]]:
    """Give why a sentence should not be taught to an intent, each reason with what to do about it."""
    words = plain(sentence)
    for other in intents.values():
        whose = "" if other.name == intent else f" to “{other.name}”"
        for examples in other.examples.values():
            for line in examples.say:
                if plain(line.text) == words:
                    yield f"“{sentence}” is taught already{whose}: {line.source}", "leave it where it is"
            for line in examples.check:
                if plain(line.text) == words:
                    hint = "what is checked is never taught: keep one of the two"
                    yield f"“{sentence}” is a check: {line.source}", hint
    known = intents[intent].examples.get(language) if intent in intents else None
    if known is not None and len(known.say) >= MOST:
        message = f"“{intent}” has {len(known.say)} sentences in “{language}”; {MOST} are enough"
        yield message, f"take out of {intents[intent].file} what says the same as another"
