"""How the desk shows what customers wrote: escaped, kept apart from our words, hidden marks visible."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from markupsafe import Markup

_JOINER = "\u200d"
_VARIATION = "\ufe0f"
_BLACK_FLAG = "\U0001f3f4"
_LONGEST_FLAG = 7  # a flag spells its region with at most six tags and an end
_NAMES = {
    "\u00ad": "SHY",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    _JOINER: "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2060": "WJ",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}


def shown(text: str) -> Markup:
    """Give a person's text as HTML: escaped, in a bidi isolate, its invisible marks named."""
    parts = (_piece(text, index) for index in range(len(text)))
    return Markup('<bdi dir="auto">{}</bdi>').format(Markup("").join(parts))


def tame(text: str) -> str:
    """Give a person's text without invisible marks, for places that take no markup."""
    return "".join(letter for letter in text if not _is_invisible(letter))


def _piece(text: str, index: int) -> str | Markup:
    letter = text[index]
    if letter in "\n\t" or not _is_invisible(letter) or _joins_emoji(text, index):
        return letter
    name = _NAMES.get(letter, f"U+{ord(letter):04X}")
    return Markup('<span class="mark" title="U+{:04X}">{}</span>').format(ord(letter), name)


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cf", "Cc", "Cs", "Zl", "Zp"}


def _joins_emoji(text: str, index: int) -> bool:
    """Tell a joiner inside an emoji, and the tags of a flag, from one that hides in words."""
    if _is_tag(text[index]):
        start = text.rfind(_BLACK_FLAG, max(0, index - _LONGEST_FLAG), index)
        return start >= 0 and all(_is_tag(letter) for letter in text[start + 1 : index])
    before = text[index - 1] if index else ""
    after = text[index + 1] if index + 1 < len(text) else ""
    return text[index] == _JOINER and _is_pictorial(before) and _is_pictorial(after)


def _is_tag(letter: str) -> bool:
    return 0xE0020 <= ord(letter) <= 0xE007F


def _is_pictorial(letter: str) -> bool:
    return letter == _VARIATION or (letter != "" and unicodedata.category(letter) in {"So", "Sk"})


def moment(at: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """Give a time as people read it on the brand's clock: "14:30", "mer 9 dic, 14:30"."""
    local = at.astimezone(zone)
    time = format_time(local, "HH:mm", locale=language)
    if local.date() == now.astimezone(zone).date():
        return time
    pattern = "EEE d MMM" if local.year == now.astimezone(zone).year else "d MMM y"
    return f"{format_date(local, pattern, locale=language)}, {time}"


def span_key(span: timedelta) -> tuple[str, int]:
    """Give the words' key and the number for a span: ("minutes", 12), ("hours", 3), ("days", 2)."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 1:
        return "moment", 0
    if minutes < 90:
        return "minutes", minutes
    if minutes < 48 * 60:
        return "hours", round(minutes / 60)
    return "days", round(minutes / 1440)
