"""What the API lets the brand read: mentions, its own posts, posts by id or search, and direct messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.testing.x.billing import Bill
from bot.testing.x.refusals import RefusedError, not_found
from bot.testing.x.showing import (
    asked,
    includes,
    message_json,
    person_json,
    post_fields,
    post_json,
)
from bot.testing.x.world import Direct, Post, World, first_id

Json = dict[str, Any]
Item = TypeVar("Item", Post, Direct)

DEEPEST = 800
"""So many of the latest mentions can be read, and no older ones."""

_MONTH = 30 * 86400.0
_WEEK = 7 * 86400.0


@dataclass(slots=True)
class Reading:
    """The reading endpoints; all give newest first."""

    world: World
    bill: Bill

    def me(self, params: Mapping[str, str]) -> Json:
        self.bill.read("user_read", self.world.brand, self.world.now())
        return {"data": person_json(self.world.people[self.world.brand], asked(params, "user.fields"))}

    def mentions(self, params: Mapping[str, str]) -> Json:
        found = [post for post in self._shown() if self._mentions_brand(post)]
        return self._posts(found[:DEEPEST], params)

    def own_posts(self, params: Mapping[str, str]) -> Json:
        return self._posts([post for post in self._shown() if post.author == self.world.brand], params)

    def search(self, params: Mapping[str, str]) -> Json:
        words = params.get("query", "").split()
        if not words:
            raise RefusedError(400, "query: can not be empty")
        oldest = first_id(self.world.now() - _WEEK)
        if int(params.get("since_id", oldest)) < oldest:
            raise RefusedError(400, "since_id: must be a tweet id created in the last 7 days")
        plain = [word.casefold() for word in words if not word.startswith("-")]
        left_out = {word.removeprefix("-from:").casefold() for word in words if word.startswith("-from:")}
        found = [
            post
            for post in self._shown()
            if all(word in post.text.casefold() for word in plain)
            and self.world.people[post.author].username.casefold() not in left_out
        ]
        return self._posts(found, params, least=10)

    def by_ids(self, params: Mapping[str, str]) -> Json:
        numbers = [number for number in params.get("ids", "").split(",") if number]
        if not numbers or len(numbers) > 100:
            raise RefusedError(400, "ids: between 1 and 100 values are allowed")
        posts = [self.world.timeline.get(int(number)) for number in numbers]
        found = [post for post in posts if post is not None and self.world.shown(post)]
        there = {str(post.id) for post in found}
        answer = self._answer(found, params)
        errors = [not_found(number) for number in numbers if number not in there]
        return {**answer, **({"errors": errors} if errors else {})}

    def messages(self, params: Mapping[str, str], person: int | None = None) -> Json:
        oldest = self.world.now() - _MONTH
        found = [
            message
            for message in reversed(self.world.messages)
            if message.at >= oldest and (person is None or person in {message.sender, message.recipient})
        ]
        page, meta = _page(found, params, least=1, untidy=self.world.untidy)
        fields = asked(params, "dm_event.fields")
        for message in page:
            self.bill.read("message_read", message.id, self.world.now())
        senders = [message.sender for message in page]
        return _whole(
            [message_json(self.world, message, fields) for message in page],
            includes(self.world, params, people=senders),
            meta,
        )

    def _shown(self) -> list[Post]:
        posts = (post for post in self.world.timeline.values() if self.world.shown(post))
        return sorted(posts, key=lambda post: post.id, reverse=True)

    def _mentions_brand(self, post: Post) -> bool:
        return self.world.brand in post.mentions

    def _posts(self, posts: Sequence[Post], params: Mapping[str, str], *, least: int = 5) -> Json:
        since, start = int(params.get("since_id", 0)), _start(params)
        found = [post for post in posts if post.id > since and post.at >= start]
        page, meta = _page(found, params, least=least, untidy=self.world.untidy)
        answer = self._answer(page, params)
        return _whole(answer.get("data", []), answer.get("includes", {}), meta)

    def _answer(self, posts: Sequence[Post], params: Mapping[str, str]) -> Json:
        for post in posts:
            self.bill.read("post_read", post.id, self.world.now())
        shown = [post_json(self.world, post, post_fields(params)) for post in posts]
        found = includes(self.world, params, posts=posts)
        return {**({"data": shown} if shown else {}), **({"includes": found} if found else {})}


def _page(
    items: Sequence[Item], params: Mapping[str, str], *, least: int, untidy: bool
) -> tuple[list[Item], Json]:
    size = _size(params, least)
    before = _token(params)
    rest = [item for item in items if before is None or item.id < before]
    page = rest[:size]
    meta: Json = {"result_count": len(page)}
    if len(rest) > size:
        meta["next_token"] = f"page-{page[-1].id}"
    if page:
        meta |= {"newest_id": str(page[0].id), "oldest_id": str(page[-1].id)}
    if untidy:
        repeated = [item for item in items if item.id == before]
        return page[1::2] + repeated + page[0::2], meta
    return page, meta


def _size(params: Mapping[str, str], least: int) -> int:
    size = int(params.get("max_results", 10))
    if not least <= size <= 100:
        raise RefusedError(400, f"max_results: must be between {least} and 100")
    return size


def _token(params: Mapping[str, str]) -> int | None:
    token = params.get("pagination_token", params.get("next_token", ""))
    if not token:
        return None
    if not token.startswith("page-"):
        raise RefusedError(400, "pagination_token: is not valid")
    return int(token.removeprefix("page-"))


def _start(params: Mapping[str, str]) -> float:
    text = params.get("start_time", "")
    return datetime.fromisoformat(text).timestamp() if text else 0.0


def _whole(items: list[Json], found: Json, meta: Json) -> Json:
    return {**({"data": items} if items else {}), **({"includes": found} if found else {}), "meta": meta}
