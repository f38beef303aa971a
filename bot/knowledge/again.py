"""How often a customer says that they have written: "è la terza volta che scrivo", "third time I ask"."""

from __future__ import annotations

import re
from collections.abc import Mapping

MANY = 5
"""Stands for "the umpteenth time"."""

_TIMES: Mapping[str, int] = {
    "second": 2, "terz": 3, "quart": 4, "quint": 5, "sest": 6, "settim": 7, "ottav": 8, "non": 9,
    "decim": 10, "ennesim": MANY, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "dieci": 10,
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "umpteenth": MANY, "nth": MANY, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "ten": 10, "twice": 2,
}  # fmt: skip

_ORDINAL = (
    r"(?P<nth>\d{1,2})\s?(?:ª|a|°|st|nd|rd|th)"
    r"|(?P<word>second|terz|quart|quint|sest|settim|ottav|non|decim|ennesim)[oa]"
    r"|(?P<english>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|umpteenth|nth)"
)
_WROTE_IT = (
    r"(?:scriv|scritt|chied|chiest|chiam|contatt|segnal|sollecit|mand|sent|ripet|lament|dico\b|provo\b)\w*"
)
_WROTE_EN = (
    r"(?:writ\w*|wrote|ask\w*|call\w*|contact\w*|report\w*|messag\w*|tell\w*|told|complain\w*|tri\w*|chas\w*)"
)
_SAID = (
    re.compile(
        rf"\b(?:{_ORDINAL})\s+volta\s+(?:che|in\s+cui)\s+(?:\w+\s+){{0,3}}?{_WROTE_IT}", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:{_ORDINAL})\s+(?:messaggio|sollecito|segnalazione|reclamo|post|tweet)"
        rf"\s+(?:\w+\s+){{0,3}}?(?:mand|scriv|invi|facc)\w*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_WROTE_IT}\s+(?:\w+\s+)?(?:già\s+)?(?:(?P<nth>\d{{1,2}})|(?P<word>due|tre|quattro|cinque|sei|dieci))"
        r"\s+volte\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_ORDINAL})\s+time\s+(?:that\s+)?(?:\w+(?:['’]\w+)?\s+){{0,4}}?{_WROTE_EN}\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?:{_ORDINAL})\s+(?:message|complaint|email|tweet|post)\b", re.IGNORECASE),
    re.compile(
        rf"\b{_WROTE_EN}\s+(?:\w+\s+){{0,3}}?(?:(?:(?P<nth>\d{{1,2}})|(?P<word>two|three|four|five|six|ten))"
        r"\s+times|(?P<twice>twice))\b",
        re.IGNORECASE,
    ),
)


def times_written(text: str) -> int:
    """Give how often the writer says that they have written by now; 0 where they do not say it."""
    found = (match.groupdict() for pattern in _SAID for match in pattern.finditer(text[:2000]))
    return max((_number(groups) for groups in found), default=0)


def _number(groups: Mapping[str, str | None]) -> int:
    if groups.get("nth"):
        return int(groups["nth"] or 0)
    words = (groups.get(name) for name in ("word", "english", "twice"))
    return _TIMES[next(word for word in words if word).lower()]
