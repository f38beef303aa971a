"""Meeting an account before it is switched on: its name, and the first post that mentions it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.channels.x.api import Api
from bot.channels.x.faults import RefusalError, XError
from bot.channels.x.options import Options
from bot.channels.x.place import first_id
from bot.channels.x.reading import Wait
from bot.channels.x.telling import RIGHTS, keys_refused, lacks_rights, trouble
from bot.clock import Clock
from bot.errors import ChannelError
from bot.service.meeting import FirstWords


class XMeeting:
    """One account. X charges for the name and for the mention it shows; both are shown once."""

    def __init__(self, options: Options, clock: Clock, *, wait: Wait = asyncio.sleep) -> None:
        self._options, self._clock, self._wait = options, clock, wait
        self._api = Api(options, clock)
        self._since = first_id(clock.now())
        self._name = ""

    @property
    def greeting(self) -> str:
        return f"Mention {self._name} in a post from another account now."

    async def name(self) -> str:
        found = (await self._asked(self._api.get_me, user_auth=True)).get("data")
        name = found.get("username") if isinstance(found, Mapping) else None
        self._name = f"@{name}" if isinstance(name, str) else "the account"
        if lacks_rights(self._api.access):
            raise ChannelError(RIGHTS)
        return self._name

    async def first_words(self, seconds: float) -> FirstWords | None:
        every = self._options.poll_every.total_seconds()
        end = self._clock.monotonic() + seconds
        while True:
            found = await self._mention()
            left = end - self._clock.monotonic()
            if found is not None or left <= 0:
                return found
            await self._wait(min(every, left))

    async def close(self) -> None:
        await self._api.close()

    async def _mention(self) -> FirstWords | None:
        page = await self._asked(
            self._api.get_users_mentions,
            self._options.account,
            since_id=str(self._since),
            max_results=5,
            tweet_fields=["author_id"],
            expansions=["author_id"],
            user_auth=True,
        )
        posts = page.get("data")
        first = posts[-1] if isinstance(posts, list) and posts else None
        if not isinstance(first, Mapping):
            return None
        return FirstWords(name=_author(page, first), text=str(first.get("text", "")))

    async def _asked(self, call: Any, *words: object, **params: object) -> Mapping[str, object]:
        try:
            answer: Mapping[str, object] = await call(*words, **params)
        except RefusalError as error:
            if error.of_keys:
                said, hint = keys_refused(self._api.ahead)
                raise ChannelError(said, hint=hint) from error
            raise ChannelError(trouble(error).removesuffix("; trying again.")) from error
        except XError as error:
            raise ChannelError(f"{trouble(error).removesuffix('; trying again.').rstrip('.')}.") from error
        return answer


def _author(page: Mapping[str, object], post: Mapping[str, object]) -> str:
    beside = page.get("includes")
    people = beside.get("users") if isinstance(beside, Mapping) else None
    for person in people if isinstance(people, list) else ():
        if isinstance(person, Mapping) and person.get("id") == post.get("author_id"):
            return f"@{person.get('username', '')}"
    return ""
