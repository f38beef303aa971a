"""The webhook: Telegram posts updates to our site, and is told 200 when they are on disk."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import OddAnswerError, ailing, pause_after
from bot.channels.telegram.incoming import Incoming
from bot.channels.telegram.options import Options
from bot.channels.telegram.pace import Wait
from bot.channels.telegram.parsing import ALLOWED_UPDATES
from bot.channels.telegram.polling import NOT_ASKED
from bot.errors import ChannelError, StoreError
from bot.service.values import Health, Standing

HEADER = "X-Telegram-Bot-Api-Secret-Token"
"""The header in which Telegram repeats the secret it was given with the address."""

_CONNECTIONS = 40
_LOOK_EVERY = 60.0
_SAID = 200
_HINT = (
    "Telegram must reach the address from the internet, over https with a certificate it trusts, and the "
    "proxy must pass POST requests with all their headers on to this program."
)


def secret_of(token: str) -> str:
    """Give the secret Telegram must show: made from the token, so there is none to choose, lose or leak.

    Nobody can tell the token from it; a new token makes a new one.
    """
    return hmac.new(token.encode(), b"telegram webhook secret", hashlib.sha256).hexdigest()


def verify(shown: Sequence[str], secret: str) -> bool:
    """Tell whether a request is Telegram's own: its header came once, and is the secret; pure.

    Comparing takes a time that tells nothing, and is of bytes: text beyond ASCII cannot be compared so.
    """
    if len(shown) != 1:
        return False
    return hmac.compare_digest(shown[0].encode("utf-8", "surrogatepass"), secret.encode())


class Webhook:
    """Takes updates in at the site; `health` says whether Telegram gets through."""

    def __init__(self, incoming: Incoming, api: Api, options: Options, *, wait: Wait = asyncio.sleep) -> None:
        self._incoming, self._api, self._options, self._wait = incoming, api, options, wait
        self._secret = secret_of(options.token)
        self._failed_at = 0
        self.health = NOT_ASKED

    def routes(self) -> Sequence[BaseRoute]:
        """Give the one route, at the path of the public address."""
        return [Route(self._options.webhook_path, self._take, methods=["POST"])]

    async def run(self) -> None:
        """Have Telegram post here until cancelled, and look each minute whether it can.

        Raises ChannelError when the token or the address is refused. At the end the webhook is taken away,
        so that Telegram keeps what comes meanwhile instead of knocking in vain.
        """
        try:
            await self._set(fresh=True)
            while True:
                await self._wait(_LOOK_EVERY)
                await self._set(fresh=False)
        finally:
            await self._incoming.quietly("deleteWebhook", {})

    async def _set(self, *, fresh: bool) -> None:
        """Set the webhook, or see that it is still ours; patiently, until Telegram has answered."""
        failures = 0
        while True:
            try:
                await self._try_to_set(fresh=fresh)
            except BadRequest as error:
                raise ChannelError(
                    f"Telegram does not take the webhook's address: {error.message[:_SAID].rstrip('.')}.",
                    hint=f"Look at webhook in settings.toml. {_HINT}",
                ) from error
            except TelegramError as error:
                failures += 1
                self.health = ailing(error)
                await self._wait(pause_after(error, failures, self._options.account))
            else:
                return

    async def _try_to_set(self, *, fresh: bool) -> None:
        if self._incoming.username is None:
            await self._incoming.learn_name()
        info = await self.look()
        if fresh or info.get("url") != self._options.webhook:
            await self._api.call(
                "setWebhook",
                {
                    "url": self._options.webhook,
                    "secret_token": self._secret,
                    "allowed_updates": list(ALLOWED_UPDATES),
                    "max_connections": _CONNECTIONS,
                },
            )
        failed_at = _whole(info.get("last_error_date"))
        news, self._failed_at = failed_at > self._failed_at and not fresh, failed_at
        self.health = unreached(info) if news else Health(standing=Standing.OK)

    async def look(self) -> Mapping[str, object]:
        """Ask Telegram what it knows of the webhook. Raises TelegramError."""
        info = await self._api.call("getWebhookInfo", {})
        if not isinstance(info, dict):
            raise OddAnswerError("the webhook's state is no object")
        return info

    async def _take(self, request: Request) -> Response:
        """Take one update in. 401 without the secret, 503 while it cannot be stored: it comes again then."""
        if not verify(request.headers.getlist(HEADER), self._secret):
            return Response(status_code=401)
        if self._incoming.username is None:  # whom people in groups call is not known yet
            return Response(status_code=503, headers={"Retry-After": "1"})
        update = _read(await request.body())
        try:
            taken = await self._incoming.store([update])
        except (StoreError, TelegramError):
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(background=BackgroundTask(self._incoming.confirm, taken))


def unreached(info: Mapping[str, object]) -> Health:
    """Say what Telegram says of its last attempt, and what to look at."""
    said = str(info.get("last_error_message", "no reason given"))[:_SAID].rstrip(".")
    return Health(
        standing=Standing.WAITING, detail=f"Telegram cannot deliver to the webhook: {said}. {_HINT}"
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _read(body: bytes) -> object:
    """Read a body; what is no JSON stays a text, which is then set aside as unreadable."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")
