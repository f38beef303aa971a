"""Which of the brand's languages a customer writes: short social posts, an emoji, a lone "ok" included."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.knowledge.telling_words import GREETINGS, NEUTRAL, TELLING

OTHERS = ("it", "en", "es", "fr", "de", "pt", "nl", "pl", "ro", "sq", "tr")
"""Languages that are told apart from the brand's, so that a text in them is not taken for the nearest."""

UNKNOWN = "und"
"""ISO 639's code for a language that is not determined."""

_LONGEST = 500
_OUTSIDE_WORDS = re.compile(r"https?://\S+|[@#]\w+|\{\w+\}")
_QUESTION = re.compile(r"[^.!?\n]+\?")
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")
_WORD_WORTH = 2.0
_OWN_WORTH = 1.5
_PAST_WORTH = 2.0
_HINT_WORTH = 1.5
_FOREIGN = 2.0
_DOUBT = 0.4
_FEW = 0.4  # what letters are worth by the word, up to one: those of a word or two tell little
_LEAST = 0.03
_TELLING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The language to answer in, one of the brand's, and why where that is not plain.

    `foreign` is the text's own where the brand does not speak it, "und" where we do not know it, else "".
    """

    language: str
    foreign: str = ""
    why: tuple[str, ...] = ()


class LanguageDetector:
    """Tells a brand's languages (two-letter codes, the first the default) apart; about 40 ms to make."""

    def __init__(self, languages: Sequence[str], taught: Mapping[str, Iterable[str]] | None = None) -> None:
        """Take the brand's languages, and by language sentences of the brand's: their words tell it too."""
        self._languages = tuple(languages) or ("en",)
        self._known = tuple(dict.fromkeys((*self._languages, *OTHERS)))
        self._own = _own_words(taught or {})
        self._letters = _letters_of(self._known)

    def read(self, text: str, *, past: str = "", hint: str = "") -> Spoken:
        """Read a text; `past` is the conversation's language so far, `hint` a guess such as "en-GB"."""
        wished = hint.lower().partition("-")[0]
        usual = next((code for code in (past, wished) if code in self._languages), self._languages[0])
        bare = _OUTSIDE_WORDS.sub(" ", text[:_LONGEST]).lower()
        words = _words(bare)
        if not any(len(word) > 1 for word in words):
            return Spoken(language=usual)
        if len(self._languages) == 1 and len(words) < 3:
            return Spoken(language=usual)
        asking = [word for found in _QUESTION.findall(bare)[-1:] for word in _words(found)]
        counted = [*words, *asking] if len(asking) < len(words) else words
        worth = self._worth(" ".join(words), counted)
        # once a conversation has a language, a word is too little to say that it is another: “è il 347…”
        too_little = past in self._languages and sum(len(word) > 1 for word in words) < _TELLING
        if not worth and too_little:
            return Spoken(language=usual)
        if not worth:
            why = ("written in a language we do not know",)
            return Spoken(language=usual, foreign=UNKNOWN, why=why)
        for code, bonus in ((past, _PAST_WORTH), (wished, _HINT_WORTH)):
            if code in worth:
                worth[code] += bonus
        return self._chosen(worth, usual, 0 if too_little else len(words))

    def _worth(self, text: str, words: Sequence[str]) -> dict[str, float]:
        """Give each known language's evidence, in logarithms; none for another alphabet."""
        letters = self._letters(text)
        if not any(letters.values()):
            return {}
        few = min(1.0, _FEW * len(text.split()))
        worth = {code: few * math.log(max(letters.get(code, 0.0), _LEAST)) for code in self._known}
        for word in words:
            for code in self._known:
                if word in TELLING.get(code, ()):
                    worth[code] += _WORD_WORTH
                elif word in self._own.get(code, ()):
                    worth[code] += _OWN_WORTH
        return worth

    def _chosen(self, worth: Mapping[str, float], usual: str, words: int) -> Spoken:
        best = max(self._languages, key=lambda code: worth[code])
        if worth[best] - worth[usual] < _DOUBT:
            best = usual
        other = max(self._known, key=lambda code: worth[code])
        if other not in self._languages and worth[other] - worth[best] > _FOREIGN and words > 1:
            why = (f"written in a language we do not speak ({other})",)
            return Spoken(language=usual, foreign=other, why=why)
        return Spoken(language=best)


def _words(bare: str) -> list[str]:
    """Give the words that may tell; greetings only where little else is said: anyone may say “ciao”."""
    words = [word for word in _WORD.findall(bare) if word not in NEUTRAL]
    other = [word for word in words if word not in GREETINGS]
    return other if sum(len(word) > 1 for word in other) > 1 else words


def _own_words(taught: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Give the words that only one language's sentences use and that tell for no other language."""
    used = {
        code: {word for line in lines for word in _WORD.findall(_OUTSIDE_WORDS.sub(" ", line).lower())}
        for code, lines in taught.items()
    }
    return {code: frozenset(words - NEUTRAL - _elsewhere(code, used)) for code, words in used.items()}


def _elsewhere(code: str, used: Mapping[str, set[str]]) -> set[str]:
    others = [words for other, words in (*used.items(), *TELLING.items()) if other != code]
    return set().union(*others)


@lru_cache(maxsize=8)
def _letters_of(codes: tuple[str, ...]) -> Any:
    """Give a function from a text to each language's share, by runs of letters (14 MB in all)."""
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415 - 60 MB of library, only when read

    named = {language.iso_code_639_1.name.lower(): language for language in Language.all()}
    chosen = [named[code] for code in codes if code in named]
    detector = LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()

    def shares(text: str) -> dict[str, float]:
        found = detector.compute_language_confidence_values(text)
        return {item.language.iso_code_639_1.name.lower(): item.value for item in found}

    return shares
