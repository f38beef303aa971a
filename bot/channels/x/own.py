"""What the brand's account wrote by itself: told from what this program sent, it is a person's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeGuard

from bot.channels.fields import string
from bot.channels.x.addressing import mentioned, referenced
from bot.channels.x.content import same_words, words
from bot.channels.x.parsing import PREFIX, Beside, Item, Reader, age_of, author, each
from bot.channels.x.raw import identifier, is_identifier, moment, root_of
from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.service.ports import Intake

TAKEN_OVER = ":taken_over"
"""How the key of the event ends that silences the bot."""

_WITHIN = timedelta(days=1)
_REMEMBERED = 5000


def parse_own(page: object, reader: Reader) -> list[Item]:
    """Read a page of the account's own posts, oldest first: the replies to people. Never raises."""
    return each(page, reader, lambda raw, beside: own_post(raw, beside, reader))


def own_post(raw: Mapping[str, object], beside: Beside, reader: Reader) -> Sequence[Inbound]:
    """Read one post of the account's: a reply to a person takes their conversation over."""
    number, answered = identifier(raw, "id"), referenced(raw, "replied_to") or _answered(raw)
    if identifier(raw, "author_id") != reader.account or not answered:
        return ()
    person = string(raw, "in_reply_to_user_id") or string(beside.posts.get(answered, {}), "author_id")
    person = person or next(iter(mentioned(raw)), "")  # a reply begins with the name of whom it answers
    if not is_identifier(person) or person == reader.account:
        return ()
    said = Inbound(
        channel="x",
        account=reader.account,
        event_key=f"post:{root_of(raw) or number}",
        conversation_key=f"{PREFIX}{person}",
        author=author(person, beside, reader),
        surface=Surface.PUBLIC,
        text=words(raw, is_reply=True),
        message_id=number,
        reply_to=answered,
        occurred_at=moment(raw, "created_at"),
        received_at=reader.received_at,
    )
    return taken_over(said, author(reader.account, beside, reader))


def _answered(raw: Mapping[str, object]) -> str:
    return string(raw, "in_reply_to_tweet_id")


def taken_over(said: Inbound, brand: Author) -> tuple[Inbound, Inbound]:
    """Silence the bot in the customer's conversation, and keep the brand's words in it."""
    take_over = replace(
        said,
        kind=InboundKind.TAKE_OVER,
        event_key=f"{said.event_key}{TAKEN_OVER}",
        payload={"agent": brand.name or brand.handle or "X"},
    )
    return take_over, replace(said, author=replace(said.author, is_brand=True))


def _takes_over(item: Item) -> TypeGuard[Inbound]:
    return isinstance(item, Inbound) and item.kind is InboundKind.TAKE_OVER


def _is_own(item: Item) -> TypeGuard[Inbound]:
    return isinstance(item, Inbound) and (item.author.is_brand or item.kind is InboundKind.TAKE_OVER)


class Echoes:
    """Knows what this program sent when X shows it again."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._sent: dict[str, None] = {}

    def sent(self, number: str) -> None:
        """Remember the id of a message that was sent."""
        self._sent[number] = None
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]

    async def without(self, items: Sequence[Item], *, before: int = 0) -> list[Item]:
        """Leave out what this program sent itself, and all own up to the id `before`. Raises StoreError."""
        echoes = {
            item.message_id
            for item in items
            if _takes_over(item) and (age_of(item) <= before or await self._is_ours(item))
        }
        return [item for item in items if not (_is_own(item) and item.message_id in echoes)]

    async def _is_ours(self, item: Inbound) -> bool:
        """Tell by its id, or by its words: they are in the store before they are on X.

        So it is known as well while it is being sent, after a restart, and when nobody knows whether it was.
        """
        if item.message_id in self._sent:
            return True
        since = item.occurred_at - _WITHIN
        said = await self._intake.spoken(item.channel, item.account, item.conversation_key, since)
        return any(same_words(item.text, text) for text in said)
