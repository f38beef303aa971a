"""What the brand may write, and what is refused: duplicates, replies nobody asked for, length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.testing.x.billing import Bill
from bot.testing.x.rates import DAILY_MESSAGES
from bot.testing.x.refusals import (
    BLOCKED,
    CARD_ALONE,
    CLOSED,
    DUPLICATE,
    GONE,
    NO_CARD,
    NOT_SUMMONED,
    TOO_LONG,
    RefusedError,
)
from bot.testing.x.uploading import Uploading
from bot.testing.x.weighing import MOST, has_link, weight
from bot.testing.x.world import Direct, Post, World

Json = dict[str, Any]

_DAY = 86400.0
_LONGEST_MESSAGE = 10_000


@dataclass(slots=True)
class Posting:
    """The writing endpoints; each gives the answer and what was made."""

    world: World
    bill: Bill
    uploading: Uploading
    _sent: list[float] = field(default_factory=list)

    def post(self, body: Mapping[str, Any]) -> tuple[Json, Post]:
        text = _text(body)
        target, excluded = self._target(body.get("reply"))
        if weight(text) > MOST:
            raise RefusedError(403, TOO_LONG)
        self._refuse_duplicate(text, target, excluded)
        card, media = _card(body), self._pictures(body.get("media"))
        made = self.world.write(
            self.world.brand,
            text,
            reply_to=target.id if target else None,
            excluded=excluded,
            card=card,
            media=media,
        )
        made.shown_from = made.at + self.world.lists_after
        self.bill.wrote("summoned_reply" if target else "post_with_link" if has_link(text) else "post")
        shown, _ = self.world.links.wrap(made.text)
        history = [str(made.id)]
        return {"data": {"id": str(made.id), "text": shown, "edit_history_tweet_ids": history}}, made

    def delete(self, number: int) -> Json:
        found = self.world.timeline.get(number)
        if found is None or found.author != self.world.brand:
            raise RefusedError(403, "You are not authorized to delete this Tweet.")
        found.deleted = True
        return {"data": {"deleted": True}}

    def message(self, person: int, body: Mapping[str, Any]) -> tuple[Json, Direct]:
        text = _text(body)
        if len(text) > _LONGEST_MESSAGE:
            raise RefusedError(400, "text: must not be longer than 10000 characters")
        if person not in self.world.people or person in self.world.blocking:
            raise RefusedError(403, CLOSED)
        media = self._attached(body.get("attachments"))
        now = self.world.now()
        self._sent = [at for at in self._sent if at > now - _DAY]
        if len(self._sent) >= DAILY_MESSAGES:
            raise RefusedError(429, "Too Many Requests")
        self._sent.append(now)
        made = self.world.hand_over(self.world.brand, person, text, media=media)
        self.bill.wrote("message")
        pair = sorted((self.world.brand, person))
        return {"data": {"dm_conversation_id": f"{pair[0]}-{pair[1]}", "dm_event_id": str(made.id)}}, made

    def _pictures(self, media: object) -> tuple[int, ...]:
        """Read the pictures of a post."""
        if media is None:
            return ()
        numbers = media.get("media_ids") if isinstance(media, Mapping) else None
        if not isinstance(numbers, list) or not 1 <= len(numbers) <= 4 or not all(map(_is_number, numbers)):
            raise RefusedError(400, "media.media_ids: must be from 1 to 4 ids")
        return self.uploading.usable(numbers, direct=False)

    def _attached(self, attachments: object) -> tuple[int, ...]:
        """Read the picture of a direct message."""
        if attachments is None:
            return ()
        items = attachments if isinstance(attachments, list) else []
        numbers = [item.get("media_id") for item in items if isinstance(item, Mapping)]
        if len(numbers) != 1 or not all(map(_is_number, numbers)):
            raise RefusedError(400, "attachments: must be one media_id")
        return self.uploading.usable([str(number) for number in numbers], direct=True)

    def _target(self, reply: object) -> tuple[Post | None, frozenset[int]]:
        if reply is None:
            return None, frozenset()
        if not isinstance(reply, Mapping) or not str(reply.get("in_reply_to_tweet_id", "")).isdecimal():
            raise RefusedError(400, "reply.in_reply_to_tweet_id: is not a valid Tweet ID")
        target = self.world.timeline.get(int(reply["in_reply_to_tweet_id"]))
        if target is None or not self.world.shown(target):
            raise RefusedError(403, GONE)
        if target.author in self.world.blocking:
            raise RefusedError(403, BLOCKED)
        if not self.world.summons(target):
            raise RefusedError(403, NOT_SUMMONED)
        return target, frozenset(int(number) for number in reply.get("exclude_reply_user_ids", ()))

    def _refuse_duplicate(self, text: str, target: Post | None, excluded: frozenset[int]) -> None:
        lately = [post for post in self.world.posts if post.at > self.world.now() - _DAY]
        if self.world.strict:
            same = any(post.words == text for post in lately)
        else:
            audience = self.world.audience(target, excluded) if target is not None else ()
            same = any(post.words == text and post.mentions == audience for post in lately)
        if same:
            raise RefusedError(403, DUPLICATE)


def _is_number(number: object) -> bool:
    return isinstance(number, str) and number.isdecimal()


def _card(body: Mapping[str, Any]) -> str:
    """Read the link of a card that opens a direct message; "" where none is asked for."""
    card = body.get("direct_message_deep_link", "")
    if card and not (
        isinstance(card, str) and card.startswith("https://x.com/messages/compose?recipient_id=")
    ):
        raise RefusedError(400, NO_CARD)
    if card and any(name in body for name in ("media", "poll", "quote_tweet_id")):
        raise RefusedError(400, CARD_ALONE)
    return str(card)


def _text(body: Mapping[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RefusedError(400, "text: must not be empty")
    return text
