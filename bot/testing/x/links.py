"""How X wraps the links of a text: each becomes a short address of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_LINK = re.compile(r"https?://[^\s]+")


@dataclass(slots=True)
class Links:
    """The short addresses given out so far; the same link has the same one."""

    short: dict[str, str] = field(default_factory=dict)

    def wrap(self, text: str) -> tuple[str, list[dict[str, object]]]:
        """Give the text with short addresses, and the list of them as in an answer's `entities`."""
        urls: list[dict[str, object]] = []

        def shorten(found: re.Match[str]) -> str:
            link = found[0]
            short = self.short.setdefault(link, f"https://t.co/{len(self.short):010d}")
            display = link.partition("://")[2]
            urls.append({"url": short, "expanded_url": link, "display_url": display[:26]})
            return short

        return _LINK.sub(shorten, text), urls

    def beside(self, text: str, card: str, media: Iterable[int]) -> tuple[str, list[dict[str, object]]]:
        """Wrap a text with the links that X writes after it for a card and for pictures."""
        shown, urls = self.wrap(f"{text} {card}" if card else text)
        for number in media:
            short, page = f"https://t.co/p{number}", f"https://x.com/i/status/1/photo/{number}"
            urls.append({"url": short, "expanded_url": page, "display_url": f"pic.x.com/{number}"})
            shown = f"{shown} {short}"
        return shown, urls
