"""References that customers quote: a case's number with a check digit, so that a slip names no other case."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
"""The table of H. M. Damm's thesis (Marburg, 2004).

It finds every wrong digit, and every two neighbours that changed places.
"""

_QUOTED = re.compile(r"(?<!\w)T\s?K[\s.:#–—-]{0,3}(\d(?:[ .-]?\d){3,13})(?![\w-]*\d)", re.IGNORECASE)


def reference_of(number: int) -> str:
    """Write a case's number as its customer sees it: TK-, the number, the check digit."""
    return f"TK-{number}{_check_digit(str(number))}"


def numbers_in(text: str) -> tuple[int, ...]:
    """Give the numbers of the cases whose references a text holds, each once.

    A reference with a slip in it names none.
    """
    found = (re.sub(r"\D", "", quoted[1]) for quoted in _QUOTED.finditer(text))
    return tuple(dict.fromkeys(int(digits[:-1]) for digits in found if not _interim(digits)))


def _check_digit(digits: str) -> str:
    return str(_interim(digits))


def _interim(digits: str) -> int:
    """Walk the table; 0 for digits that end in their own check digit."""
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return row


def key_of(number: int, secret: str) -> str:
    """Write the word of the link by which the customer of a case is known elsewhere: nobody can guess it."""
    return f"{reference_of(number)}_{_proof(number, secret)}"


def number_of_key(word: str, secret: str) -> int:
    """Give the number of the case whose link this is; 0 for a word that we did not make."""
    reference, _, proof = word.partition("_")
    numbers = numbers_in(reference)
    if len(numbers) != 1 or not secret:
        return 0
    real = _proof(numbers[0], secret)
    return numbers[0] if hmac.compare_digest(proof.encode(), real.encode()) else 0


def _proof(number: int, secret: str) -> str:
    digest = hmac.new(secret.encode(), f"case:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest)[:20].decode().lower()
