"""Whether a text fits a channel, by the channel's own way of counting; nothing is ever cut."""

from __future__ import annotations

from bot.model.message import Surface
from bot.model.traits import Traits


def excess(text: str, traits: Traits, surface: Surface, *, with_file: bool = False) -> int:
    """Give by how much a text is too long for a surface the channel has, in its own units; 0 if it fits."""
    return max(0, traits.count(text) - traits.most(surface, with_file=with_file))


def with_signature(text: str, signature: str) -> str:
    """Give the text as it will be sent."""
    return f"{text} {signature}" if signature else text


def buttons_fit(labels: tuple[str, ...], traits: Traits) -> bool:
    """Tell whether the channel can show these buttons; one without buttons shows none of any."""
    if not traits.buttons:
        return True
    return len(labels) <= traits.buttons and all(len(label) <= traits.button_label for label in labels)
