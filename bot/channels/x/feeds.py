"""What is read of X: mentions, direct messages and searches, each as pages, newest first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.channels.x.api import Api
from bot.channels.x.ledger import Use
from bot.channels.x.messages import parse_messages
from bot.channels.x.options import MENTIONS, MESSAGES, OWN, SEARCH, TOPICS, Options
from bot.channels.x.own import parse_own
from bot.channels.x.parsing import Item, Reader, parse_posts

MOST_MENTIONS = 800
"""X shows no more than so many of the latest mentions."""

Page = Mapping[str, Any]

_POST = {
    "tweet_fields": [
        "author_id",
        "conversation_id",
        "created_at",
        "edit_history_tweet_ids",
        "entities",
        "in_reply_to_user_id",
        "lang",
        "note_tweet",
        "public_metrics",
        "referenced_tweets",
    ],
    "expansions": ["author_id", "referenced_tweets.id"],
    "user_fields": ["public_metrics"],
}
_MESSAGE = {
    "dm_event_fields": ["attachments", "created_at", "dm_conversation_id", "entities", "sender_id"],
    "event_types": "MessageCreate",
    "expansions": ["sender_id"],
    "user_fields": ["public_metrics"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One thing that is read. `page(since, token, nth)` fetches; ids up to `since` are known.

    `by_id`: X itself leaves out what is known; else reading stops at the first page that holds some.
    `searched`: by words, not addressed to us; `heeded`: only those are kept that complain or ask.
    `most` is how many items X shows at all (0: no such number), `reach` how far back it may be asked,
    `first_look` how far back the very first reading goes: what is older was never ours to answer.
    """

    name: str
    every: timedelta
    page: Callable[[int, str, int], Awaitable[Page]]
    parse: Callable[[object, Reader], list[Item]]
    use: Use
    by_id: bool = True
    searched: bool = False
    heeded: bool = False
    most: int = 0
    reach: timedelta | None = None
    first_look: timedelta = timedelta(days=1)


def feeds(api: Api, options: Options) -> tuple[Feed, ...]:
    """Give the feeds that the settings ask for."""
    named = tuple(_feed(name, api, options) for name in options.listen if name != TOPICS)
    about = (_search_feed(f"{TOPICS}:{query}", query, api, options) for query in options.topics)
    return (*named, *(replace(feed, heeded=True) for feed in about))


def _own_feed(api: Api, options: Options) -> Feed:
    return Feed(
        name=OWN,
        every=options.poll_every,
        page=_own(api, options),
        parse=parse_own,
        use=Use.MENTIONS,
        first_look=timedelta(0),
    )


def _feed(name: str, api: Api, options: Options) -> Feed:
    if name == MENTIONS:
        return Feed(
            name=name,
            every=options.poll_every,
            page=_mentions(api, options),
            parse=parse_posts,
            use=Use.MENTIONS,
            most=MOST_MENTIONS,
        )
    if name == OWN:
        return _own_feed(api, options)
    if name == MESSAGES:
        every = max(options.poll_every, timedelta(minutes=1))  # X allows fifteen in fifteen minutes
        return Feed(
            name=name,
            every=every,
            page=_messages(api),
            parse=parse_messages,
            use=Use.MESSAGES,
            by_id=False,
        )
    return _search_feed(name, name.removeprefix(SEARCH).strip(), api, options)


def _search_feed(name: str, query: str, api: Api, options: Options) -> Feed:
    return Feed(
        name=name,
        every=max(options.poll_every, timedelta(minutes=2)),
        page=_search(api, query),
        parse=parse_posts,
        use=Use.SEARCH,
        searched=True,
        reach=timedelta(days=6, hours=23),  # X refuses to search more than seven days back
    )


def _mentions(api: Api, options: Options) -> Callable[[int, str, int], Awaitable[Page]]:
    async def page(since: int, token: str, _nth: int) -> Page:
        params = {**_POST, "since_id": str(since), "pagination_token": token or None, "max_results": 100}
        return await _asked(api.get_users_mentions(options.account, user_auth=True, **params))

    return page


def _own(api: Api, options: Options) -> Callable[[int, str, int], Awaitable[Page]]:
    async def page(since: int, token: str, _nth: int) -> Page:
        params = {**_POST, "since_id": str(since), "pagination_token": token or None, "max_results": 100}
        return await _asked(api.get_users_tweets(options.account, user_auth=True, **params))

    return page


def _search(api: Api, query: str) -> Callable[[int, str, int], Awaitable[Page]]:
    async def page(since: int, token: str, _nth: int) -> Page:
        params = {**_POST, "since_id": str(since), "next_token": token or None, "max_results": 100}
        return await _asked(api.search_recent_tweets(query, user_auth=True, **params))

    return page


def _messages(api: Api) -> Callable[[int, str, int], Awaitable[Page]]:
    async def page(_since: int, token: str, nth: int) -> Page:
        # each message read costs, also one that is known: pages grow only as far as there is news
        size = min(100, 10 * 2 ** min(nth, 4))
        params = {**_MESSAGE, "pagination_token": token or None, "max_results": size}
        return await _asked(api.get_direct_message_events(user_auth=True, **params))

    return page


def written_params() -> dict[str, object]:
    """Give what is asked for with a post, as X spells it in an address."""
    return {name.replace("_fields", ".fields"): ",".join(values) for name, values in _POST.items()}


async def _asked(call: Awaitable[Page]) -> Page:
    return await call


def next_token(page: Page) -> str:
    """Give what the page after this one is asked for by; "" if this is the last."""
    meta = page.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    return token if isinstance(token, str) else ""
