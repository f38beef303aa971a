"""The webhook at X: registered at the start, looked after, and made valid again when X has given it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.channels.x.activity.app import AppApi
from bot.channels.x.activity.subscriptions import Json, Subscriptions, data_of
from bot.channels.x.activity.watch import Watch
from bot.channels.x.faults import LostError, RefusalError, XError
from bot.channels.x.options import Options
from bot.channels.x.pace import back_off
from bot.channels.x.reading import Report, Wait
from bot.channels.x.telling import KEYS_HINT, trouble
from bot.service.values import Health, Standing

WEBHOOKS = "/2/webhooks"
LOOK_EVERY = timedelta(minutes=15)

APP_REFUSED = "X does not accept the app's keys for sending events; polling goes on."

_LONGEST = timedelta(minutes=5)
_UNREACHED = (
    "X cannot reach the webhook ({reason}). It must be reachable from the internet, over https with a "
    "certificate X trusts, and the proxy must pass GET and POST on to this program with all headers. "
    "Polling goes on."
)


class Webhook:
    """Keeps X's side in order; `watch` is told whether X can deliver."""

    def __init__(
        self,
        app: AppApi,
        subscriptions: Subscriptions,
        options: Options,
        watch: Watch,
        *,
        wait: Wait,
        report: Report,
    ) -> None:
        self._app, self._subscriptions, self._options = app, subscriptions, options
        self._watch, self._wait, self._report = watch, wait, report

    async def run(self) -> None:
        """Look after it until cancelled."""
        failures = 0
        while True:
            try:
                await self._agree()
            except XError as error:
                failures += 1
                self._watch.flows(now=False)
                self._report(self._ailing(error))
                pause = min(_LONGEST, back_off(failures, self._options.account) * 4)
                await self._wait(pause.total_seconds())
            else:
                failures = 0
                self._watch.flows(now=True)
                self._report(Health(standing=Standing.OK))
                await self._wait(LOOK_EVERY.total_seconds())

    async def look(self) -> Health:
        """Say whether X can deliver, changing nothing."""
        try:
            listed = data_of((await self._app.request("GET", WEBHOOKS)).body)
        except XError as error:
            return self._ailing(error)
        ours = [found for found in listed if found.get("url") == self._options.webhook]
        if any(found.get("valid") is not True for found in ours):
            detail = _UNREACHED.format(reason="it gave the webhook up")
            return Health(standing=Standing.WAITING, detail=detail)
        return Health(standing=Standing.OK)

    async def _agree(self) -> None:
        number = await self._registered()
        await self._subscriptions.agree(number)

    async def _registered(self) -> str:
        """Give the webhook's number at X, registered and valid. Raises XError."""
        for found in data_of((await self._app.request("GET", WEBHOOKS)).body):
            if found.get("url") == self._options.webhook:
                number = _number(found)
                if found.get("valid") is not True:
                    await self._revalidate(number)
                return number
        answer = await self._app.request("POST", WEBHOOKS, json={"url": self._options.webhook})
        made = data_of(answer.body)
        if not made:
            raise LostError("a webhook without a number")
        return _number(made[0])

    async def _revalidate(self, number: str) -> None:
        """Have X ask its question again. Raises XError."""
        answer = await self._app.request("PUT", f"{WEBHOOKS}/{number}")
        if not all(found.get("valid") is True for found in data_of(answer.body)):
            raise RefusalError(400, "CrcValidationFailed")

    def _ailing(self, error: XError) -> Health:
        if isinstance(error, RefusalError) and "crc" in error.detail.casefold():
            reason = error.detail.rstrip(".")
            return Health(standing=Standing.WAITING, detail=_UNREACHED.format(reason=reason))
        return refused_events(error, trouble)


def refused_events(error: XError, say: Callable[[XError], str]) -> Health:
    """Say why events do not come; what they would tell is fetched meanwhile."""
    if isinstance(error, RefusalError) and error.of_keys:
        return Health(standing=Standing.WAITING, detail=f"{APP_REFUSED} {KEYS_HINT}")
    if isinstance(error, RefusalError):
        said = error.detail.rstrip(".") or f"status {error.status}"
        detail = (
            f"X does not send events to this app: {said}. Polling goes on. Look at the app's access to the X "
            "Activity API on developer.x.com, or leave webhook and stream out of settings.toml."
        )
        return Health(standing=Standing.WAITING, detail=detail)
    return Health(standing=Standing.WAITING, detail=f"{say(error)} Polling goes on.")


def _number(found: Json) -> str:
    number = found.get("id")
    if not isinstance(number, str) or not number.isascii() or not number.isalnum():
        raise LostError("a webhook without a number")
    return number
