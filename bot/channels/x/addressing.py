"""Whether a post speaks to the brand, or only carries its name on from the thread above."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.fields import string
from bot.channels.x.content import inherited_length
from bot.channels.x.raw import objects, optional

INHERITED = (
    "The brand was only carried over from the thread: whether it was asked anything, a person decides."
)
NOT_ASKED = "X lets nothing automatic answer a post that does not address the brand."


def silence_reason(
    post: Mapping[str, object], others: Mapping[str, Mapping[str, object]], account: str
) -> str:
    """Say why X forbids an automatic answer to a post; "" if its author asked the brand.

    `others` are the posts it refers to, by id, as far as they came along.
    """
    if quotes(post, others, account):
        return ""
    if not mentions(post, account):
        return NOT_ASKED
    parent = referenced(post, "replied_to")
    answered = string(post, "in_reply_to_user_id")
    if not parent or answered in {account, string(post, "author_id")}:
        return ""
    if _named_in_words(post, account):
        return ""
    above = others.get(parent)
    if above is None or string(above, "author_id") == account or mentions(above, account):
        return INHERITED
    return ""


def referenced(post: Mapping[str, object], kind: str) -> str:
    """Give the id of the post that this one answers or quotes; "" if none."""
    for reference in objects(post, "referenced_tweets"):
        if string(reference, "type") == kind:
            return string(reference, "id")
    return ""


def mentions(post: Mapping[str, object], account: str) -> bool:
    """Tell whether a post names the account."""
    return account in mentioned(post)


def mentioned(post: Mapping[str, object]) -> tuple[str, ...]:
    """Give the ids of everybody a post names; those X cannot resolve are left out."""
    found = (string(mention, "id") for mention in objects(optional(post, "entities"), "mentions"))
    return tuple(dict.fromkeys(number for number in found if number))


def called(post: Mapping[str, object], account: str) -> str:
    """Give the name by which a post names the account, without its @; "" if it does not."""
    for mention in objects(optional(post, "entities"), "mentions"):
        if string(mention, "id") == account:
            return string(mention, "username")
    return ""


def quotes(post: Mapping[str, object], others: Mapping[str, Mapping[str, object]], account: str) -> bool:
    """Tell whether a post quotes one of the account's own."""
    quoted = others.get(referenced(post, "quoted"))
    return quoted is not None and string(quoted, "author_id") == account


def _named_in_words(post: Mapping[str, object], account: str) -> bool:
    """Tell whether the account is named after the mentions that a reply begins with."""
    text = string(post, "text")
    name = called(post, account).casefold()
    return bool(name) and f"@{name}" in text[inherited_length(text) :].casefold()
