"""What polling and the webhook share: updates become rows, and only then are they acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram.error import TelegramError

from bot.channels.telegram import TRAITS
from bot.channels.telegram.api import Api
from bot.channels.telegram.parsing import callback_id, parse
from bot.service.ports import Link
from bot.service.values import Batch

_COURTESY = 5.0  # seconds for what no message depends on: typing, confirming a pressed button


class Incoming:
    """One bot's way in. `username` is the bot's @name, None until Telegram has told it."""

    def __init__(self, link: Link, api: Api, account: str) -> None:
        self._link, self._api, self._account = link, api, account
        self.username: str | None = None

    async def learn_name(self) -> None:
        """Ask for the bot's @name, by which people in groups call it. Raises TelegramError."""
        me = await self._api.call("getMe", {})
        name = me.get("username") if isinstance(me, dict) else None
        self.username = name if isinstance(name, str) else ""

    async def cursor(self) -> str | None:
        """Give where reading goes on. Raises StoreError."""
        return await self._link.intake.cursor(TRAITS.name, self._account)

    async def store(self, updates: Sequence[object], *, cursor: str | None = None) -> None:
        """Store updates, with the cursor in the same commit. Raises StoreError; then nothing is stored."""
        now, name = self._link.clock.now(), self.username or ""
        items = [item for raw in updates for item in parse(raw, self._account, now, username=name)]
        await self._link.intake.accept(
            Batch(channel=TRAITS.name, account=self._account, items=tuple(items), cursor=cursor)
        )

    async def confirm_presses(self, updates: Sequence[object]) -> None:
        """End the waiting sign on pressed buttons; if it fails, Telegram ends it by itself."""
        presses = [number for raw in updates if (number := callback_id(raw))]
        await asyncio.gather(
            *(self.quietly("answerCallbackQuery", {"callback_query_id": number}) for number in presses)
        )

    async def quietly(self, method: str, params: dict[str, object]) -> None:
        """Make a call that no message depends on; whatever comes of it."""
        try:
            await self._api.call(method, params, seconds=_COURTESY)
        except TelegramError:
            return
