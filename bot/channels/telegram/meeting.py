"""Meeting a bot before it is switched on: its name, and the first message that reaches it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from telegram.error import TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import TOKEN_HINT, TOKEN_REFUSED, poll_trouble, token_refused
from bot.channels.telegram.options import Options
from bot.channels.telegram.pace import Wait
from bot.channels.telegram.parsing import ALLOWED_UPDATES
from bot.clock import Clock
from bot.errors import ChannelError
from bot.service.meeting import FirstWords

_LINGER = 25.0
_SLACK = 10.0
_PAUSE = 1.0
_MESSAGES = ("message", "business_message")


class TelegramMeeting:
    """One bot. Updates are looked at and not confirmed: the running program gets them all the same."""

    def __init__(self, options: Options, clock: Clock, *, wait: Wait = asyncio.sleep) -> None:
        self._api, self._clock, self._wait = Api(options), clock, wait
        self._name = ""

    @property
    def greeting(self) -> str:
        return f"Write to {self._name} in Telegram now (https://t.me/{self._name.removeprefix('@')})."

    async def name(self) -> str:
        me = await self._asked("getMe", {})
        name = me.get("username") if isinstance(me, Mapping) else None
        self._name = f"@{name}" if isinstance(name, str) else "the bot"
        return self._name

    async def first_words(self, seconds: float) -> FirstWords | None:
        end = self._clock.monotonic() + seconds
        while True:
            left = end - self._clock.monotonic()
            updates = await self._updates(int(max(0.0, min(_LINGER, left))))
            found = next(_said_in(updates), None)
            if found is not None or end <= self._clock.monotonic():
                return found
            await self._wait(_PAUSE)  # what is no message is not confirmed either, and comes at once again

    async def close(self) -> None:
        await self._api.close()

    async def _updates(self, linger: int) -> object:
        params = {"timeout": linger, "allowed_updates": list(ALLOWED_UPDATES)}
        return await self._asked("getUpdates", params, linger + _SLACK)

    async def _asked(self, method: str, params: Mapping[str, object], seconds: float = 20.0) -> object:
        try:
            return await self._api.call(method, params, seconds=seconds)
        except TelegramError as error:
            if token_refused(error):
                raise ChannelError(TOKEN_REFUSED, hint=TOKEN_HINT) from error
            said = poll_trouble(error).detail.removesuffix("; trying again.").rstrip(".")
            raise ChannelError(f"{said}.", hint="Mend that, then connect again.") from error


def _said_in(updates: object) -> Iterator[FirstWords]:
    for update in updates if isinstance(updates, list) else ():
        for kind in _MESSAGES:
            message = update.get(kind) if isinstance(update, Mapping) else None
            if isinstance(message, Mapping):
                yield FirstWords(name=_sender(message), text=_text(message))


def _sender(message: Mapping[str, object]) -> str:
    sender = message.get("from")
    name = sender.get("first_name") if isinstance(sender, Mapping) else None
    return name if isinstance(name, str) else ""


def _text(message: Mapping[str, object]) -> str:
    text = message.get("text") or message.get("caption")
    return text if isinstance(text, str) else ""
