"""Keeps what is known of business connections, and asks Telegram for what is not."""

from __future__ import annotations

from telegram.error import BadRequest

from bot.channels.fields import UnreadableError
from bot.channels.telegram.api import Api
from bot.channels.telegram.connection import Connection, connected_in, connection_in, needed_for
from bot.channels.telegram.errors import OddAnswerError


class Connections:
    """The connections met since the start; an update about one replaces what was known of it."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[str, Connection] = {}

    async def of(self, raw: object) -> Connection | None:
        """Give the connection an update came through, if it came through one. Raises TelegramError."""
        told = connected_in(raw)
        if told is not None:
            self._known[told.id] = told
        needed = needed_for(raw)
        if needed and needed not in self._known:
            self._known[needed] = await self._asked(needed)
        return self._known.get(needed)

    async def _asked(self, number: str) -> Connection:
        try:
            found = await self._api.call("getBusinessConnection", {"business_connection_id": number})
            return connection_in(found)
        except BadRequest:  # it was ended since
            return Connection(id=number)
        except UnreadableError as error:
            raise OddAnswerError("the connection is of another form") from error
