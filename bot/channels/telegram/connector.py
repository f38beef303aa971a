"""The Telegram connector: reads by long polling, acknowledges only what is stored, sends plain text once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram.error import ChatMigrated, TelegramError

from bot.channels.telegram import TRAITS
from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import (
    TOKEN_HINT,
    TOKEN_REFUSED,
    OddAnswerError,
    back_off,
    poll_trouble,
    send_outcome,
    token_refused,
)
from bot.channels.telegram.options import Options
from bot.channels.telegram.parsing import ALLOWED_UPDATES, callback_id, parse, update_id
from bot.channels.telegram.writing import chat_of, message_params, unsendable
from bot.errors import ChannelError
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Batch, CannotTell, Health, Reconciled, SendOutcome, Sent, Standing, Unknown

Wait = Callable[[float], Awaitable[object]]

_SLACK = 10.0  # seconds beyond the long poll in which its answer may still come
_COURTESY = 5.0  # seconds for what no message depends on: typing, confirming a pressed button
_NUMBERLESS = 30.0
_OK = Health(standing=Standing.OK)
_NOT_ASKED = Health(standing=Standing.WAITING, detail="Telegram has not answered yet.")


class Telegram:
    """One bot's account. Undelivered messages are kept by Telegram for 24 hours at most."""

    def __init__(self, link: Link, options: Options, *, wait: Wait = asyncio.sleep) -> None:
        self._link = link
        self._options = options
        self._wait = wait
        self._api = Api(options)
        self._username: str | None = None
        self._health = _NOT_ASKED

    @property
    def traits(self) -> Traits:
        return replace(TRAITS, burst_pause=self._options.burst_pause)

    @property
    def account(self) -> str:
        return self._options.account

    async def health(self) -> Health:
        """Say how reading goes; before it has begun, ask Telegram whether the token is good."""
        if self._health is not _NOT_ASKED:
            return self._health
        try:
            await self._own_name()
        except TelegramError as error:
            return _ailing(error)
        return _OK

    def routes(self) -> Sequence[object]:
        """None: messages are fetched."""
        return ()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._api.close()

    async def run(self) -> None:
        """Read until cancelled. Raises ChannelError when the token is refused, and what the intake raises."""
        offset = _offset(await self._link.intake.cursor(TRAITS.name, self.account))
        failures = 0
        while True:
            try:
                updates = await self._poll(offset)
            except TelegramError as error:
                failures += 1
                await self._wait(self._pause(error, failures))
            else:
                failures, self._health = 0, _OK
                offset = await self._bring_in(updates, offset)

    async def _poll(self, offset: int | None) -> list[object]:
        """Ask for updates; asking for `offset` tells Telegram that everything before it is stored.

        While not known to be well it does not linger, so that health is known at once.
        """
        if self._username is None:
            self._username = await self._own_name()
        linger = self._options.poll_seconds if self._health is _OK else 0
        params: dict[str, object] = {"timeout": linger, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            params["offset"] = offset
        updates = await self._api.call("getUpdates", params, seconds=linger + _SLACK)
        if not isinstance(updates, list):
            raise OddAnswerError("the updates are no list")
        return updates

    async def _own_name(self) -> str:
        me = await self._api.call("getMe", {})
        name = me.get("username") if isinstance(me, dict) else None
        return name if isinstance(name, str) else ""

    def _pause(self, error: TelegramError, failures: int) -> float:
        """Give the seconds to wait, and let health say why. Raises ChannelError if waiting is no help."""
        self._health = _ailing(error)
        if self._health.standing is Standing.STOPPED:
            raise ChannelError(TOKEN_REFUSED, hint=TOKEN_HINT) from error
        asked = poll_trouble(error).wait
        return back_off(failures, self.account) if asked is None else asked

    async def _bring_in(self, updates: list[object], offset: int | None) -> int | None:
        """Store a poll's updates with the next offset, together; only then is the next offset asked for.

        The next offset follows this batch's last number, even downwards: after a quiet week
        Telegram may number anew.
        """
        if not updates:
            return offset
        now = self._link.clock.now()
        name = self._username or ""
        items = [item for raw in updates for item in parse(raw, self.account, now, username=name)]
        numbers = [number for raw in updates if (number := update_id(raw)) is not None]
        following = max(numbers) + 1 if numbers else offset
        cursor = None if following is None else str(following)
        await self._link.intake.accept(
            Batch(channel=TRAITS.name, account=self.account, items=tuple(items), cursor=cursor)
        )
        await self._confirm_presses(updates)
        if not numbers:
            await self._wait(_NUMBERLESS)  # nothing to acknowledge them by: they will come again
        return following

    async def _confirm_presses(self, updates: list[object]) -> None:
        """End the waiting sign on pressed buttons; if it fails, Telegram ends it by itself."""
        presses = [number for raw in updates if (number := callback_id(raw))]
        await asyncio.gather(
            *(self._quietly("answerCallbackQuery", {"callback_query_id": number}) for number in presses)
        )

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once. Unknown when the call may have been taken: Telegram cannot be asked."""
        refusal = unsendable(outbound.letter)
        if refusal is not None:
            return refusal
        params = message_params(outbound)
        try:
            return await self._sent(params)
        except ChatMigrated as moved:  # it was refused, so sending to the new address is no repeat
            return await self._sent_after_move({**params, "chat_id": moved.new_chat_id}, outbound)
        except TelegramError as error:
            return send_outcome(error, attempt=outbound.attempt, account=self.account)

    async def _sent_after_move(self, params: dict[str, object], outbound: Outbound) -> SendOutcome:
        try:
            return await self._sent(params)
        except TelegramError as error:
            return send_outcome(error, attempt=outbound.attempt, account=self.account)

    async def _sent(self, params: dict[str, object]) -> SendOutcome:
        message = await self._api.call("sendMessage", params)
        number = message.get("message_id") if isinstance(message, dict) else None
        if not isinstance(number, int):
            return Unknown(evidence="Telegram answered without the message's number.")
        return Sent(id=str(number))

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        """Say that it cannot be known: Telegram lets no bot read what it sent."""
        return CannotTell(reason="Telegram cannot be asked whether a message arrived.")

    async def typing(self, conversation_key: str) -> None:
        """Show typing for about five seconds."""
        await self._quietly("sendChatAction", {"chat_id": chat_of(conversation_key), "action": "typing"})

    async def _quietly(self, method: str, params: dict[str, object]) -> None:
        try:
            await self._api.call(method, params, seconds=_COURTESY)
        except TelegramError:
            return


def _ailing(error: TelegramError) -> Health:
    if token_refused(error):
        return Health(standing=Standing.STOPPED, detail=f"{TOKEN_REFUSED} {TOKEN_HINT}")
    return Health(standing=Standing.WAITING, detail=poll_trouble(error).detail)


def _offset(cursor: str | None) -> int | None:
    """Read a stored cursor; one that is no number means the beginning: repeats are known by their keys."""
    return int(cursor) if cursor is not None and cursor.isdecimal() and cursor.isascii() else None
