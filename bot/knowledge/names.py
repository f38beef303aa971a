"""Which names and values of a customer's may be repeated, and where: public is stricter than private."""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 2, 15
"""Letters of a first name that may stand in public."""
LONGEST_PRIVATE = 40
LONGEST_VALUE = 60

_FIRST_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)?")
_URL_LIKE = re.compile(r"://|\bwww\.|[\w-]\.[^\W\d_]{2,}", re.IGNORECASE)
_UNSAFE = re.compile(r"[@#＠＃\n\r\u2028\u2029]")
_BAD_STEMS = """
stronz vaffan fancul coglion merd puttan troia zoccol bagasci incul culatton froci ricchion finocchi
bastard porco porca cazz minchi pompin sborr mussolin hitler fuck bitch cunt nigg fagg wank asshol
whore slut rapist stupr pedofil truff ladr scam
"""
_BAD_WORDS = """
culo figa fica fregna pene anal sesso sex porn porno dio duce scemo scema idiota cretino cretina
fallito schifo boia ass arse tits cock pussy idiot moron satan satana nazi negro negra negri shit
admin support supporto assistenza servizio bot null none nan undefined test utente user cliente
customer anonimo anonymous account deleted unknown staff info official ufficiale signor signora
dottor dottoressa the mr mrs miss dr dott sig il la lo un una
"""


def first_name(name: str) -> str:
    """Give a vetted first name, fit to be said in public, or ""."""
    words = unicodedata.normalize("NFC", name).split()
    if not words or not is_safe(words[0]) or not SHORTEST <= len(words[0]) <= LONGEST:
        return ""
    word = words[0]
    if not _FIRST_NAME.fullmatch(word) or not _one_script(word) or _is_bad(word):
        return ""
    return _capitalised(word)


def private_name(name: str) -> str:
    """Give a name as it may be said in private: as written, or "" where it carries more than a name."""
    words = " ".join(name.split(" ")).strip()
    if not words or len(words) > LONGEST_PRIVATE or not is_safe(words):
        return ""
    return words


def is_safe(value: str) -> bool:
    """Tell whether a value has no @, #, link, newline or invisible character."""
    if _UNSAFE.search(value) or _URL_LIKE.search(unicodedata.normalize("NFKC", value)):
        return False
    return all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for char in value)


def _one_script(word: str) -> bool:
    scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}
    letters = all(char.isalpha() or char in "'’-" for char in word)  # \w also takes ¼ and ²
    return letters and len(scripts) == 1 and "?" not in scripts


def _is_bad(word: str) -> bool:
    bare = "".join(
        char for char in unicodedata.normalize("NFKD", word.lower()) if char.isalpha() and char.isascii()
    )
    squeezed = _squeeze(bare)
    stems = _BAD_STEMS.split()
    squeezed_stems = [_squeeze(stem) for stem in stems]
    words = _BAD_WORDS.split()
    return any(form in words or form.startswith((*stems, *squeezed_stems)) for form in (bare, squeezed))


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _capitalised(word: str) -> str:
    """Give MARIA and maria as Maria; leave McDonald; refuse mArIa."""
    if word.isupper() or word.islower():
        return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
    capitals = sum(char.isupper() for char in word)
    return word if word[0].isupper() and capitals <= 2 else ""
