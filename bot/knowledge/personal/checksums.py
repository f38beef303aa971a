"""The check digits of bank accounts, Italian tax codes and payment cards."""

from __future__ import annotations

_IBAN_LENGTHS = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HU LB PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU",
    31: "MT SC",
    32: "LC",
}
IBAN_LENGTHS = {country: length for length, some in _IBAN_LENGTHS.items() for country in some.split()}
"""How long an IBAN is, by country."""

_ODD_VALUES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD = {char: _ODD_VALUES[_place] for _place, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    char: _ODD_VALUES[_place] for _place, char in enumerate("0123456789")
}
_SAME_CODE = str.maketrans("LMNPQRSTUV", "0123456789")
"""Letters that stand for digits where two people would have one code (omocodia)."""

_WOMEN = 40
_MONTHS = dict(zip("ABCDEHLMPRST", (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))


def is_iban(code: str) -> bool:
    """Tell whether a code in capitals, without spaces, has the right length and check digits (ISO 13616)."""
    if IBAN_LENGTHS.get(code[:2]) != len(code) or not (code.isascii() and code.isalnum()):
        return False
    if not code[2:4].isdigit() or not 2 <= int(code[2:4]) <= 98:
        return False
    return int("".join(str(int(char, 36)) for char in code[4:] + code[:4])) % 97 == 1


def is_fiscal_code(code: str) -> bool:
    """Tell whether 16 capitals and digits are born on a day there is and end in the right check letter.

    The check is that of the decree of 23/12/1976; letters that stand for digits (omocodia) are read as such.
    """
    if len(code) != 16 or not (code.isascii() and code.isalnum()):
        return False
    day = code[9:11].translate(_SAME_CODE)
    if not day.isdigit() or not 1 <= int(day) % _WOMEN <= _MONTHS.get(code[8], 0) or int(day) > _WOMEN + 31:
        return False
    total = sum(_ODD[char] if at % 2 == 0 else _even(char) for at, char in enumerate(code[:15]))
    return code[15] == chr(ord("A") + total % 26)


def _even(char: str) -> int:
    return int(char) if char.isdigit() else ord(char) - ord("A")


def is_luhn(digits: str) -> bool:
    """Tell whether digits end in Luhn's check digit (ISO/IEC 7812), as in Italian VAT numbers."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(int(digit) for digit in digits[::-2]) + sum(doubled)) % 10 == 0
