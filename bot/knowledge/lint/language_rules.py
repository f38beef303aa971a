"""R016: a text is in its folder's language; the everyday words of each language tell."""

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
        words = [word.lower() for word in _WORD.findall(own_words(variant.section))]
        counts = {code: sum(word in telling for word in words) for code, telling in TELLING.items()}
        own = counts.get(language)
        best = max(counts, key=lambda code: counts[code], default=language)
        if own is not None and best != language and counts[best] >= max(_FEWEST, 2 * own + 1):
            message = f"this text is in “{best}”, its folder is “{language}”"
            hint = f"move it to replies/{best}/, or translate it"
            place = Place(variant.line, 1)
            yield problem(variant.file, place, codes.OTHER_LANGUAGE, message, hint, warning=True)
