"""Long polling: asking for the next updates is what tells Telegram that those before are stored."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.routing import BaseRoute
from telegram.error import TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import OddAnswerError, ailing, pause_after, told
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.options import Options
from bot.channels.telegram.pace import Wait
from bot.channels.telegram.parsing import ALLOWED_UPDATES, update_id
from bot.service.values import Health, Standing

NOT_ASKED = Health(standing=Standing.WAITING, detail="Telegram has not answered yet.")

_SLACK = 10.0  # seconds beyond the long poll in which its answer may still come
_NUMBERLESS = 30.0
_ANSWER_FIRST = 0.01  # seconds: asking for more keeps the loop from answering what has just come
_OK = Health(standing=Standing.OK)


class Polling:
    """Fetches updates; `health` says how that goes."""

    def __init__(self, incoming: Incoming, api: Api, options: Options, *, wait: Wait = asyncio.sleep) -> None:
        self._incoming, self._api, self._options, self._wait = incoming, api, options, wait
        self.health = NOT_ASKED

    def routes(self) -> Sequence[BaseRoute]:
        """None: messages are fetched."""
        return ()

    async def run(self) -> None:
        """Read until cancelled. Raises ChannelError when the token is refused, and what the intake raises."""
        offset = _offset(await self._incoming.cursor())
        failures = 0
        while True:
            try:
                updates = await self._poll(offset)
                self.health = _OK
                offset = await self._bring_in(updates, offset)
                failures = 0
            except TelegramError as error:
                failures += 1
                self.health = told(self.health, ailing(error))
                await self._wait(pause_after(error, failures, self._options.account))

    async def _poll(self, offset: int | None) -> list[object]:
        """Ask for updates; asking for `offset` tells Telegram that everything before it is stored.

        While not known to be well it does not linger, so that health is known at once.
        """
        if self._incoming.username is None:
            await self._incoming.learn_name()
        linger = self._options.poll_seconds if self.health is _OK else 0
        params: dict[str, object] = {"timeout": linger, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            params["offset"] = offset
        updates = await self._api.call("getUpdates", params, seconds=linger + _SLACK)
        if not isinstance(updates, list):
            raise OddAnswerError("the updates are no list")
        return updates

    async def _bring_in(self, updates: list[object], offset: int | None) -> int | None:
        """Store a poll's updates with the next offset, together; only then is the next offset asked for.

        The next offset follows this batch's last number, even downwards: after a quiet week
        Telegram may number anew.
        """
        if not updates:
            return offset
        numbers = [number for raw in updates if (number := update_id(raw)) is not None]
        following = max(numbers) + 1 if numbers else offset
        cursor = None if following is None else str(following)
        taken = await self._incoming.store(updates, cursor=cursor)
        await self._incoming.confirm(taken)
        await asyncio.sleep(_ANSWER_FIRST)
        if not numbers:
            await self._wait(_NUMBERLESS)  # nothing to acknowledge them by: they will come again
        return following


def _offset(cursor: str | None) -> int | None:
    """Read a stored cursor; one that is no number means the beginning: repeats are known by their keys."""
    return int(cursor) if cursor is not None and cursor.isdecimal() and cursor.isascii() else None
