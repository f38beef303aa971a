"""R016 and I013: texts and examples are in their own language; the everyday words of each tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge import codes
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.lint.texts import own_words
from bot.knowledge.telling_words import TELLING
from bot.model.problem import Problem
from bot.settings.positions import Place

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 4


def other_language(parts: Parts) -> Iterator[Problem]:
    """Report a variant most of whose everyday words are another language's."""
    for _, language, variant in parts.variants():
        best = _told_by(own_words(variant.section), language)
        if best != language:
            message = f"this text is in “{best}”, its folder is “{language}”"
            hint = f"move it to replies/{best}/, or translate it"
            place = Place(variant.line, 1)
            yield problem(variant.file, place, codes.OTHER_LANGUAGE, message, hint, warning=True)


def examples_elsewhere(parts: Parts) -> Iterator[Problem]:
    """Report an intent's section most of whose examples' everyday words are another language's."""
    for intent in parts.intents.values():
        for language, examples in intent.examples.items():
            best = _told_by("\n".join(line.text for line in examples.say), language)
            if best != language:
                message = f"the examples in “{language}” are written in “{best}”"
                hint = f"move them under [{best}], or translate them"
                place = Place(examples.say[0].line, 1)
                yield problem(intent.file, place, codes.EXAMPLES_ELSEWHERE, message, hint, warning=True)


def _told_by(text: str, language: str) -> str:
    """Give the language that the everyday words speak for; the one it should be where they do not tell."""
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {code: sum(word in telling for word in words) for code, telling in TELLING.items()}
    own = counts.get(language)
    best = max(counts, key=lambda code: counts[code], default=language)
    if own is None or counts[best] < max(_FEWEST, 2 * own + 1):
        return language
    return best
