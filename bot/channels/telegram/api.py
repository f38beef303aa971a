"""Raw calls to the Bot API through the library's client: JSON in, JSON out, no secret in the logs."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.telegram.errors import OddAnswerError
from bot.channels.telegram.options import Options

_CONNECT = 10.0
_WRITE = 10.0
_POOL = 5.0
_LOGGERS = ("httpx", "telegram.Bot", "telegram.request.BaseRequest", "telegram.request.HTTPXRequest")
_ODD = (AttributeError, KeyError, OverflowError, TypeError, ValueError)


class Api:
    """One bot's calls. Each raises TelegramError; OddAnswerError if the answer was not the Bot API's."""

    def __init__(self, options: Options) -> None:
        os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch; without it 429 also warns
        self._discretion = _Discretion(options.token)
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self._discretion)
        self._requests = (_Request(**_times(8)), _Request(**_times(2)))
        sending, polling = self._requests
        self._bot = _RawBot(
            options.token, base_url=options.base_url, request=sending, get_updates_request=polling
        )

    async def call(self, method: str, params: Mapping[str, object], *, seconds: float = 20.0) -> object:
        """Call a method and wait so many seconds for its answer; give the answer's `result`."""
        try:
            return await self._bot.do_api_request(method, dict(params), read_timeout=seconds)
        except _ODD as error:  # the library reads fields of the answer without looking
            raise OddAnswerError("an answer of another form") from error

    async def close(self) -> None:
        """Let go of the connections; more than once does no harm."""
        for request in self._requests:
            await request.shutdown()
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self._discretion)


class _RawBot(Bot):
    """The library's client without its advice to call the methods that make objects."""

    __slots__ = ()

    @classmethod
    def _warn(
        cls,
        message: str | PTBUserWarning,
        category: type[Warning] = PTBUserWarning,
        stacklevel: int = 0,
    ) -> None:
        if not str(message).startswith("Please use 'Bot."):
            super()._warn(message, category, stacklevel + 1)


class _Request(HTTPXRequest):
    """The library's transport; an answer that is no JSON object is an error, and its text is not logged."""

    __slots__ = ()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:
            raise OddAnswerError("the answer is not JSON") from error
        if not isinstance(answer, dict):
            raise OddAnswerError("the answer is not an object")
        return answer


class _Discretion(logging.Filter):
    """Keeps the token, which is part of every address, and the customers' words out of the logs."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self._secret in message:
            record.msg, record.args = message.replace(self._secret, "***"), None
        return record.name == "httpx" or record.levelno >= logging.WARNING


def _times(connections: int) -> dict[str, Any]:
    return {
        "connection_pool_size": connections,
        "connect_timeout": _CONNECT,
        "write_timeout": _WRITE,
        "pool_timeout": _POOL,
    }
