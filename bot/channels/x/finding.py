"""Looks among the account's own posts and messages for one whose sending was interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.channels.fields import UnreadableError, string
from bot.channels.x.addressing import referenced
from bot.channels.x.api import Api
from bot.channels.x.content import same_words, words
from bot.channels.x.faults import LostError
from bot.channels.x.feeds import next_token
from bot.channels.x.messages import PREFIX
from bot.channels.x.options import Options
from bot.channels.x.parsing import item_id
from bot.channels.x.place import first_id
from bot.channels.x.raw import is_identifier, moment
from bot.model.message import Outbound, Surface
from bot.service.values import Sent

SLACK = timedelta(minutes=2)
"""So much earlier than the first attempt an own message may be dated: clocks differ."""

_MOST_PAGES = 8
_OWN = ["created_at", "entities", "note_tweet", "referenced_tweets"]


class Finder:
    """The account's own, as X lists it."""

    def __init__(self, api: Api, options: Options) -> None:
        self._api, self._options = api, options

    async def found(self, outbound: Outbound) -> Sent | None:
        """Give an earlier attempt of this message, if X lists it. Raises XError."""
        public = outbound.letter.surface is Surface.PUBLIC
        items = await (self.own_posts(outbound.first_attempt_at) if public else self._own_messages(outbound))
        for item in items:
            if self._is_it(item, outbound, public=public):
                return sent_as(str(item["id"]), public=public)
        return None

    async def own_posts(self, since: datetime) -> list[Any]:
        """List what the account has posted since a moment. Raises XError."""
        since = (since - SLACK).replace(microsecond=0)
        items: list[Any] = []
        token: str | None = None
        for _ in range(_MOST_PAGES):
            answer = await self._api.get_users_tweets(
                self._options.account,
                start_time=since,
                max_results=100,
                pagination_token=token,
                tweet_fields=_OWN,
                user_auth=True,
            )
            items += _listed(answer)
            token = next_token(answer) or None
            if token is None:
                break
        return items

    async def _own_messages(self, outbound: Outbound) -> list[Any]:
        """List the latest with a person, few if that is enough: each one read costs."""
        items: list[Any] = []
        for size in (10, 100):
            answer = await self._api.get_direct_message_events(
                participant_id=person_of(outbound),
                max_results=size,
                event_types="MessageCreate",
                dm_event_fields=["created_at", "entities", "sender_id"],
                user_auth=True,
            )
            items = _listed(answer)
            since = first_id(outbound.first_attempt_at - SLACK)
            if len(items) < size or any(item_id(item) < since for item in items):
                break
        return items

    def _is_it(self, item: object, outbound: Outbound, *, public: bool) -> bool:
        if not isinstance(item, Mapping) or not is_identifier(item.get("id")):
            return False
        letter = outbound.letter
        try:
            if not same_words(words(item, is_reply=public), storable(letter.text)):
                return False
            if public:
                return referenced(item, "replied_to") == letter.reply_to
            since = outbound.first_attempt_at - SLACK
            own = string(item, "sender_id") == self._options.account
            return own and moment(item, "created_at") >= since
        except UnreadableError:
            return False


def person_of(outbound: Outbound) -> str:
    """Give the id of the person whom a direct message is for."""
    return outbound.conversation_key.removeprefix(PREFIX)


def storable(text: str) -> str:
    """Give the text without half characters, which no JSON can carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _listed(answer: Mapping[str, object]) -> list[Any]:
    """Give an answer's items; an answer with errors instead is none, and must not look like nothing."""
    items = answer.get("data")
    if items is None and answer.get("errors"):
        raise LostError("an answer with errors and no data")
    return items if isinstance(items, list) else []


def sent_as(number: str, *, public: bool) -> Sent:
    """Say that X has it, and where a post can be seen."""
    return Sent(id=number, url=f"https://x.com/i/status/{number}" if public else "")
