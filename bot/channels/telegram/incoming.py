"""What polling and the webhook share: updates become rows, and only then are they acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from telegram.error import TelegramError

from bot.channels.telegram import TRAITS
from bot.channels.telegram.api import Api
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.desk.group import Group
from bot.channels.telegram.desk.operators import Handled
from bot.channels.telegram.parsing import parse
from bot.channels.telegram.presses import confirmation, mark_if_old
from bot.model.message import Inbound, InboundKind, Quarantine
from bot.service.ports import Link
from bot.service.values import Batch

_COURTESY = 5.0  # seconds for what no message depends on: typing, confirming a pressed button


@dataclass(frozen=True, slots=True)
class Taken:
    """An update and what was stored of it; `handled` if it came from the desk's group."""

    raw: object
    items: tuple[Inbound | Quarantine, ...]
    handled: Handled | None = None


class Incoming:
    """One bot's way in. `username` is the bot's @name, None until Telegram has told it."""

    def __init__(self, link: Link, api: Api, account: str, group: Group | None = None) -> None:
        self._link, self._api, self._account, self._group = link, api, account, group
        self._connections = Connections(api)
        self.username: str | None = None

    async def learn_name(self) -> None:
        """Ask for the bot's @name, by which people in groups call it. Raises TelegramError."""
        me = await self._api.call("getMe", {})
        name = me.get("username") if isinstance(me, dict) else None
        self.username = name if isinstance(name, str) else ""

    async def cursor(self) -> str | None:
        """Give where reading goes on. Raises StoreError."""
        return await self._link.intake.cursor(TRAITS.name, self._account)

    async def store(self, updates: Sequence[object], *, cursor: str | None = None) -> tuple[Taken, ...]:
        """Store updates, with the cursor in the same commit.

        Raises StoreError, or TelegramError where something had to be asked; then nothing is stored.
        """
        taken = tuple([await self._take(raw) for raw in updates])
        items = tuple(item for update in taken for item in update.items)
        await self._link.intake.accept(
            Batch(channel=TRAITS.name, account=self._account, items=items, cursor=cursor)
        )
        return taken

    async def _take(self, raw: object) -> Taken:
        """Read an update: of the desk's group, or of customers."""
        handled = await self._group.handle(raw) if self._group is not None else None
        if handled is not None:
            return Taken(raw, handled.items, handled)
        return Taken(raw, tuple(await self._read(raw)))

    async def _read(self, raw: object) -> list[Inbound | Quarantine]:
        now, languages = self._link.clock.now(), self._link.brand.languages
        items = parse(
            raw,
            self._account,
            now,
            username=self.username or "",
            language=languages[0],
            connection=await self._connections.of(raw),
            hears=self._link.hears,
        )
        return [await self._judged(item, raw) for item in items]

    async def _judged(self, item: Inbound | Quarantine, raw: object) -> Inbound | Quarantine:
        if isinstance(item, Quarantine) or item.kind is not InboundKind.BUTTON:
            return item
        lines = await self._link.intake.lines_after(item.channel, item.account, item.conversation_key, 0)
        return mark_if_old(item, raw, lines)

    async def confirm(self, taken: Sequence[Taken]) -> None:
        """End the waiting sign on pressed buttons, with a word where a press cannot count.

        Deeds in the desk's group are signed; more is said there when the group's pace allows.
        """
        languages = self._link.brand.languages
        answers = (
            confirmation(update.raw, [item for item in update.items if isinstance(item, Inbound)], languages)
            for update in taken
            if update.handled is None
        )
        presses = [("answerCallbackQuery", params) for params in answers if params is not None]
        handled = [update.handled for update in taken if update.handled is not None]
        signs = [call for item in handled for call in item.calls]
        await asyncio.gather(*(self.quietly(method, params) for method, params in (*presses, *signs)))
        if self._group is not None:
            self._group.tell([notice for item in handled for notice in item.notices])

    async def quietly(self, method: str, params: dict[str, object]) -> None:
        """Make a call that no message depends on; whatever comes of it."""
        try:
            await self._api.call(method, params, seconds=_COURTESY)
        except TelegramError:
            return
