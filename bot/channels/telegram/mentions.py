"""Whether a message in a group is meant for the bot, and what it says without the bot's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.channels.fields import mapping, string
from bot.channels.telegram.raw import integer, optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Whom the updates are for: the account's number, its @name where it is known, and its language."""

    account: str
    username: str = ""
    language: str = "en"


def addressed(raw: Mapping[str, object], us: Us) -> bool:
    """Tell whether a message answers one of the bot's, or names the bot."""
    answered = optional(raw, "reply_to_message")
    author = optional(answered, "from") if answered is not None else None
    if author is not None and str(author.get("id")) == us.account:
        return True
    return any(True for _ in _namings(raw, us))


def without_name(raw: Mapping[str, object], us: Us) -> Mapping[str, object]:
    """Give the message with the bot's name cut out of its words; as it is, if nothing else was said."""
    field = "text" if string(raw, "text") else "caption"
    words = string(raw, field)
    for start, end, kind in sorted(_namings(raw, us), reverse=True):
        if kind != "bot_command":
            words = _cut(words, start, end)
    left = words.strip(" ,:;-\n")
    return {**raw, field: left} if left else raw


def _cut(words: str, start: int, end: int) -> str:
    """Cut from start to end, counted in UTF-16 units, and the space that would stand double."""
    units = words.encode("utf-16-le", "surrogatepass")
    before = units[: 2 * start].decode("utf-16-le", "surrogatepass")
    after = units[2 * end :].decode("utf-16-le", "surrogatepass")
    return before + (after.lstrip(" ") if not before or before.endswith(" ") else after)


def _namings(raw: Mapping[str, object], us: Us) -> Iterator[tuple[int, int, str]]:
    """Give where the message names the bot: start and end in UTF-16 units, and the kind of entity."""
    entities = raw.get("entities") or raw.get("caption_entities")
    words = (string(raw, "text") or string(raw, "caption")).encode("utf-16-le", "surrogatepass")
    for item in entities if isinstance(entities, list) else ():
        entity = mapping(item, "entities")
        kind = string(entity, "type")
        if kind not in {"mention", "bot_command", "text_mention"}:
            continue
        start = max(integer(entity, "offset"), 0)
        end = max(start + integer(entity, "length"), start)
        if _is_us(entity, kind, words[2 * start : 2 * end].decode("utf-16-le", "replace"), us):
            yield start, end, kind


def _is_us(entity: Mapping[str, object], kind: str, word: str, us: Us) -> bool:
    if kind == "text_mention":
        user = optional(entity, "user")
        return user is not None and str(user.get("id")) == us.account
    return us.username != "" and word.partition("@")[2].casefold() == us.username.casefold()
