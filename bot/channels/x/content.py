"""What a post or a direct message says: whole, its links written out, without the mentions it inherited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from bot.channels.fields import UnreadableError, string
from bot.channels.x.raw import objects, optional
from bot.model.text import clean

_INHERITED = re.compile(r"(?:@\w{1,15}[ \n]+)+", re.ASCII)
_CARD = re.compile(r"https://(?:x|twitter)\.com/messages/compose\?")
_SCHEME = re.compile(r"\bhttps?://(?:www\.)?")


def words(raw: Mapping[str, object], *, is_reply: bool = False, called: str = "") -> str:
    """Give the text as people read it; without words, "[photo]", "[post]" or the like.

    Of a long post X gives the whole beside the text. A reply begins with mentions that X itself writes and
    hides: they are taken off, and so is the name by which we are `called`, where a post begins with it.
    """
    text, kind = _written_out(_whole(raw))
    if is_reply:
        text = text[inherited_length(text) :] or text
    first, _, rest = text.lstrip().partition(" ")
    if called and first.casefold() == f"@{called.casefold()}":
        text = rest.strip() or text
    return clean(text).strip() or f"[{kind or 'post'}]"


def attachment(raw: Mapping[str, object]) -> str:
    """Name what came with the words: "photo", or "" for nothing."""
    return _written_out(_whole(raw))[1]


def inherited_length(text: str) -> int:
    """Give how many characters at the beginning of a reply are mentions."""
    found = _INHERITED.match(text)
    return found.end() if found is not None else 0


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for spaces and for how links are written."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(part.rstrip("/") for part in _SCHEME.sub("", clean(text)).split())


def _whole(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Give the part that has the whole text, with its own entities."""
    note = optional(raw, "note_tweet")
    return note if string(note, "text") else raw


def _written_out(raw: Mapping[str, object]) -> tuple[str, str]:
    """Write the wrapped links out; those that only stand for a picture, a post or a card are left out."""
    text, kind = unescape(string(raw, "text")), ""
    for link in objects(optional(raw, "entities"), "urls"):
        short, shown = string(link, "url"), string(link, "display_url")
        if not short.startswith("http"):
            raise UnreadableError("“urls” holds what is no link")
        picture = shown.startswith(("pic.x.com/", "pic.twitter.com/"))
        kind, target = "photo" if picture else kind, string(link, "expanded_url")
        only_shown = picture or _CARD.match(target) is not None
        text = text.replace(short, "" if only_shown else target or shown)
    return text, kind
