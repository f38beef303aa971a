"""The Telegram connector: reads by polling or a webhook, acknowledges only what is stored, sends once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from starlette.routing import BaseRoute
from telegram.error import ChatMigrated, TelegramError

from bot.channels.restraint import Restraint
from bot.channels.telegram import TRAITS
from bot.channels.telegram.api import Api
from bot.channels.telegram.desk.group import Group
from bot.channels.telegram.desk.troubles import ailment
from bot.channels.telegram.errors import IN_TROUBLE, ailing, rest_after, send_outcome, untried_outcome
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.media import Files
from bot.channels.telegram.options import Options
from bot.channels.telegram.pace import GroupPace, Wait
from bot.channels.telegram.places import place_of
from bot.channels.telegram.polling import NOT_ASKED, Polling
from bot.channels.telegram.revising import delete, edit
from bot.channels.telegram.webhook import Webhook, unreached
from bot.channels.telegram.writing import message_params, unsendable
from bot.model.message import Outbound
from bot.model.traits import IntakeWay, Traits
from bot.service.ports import Link
from bot.service.values import (
    CannotTell,
    Health,
    Later,
    Reconciled,
    Refused,
    SameWords,
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
        self._group = _group(link, self._api, options, wait)
        self._files = Files(self._api, link.folder)
        self._incoming = Incoming(link, self._api, options.account, self._group)
        reader = Webhook if options.webhook else Polling
        self._reader: _Reader = reader(self._incoming, self._api, options, wait=wait)

    @property
    def traits(self) -> Traits:
        way = IntakeWay.WEBHOOK if self._options.webhook else IntakeWay.LONG_POLL
        return replace(TRAITS, burst_pause=self._options.burst_pause, intake=(way,))

    @property
    def account(self) -> str:
        return self._options.account

    async def health(self) -> Health:
        """Say how reading goes, and the desk's group; before it has begun, ask Telegram about both."""
        if self._reader.health is not NOT_ASKED:
            ails = self._group.ailment if self._group is not None else ""
            well = self._reader.health.standing is Standing.OK
            return _ailing_desk(ails) if ails and well else self._reader.health
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
        ails = (
            await ailment(self._api, self._options.desk_group, self.account)
            if self._options.desk_group
            else ""
        )
        return _ailing_desk(ails) if ails else Health(standing=Standing.OK)

    def routes(self) -> Sequence[BaseRoute]:
        """Give the webhook's route; none where messages are fetched."""
        return self._reader.routes()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._api.close()

    async def run(self) -> None:
        """Read until cancelled. Raises ChannelError when Telegram refuses, and what the intake raises."""
        if self._group is None:
            await self._reader.run()
            return
        showing = asyncio.create_task(self._group.run(), name="the desk's group on Telegram")
        try:
            await self._reader.run()
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once. Unknown when the call may have been taken: Telegram cannot be asked."""
        refusal = unsendable(outbound.letter)
        if refusal is not None:
            return refusal
        held_up = self._held_up(outbound)
        if held_up is not None:
            return held_up
        held = self._restraint.hold(self._clock.now())
        if held:
            return Later(after=held, reason=IN_TROUBLE, whole_account=True)
        with self._restraint.trying(self._clock.now):
            outcome = await self._tried(outbound)
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
            return await self._sent(params, outbound)
        except ChatMigrated as moved:  # it was refused, so sending to the new address is no repeat
            return await self._sent_after_move({**params, "chat_id": moved.new_chat_id}, outbound)
        except TelegramError as error:
            return send_outcome(error, attempt=outbound.attempt, account=self.account)

    def _held_up(self, outbound: Outbound) -> Later | None:
        place = place_of(outbound.conversation_key)
        wait = self._pace.take(place.chat, self._clock.monotonic()) if place.is_group else None
        return Later(after=wait, reason="Telegram takes 20 messages a minute in a group.") if wait else None

    def _note(self, outcome: SendOutcome) -> None:
        match outcome:
            case Refused(by_us=True):
                self._restraint.untried()
            case Sent() | Refused() | SameWords():
                self._restraint.went_well()
            case Later(after=after):
                self._restraint.failed(self._clock.now(), asked=after)
            case Unknown():
                self._restraint.failed(self._clock.now())

    async def _sent_after_move(self, params: dict[str, object], outbound: Outbound) -> SendOutcome:
        try:
            return await self._sent(params, outbound)
        except TelegramError as error:
            return send_outcome(error, attempt=outbound.attempt, account=self.account)

    async def _sent(self, params: dict[str, object], outbound: Outbound) -> SendOutcome:
        media = outbound.letter.media
        try:
            message = await (
                self._files.send(media[0], params) if media else self._api.call("sendMessage", params)
            )
        except FileNotFoundError as missing:
            return Refused(
                reason=f"{missing} cannot be read, and no words go with it.", permanent=True, by_us=True
            )
        number = message.get("message_id") if isinstance(message, dict) else None
        if not isinstance(number, int):
            return Unknown(evidence="Telegram answered without the message's number.")
        return Sent(id=str(number))

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:
        """Change what a message says; more than once does no harm."""
        return self._held_up(outbound) or await edit(self._api, outbound, text, self.account)

    async def delete(self, outbound: Outbound) -> SendOutcome:
        """Take a message back, within the 48 hours that Telegram allows."""
        return self._held_up(outbound) or await delete(self._api, outbound, self.account)

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        """Say that it cannot be known: Telegram lets no bot read what it sent."""
        return CannotTell(reason="Telegram cannot be asked whether a message arrived.")

    async def typing(self, conversation_key: str) -> None:
        """Show typing for about five seconds."""
        place = place_of(conversation_key)
        await self._incoming.quietly("sendChatAction", {**place.params, "action": "typing"})


def _group(link: Link, api: Api, options: Options, wait: Wait) -> Group | None:
    if not options.desk_group or link.desk is None:
        return None
    return Group(link.desk, api, link.clock, place=options.desk_group, account=options.account, wait=wait)


def _ailing_desk(ails: str) -> Health:
    """Customers are served on: it is no more than a warning."""
    return Health(standing=Standing.WAITING, detail=ails)
