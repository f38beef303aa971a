"""A text's parts that may each be the question: the whole without its courtesies, and its clauses."""

from __future__ import annotations

import re

from bot.knowledge.matching.hollow import is_hollow

MOST = 6
"""At most this many clauses are read apart: the last ones, where people come to the point."""

REMARK = 4
"""Thanks after at most this many words may be the point: “ok grazie”, “la rete è tornata, grazie”."""

_HELLO = (
    "ciao|salve|buongiorno|buonasera|buon giorno|buona sera|buondì|ehi|hey|hi|hello|good morning|good evening"
    "|good afternoon|hola|bonjour|hallo|scusate|scusami|scusa|scusi|sorry|excuse me"
)
_THANKS = "grazie|thanks|thank you|thx|per favore|per piacere|please|merci|gracias|danke"
_WARMLY = " a tutti| ragazzi| there| all| guys| team| mille| tante| in anticipo| a lot| so much| in advance"
_ENDS = re.compile(r"[\n.!?;…]+(?=\s|$)|\n+")
_JOINS = re.compile(
    r"[\s,]+(?:and also|also|and then|plus|e poi|ed? inoltre|inoltre|ed? anche|(?:and|e) (?="
    r"(?:come|dove|quanto|quando|how|where|when|what)\b))\s*(?!\w*$)"
)
_WORD = re.compile(r"\w+")
_LEADING = re.compile(rf"^(?:(?:{_HELLO})(?:{_WARMLY})?(?!\w)[\s,!.:-]*)+")
_CLOSING = re.compile(rf"[\s,.!?-]+(?:(?:{_THANKS})(?:{_WARMLY})?(?!\w)[\s,.!]*)+$")
_THANKS_BUT = re.compile(
    rf"^(?:{_THANKS})(?:{_WARMLY}| lo stesso| comunque| anyway)?[\s,.!]+"
    r"(?:ma|però|pero|but|however)\b[\s,]*(?=\w)"
)
_ONLY = re.compile(rf"^(?:(?:{_HELLO}|{_THANKS})(?:{_WARMLY})?(?!\w)[\s,.!?:-]*)+$")


def readings(copy: str) -> tuple[str, ...]:
    """Give the readings of a matching copy, the whole first; none twice; one where nothing can be parted.

    A greeting before the question stays in one of them, and thanks after a few words: they may be all that
    is meant. Thanks that a “but” follows are none.
    """
    copy = _THANKS_BUT.sub("", copy)
    whole = copy.replace("\n", " ")
    bare = without_courtesies(whole)
    greeting = (_CLOSING.sub("", whole) or whole) if bare != whole else whole
    sentences = [part.strip(" ,:-") for part in _ENDS.split(copy)]
    parts = [part.strip(" ,:-") for sentence in sentences for part in _JOINS.split(sentence)]
    telling = [without_courtesies(part) for part in parts if _says_something(part)]
    several = telling[-MOST:] if len(telling) > 1 else []
    thanked = [whole] if greeting != whole and len(_WORD.findall(bare)) <= REMARK else []
    return tuple(dict.fromkeys((bare, greeting, *thanked, *several)))


def without_courtesies(copy: str) -> str:
    """Give a copy without its leading greeting and closing thanks; as it is where nothing else is said."""
    bare = _CLOSING.sub("", _LEADING.sub("", copy)).strip()
    return bare if _WORD.search(bare) and not _ONLY.match(copy) else copy


def _says_something(part: str) -> bool:
    """Tell whether a part is more than a courtesy, a lone short word, or a question without its matter."""
    words = _WORD.findall(part)
    return not (_ONLY.match(part) or is_hollow(part)) and (len(words) > 1 or len("".join(words)) > 3)
