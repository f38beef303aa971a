"""The Telegram connector: reads by polling or a webhook, acknowledges only what is stored, sends once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from starlette.routing import BaseRoute
from telegram.error import ChatMigrated, TelegramError

from bot.channels.restraint import Restraint
from bot.channels.telegram import TRAITS
from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import IN_TROUBLE, ailing, rest_after, send_outcome, untried_outcome
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.options import Options
from bot.channels.telegram.pace import GroupPace
from bot.channels.telegram.places import Place, place_of
from bot.channels.telegram.polling import NOT_ASKED, Polling, Wait
from bot.channels.telegram.webhook import Webhook, unreached
from bot.channels.telegram.writing import message_params, unsendable
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import (
    CannotTell,
    Health,
    Later,
    Reconciled,
    Refused,
    SendOutcome,
    Sent,
    Standing,
    Unknown,
)


class _Reader(Protocol):
    health: Health

    def routes(self) -> Sequence[BaseRoute]: ...

    async def run(self) -> None: ...


class Telegram:
    """One bot's account. Undelivered messages are kept by Telegram for 24 hours at most."""

    def __init__(self, link: Link, options: Options, *, wait: Wait = asyncio.sleep) -> None:
        self._options, self._clock, self._pace = options, link.clock, GroupPace()
        self._restraint = Restraint(partial(rest_after, account=options.account))
        self._api = Api(options)
        self._incoming = Incoming(link, self._api, options.account)
        reader = Webhook if options.webhook else Polling
        self._reader: _Reader = reader(self._incoming, self._api, options, wait=wait)

    @property
    def traits(self) -> Traits:
        return replace(TRAITS, burst_pause=self._options.burst_pause)

    @property
    def account(self) -> str:
        return self._options.account

    async def health(self) -> Health:
        """Say how reading goes; before it has begun, ask Telegram whether the token is good."""
        if self._reader.health is not NOT_ASKED:
            return self._reader.health
        try:
            return await self._ask_health()
        except TelegramError as error:
            return ailing(error)

    async def _ask_health(self) -> Health:
        await self._api.call("getMe", {})
        if self._options.webhook:
            info = await self._api.call("getWebhookInfo", {})
            if isinstance(info, Mapping) and info.get("url") and info.get("last_error_message"):
                return unreached(info)
        return Health(standing=Standing.OK)

    def routes(self) -> Sequence[BaseRoute]:
        """Give the webhook's route; none where messages are fetched."""
        return self._reader.routes()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._api.close()

    async def run(self) -> None:
        """Read until cancelled. Raises ChannelError when Telegram refuses, and what the intake raises."""
        await self._reader.run()

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once. Unknown when the call may have been taken: Telegram cannot be asked."""
        refusal = unsendable(outbound.letter)
        if refusal is not None:
            return refusal
        wait = self._group_wait(place_of(outbound.conversation_key))
        if wait:
            return Later(after=wait, reason="Telegram takes 20 messages a minute in a group.")
        held = self._restraint.hold(self._clock.now())
        if held:
            return Later(after=held, reason=IN_TROUBLE, whole_account=True)
        try:
            outcome = await self._tried(outbound)
        except BaseException:  # what was cut off by whoever called us is no success
            self._restraint.failed(self._clock.now())
            raise
        self._note(outcome)
        return outcome

    async def _tried(self, outbound: Outbound) -> SendOutcome:
        """Send; after trouble a question, not a message, tries whether Telegram is well."""
        try:
            if self._restraint.is_trouble:
                await self._api.call("getMe", {})
        except TelegramError as error:
            return untried_outcome(error, attempt=outbound.attempt, account=self.account)
        params = message_params(outbound)
        try:
            return await self._sent(params)
        except ChatMigrated as moved:  # it was refused, so sending to the new address is no repeat
            return await self._sent_after_move({**params, "chat_id": moved.new_chat_id}, outbound)
        except TelegramError as error:
            return send_outcome(error, attempt=outbound.attempt, account=self.account)

    def _note(self, outcome: SendOutcome) -> None:
        match outcome:
            case Sent() | Refused():
                self._restraint.went_well()
            case Later(after=after):
                self._restraint.failed(self._clock.now(), asked=after)
            case Unknown():
                self._restraint.failed(self._clock.now())

    def _group_wait(self, place: Place) -> timedelta:
        return self._pace.take(place.chat, self._clock.monotonic()) if place.is_group else timedelta(0)

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
        place = place_of(conversation_key)
        await self._incoming.quietly("sendChatAction", {**place.params, "action": "typing"})
