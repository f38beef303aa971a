"""Letters of other alphabets that look Latin, and the Latin letters they pass for."""

from __future__ import annotations

CYRILLIC = dict(
    zip("аеорсухіјѕһԁԛԝӏмтвнкгАЕОРСУХІЈЅҺМТВНК", "aeopcyxijshdqwlmtbhkrAEOPCYXIJSHMTBHK", strict=True)
)
GREEK = dict(zip("αορνικτυχεηωςΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopviktuxenwsABEZHIKMNOPTYX", strict=True))
LATIN = {
    "ı": "i",
    "ɑ": "a",
    "ɡ": "g",
    "ɩ": "i",
    "ʟ": "l",
    "ɪ": "i",
    "ɴ": "n",
    "ʀ": "r",
    "ᴏ": "o",
    "ᴄ": "c",
    "ᴀ": "a",
    "ᴇ": "e",
}

TABLE = str.maketrans({**CYRILLIC, **GREEK, **LATIN})


def latinised(text: str) -> str:
    """Give the text with disguised words in Latin letters; words of another alphabet stay as they are."""
    if text.isascii() or not any(char.isascii() and char.isalpha() for char in text):
        return text
    return " ".join(_word(word) for word in text.split(" "))


def _word(word: str) -> str:
    if word.isascii():
        return word
    changed = word.translate(TABLE)
    return word if any("\u0370" <= char <= "\u052f" for char in changed) else changed
