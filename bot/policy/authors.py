"""Who is never answered: the brand's own accounts, and other bots."""

from __future__ import annotations

from bot.knowledge.library import Knowledge
from bot.model.message import Author


def is_automatic(author: Author, knowledge: Knowledge) -> bool:
    """Tell whether an author is one of the brand's own accounts, or a bot."""
    return who_is_automatic(author, knowledge) != ""


def who_is_automatic(author: Author, knowledge: Knowledge) -> str:
    """Say which kind of account this is that is never answered; "" for a person's."""
    brand = knowledge.settings.brand
    if author.is_brand:
        return "the brand itself"
    if _named(author, brand.account_names):
        return "another account of the brand’s"
    if author.is_bot or _named(author, brand.ignore):
        return "a bot"
    return ""


def _named(author: Author, names: tuple[str, ...]) -> bool:
    handle = author.handle.casefold().lstrip("@")
    return handle != "" and f"@{handle}" in {name.casefold() for name in names}
