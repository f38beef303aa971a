"""The check digits of bank accounts and Italian tax codes."""

from __future__ import annotations

IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI NL",
        19: "SI",
        20: "AT EE LT LU",
        21: "CH HR LI LV",
        22: "BG DE GB IE",
        24: "AD CZ ES RO SE SK",
        25: "PT",
        26: "IS",
        27: "FR GR IT MC SM",
        28: "CY HU PL",
        31: "MT",
    }.items()
    for country in countries.split()
}
"""How long an IBAN is, by country."""

_ODD_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD = {char: _ODD_VALUES[_place] for _place, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    char: _ODD_VALUES[_place] for _place, char in enumerate("0123456789")
}


def is_iban(code: str) -> bool:
    """Tell whether a code in capitals, without spaces, has the right length and check digits (ISO 13616)."""
    if IBAN_LENGTHS.get(code[:2]) != len(code) or not (code.isascii() and code.isalnum()):
        return False
    return int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1


def is_fiscal_code(code: str) -> bool:
    """Tell whether 16 capitals and digits end in the right check letter (decree of 23/12/1976)."""
    if len(code) != 16 or not (code.isascii() and code.isalnum()):
        return False
    total = sum(_ODD[char] if at % 2 == 0 else _even(char) for at, char in enumerate(code[:15]))
    return code[15] == chr(ord("A") + total % 26)


def _even(char: str) -> int:
    return int(char) if char.isdigit() else ord(char) - ord("A")
