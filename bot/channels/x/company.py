"""Whom a post names besides its author: a reply to it leaves them out, for they asked nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from bot.channels.fields import UnreadableError
from bot.channels.x.addressing import mentioned
from bot.channels.x.raw import is_identifier

_REMEMBERED = 10_000


class Company:
    """Remembers it for the latest posts read; what is forgotten can be asked of X again."""

    def __init__(self) -> None:
        self._names: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def learn(self, page: Mapping[str, object]) -> None:
        """Note whom each post of a page names."""
        posts = page.get("data")
        for post in posts if isinstance(posts, list) else ():
            number, names = _named(post)
            if number:
                self._names[number] = names
                self._names.move_to_end(number)
        while len(self._names) > _REMEMBERED:
            self._names.popitem(last=False)

    def of(self, number: str) -> tuple[str, ...] | None:
        """Give whom a post names besides its author; None where it is not known."""
        return self._names.get(number)


def _named(post: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(post, Mapping) or not is_identifier(post.get("id")):
        return "", ()
    try:
        others = tuple(name for name in mentioned(post) if is_identifier(name))
    except UnreadableError:
        return "", ()
    return str(post["id"]), tuple(name for name in others if name != post.get("author_id"))
