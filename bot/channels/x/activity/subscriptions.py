"""Has X send what the settings ask for: a subscription for each kind of event about the account."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.x.activity.app import AppApi
from bot.channels.x.activity.envelope import MENTION, OWN_POST, RECEIVED, REPLY, SENT
from bot.channels.x.api import Api
from bot.channels.x.faults import LostError, RefusalError
from bot.channels.x.options import MENTIONS, MESSAGES, OWN, Options

SUBSCRIPTIONS = "/2/activity/subscriptions"
TAG = "sportello"
"""How the subscriptions and rules of this program are marked; others of the same app are left alone."""

Json = Mapping[str, object]


def wanted(options: Options) -> tuple[str, ...]:
    """Give the kinds of events to ask for.

    A reply to the brand is another event than a mention: only by the first X tells of a name inherited.
    """
    listen = options.listen
    kinds = {
        MENTION: MENTIONS in listen,
        REPLY: MENTIONS in listen,
        RECEIVED: MESSAGES in listen,
        SENT: MESSAGES in listen and OWN in listen,
        OWN_POST: OWN in listen,
    }
    return tuple(kind for kind, is_wanted in kinds.items() if is_wanted)


class Subscriptions:
    """The subscriptions about one account. Private ones are asked for in the account's name."""

    def __init__(self, account: Api, app: AppApi, options: Options) -> None:
        self._account, self._app, self._options = account, app, options

    async def agree(self, webhook_id: str = "") -> None:
        """Make X's subscriptions what the settings ask for. Raises XError."""
        missing = set(wanted(self._options))
        for found in data_of((await self._app.request("GET", SUBSCRIPTIONS)).body):
            if not self._is_ours(found):
                continue
            kind, number = str(found.get("event_type")), str(found.get("subscription_id"))
            if kind in missing and str(found.get("webhook_id") or "") == webhook_id:
                missing.discard(kind)
            else:
                await self._app.request("DELETE", f"{SUBSCRIPTIONS}/{number}")
        for kind in (kind for kind in wanted(self._options) if kind in missing):
            await self._add(kind, webhook_id)

    async def _add(self, kind: str, webhook_id: str) -> None:
        body = {
            "event_type": kind,
            "filter": {"user_id": self._options.account},
            "tag": TAG,
            **({"webhook_id": webhook_id} if webhook_id else {}),
        }
        try:
            await self._account.request("POST", SUBSCRIPTIONS, json=body, user_auth=True)
        except RefusalError as error:
            if not (error.status == 409 or "duplicate" in error.detail.casefold()):
                raise

    def _is_ours(self, found: Json) -> bool:
        about = found.get("filter")
        ours = isinstance(about, Mapping) and about.get("user_id") == self._options.account
        return ours and found.get("tag") == TAG


def data_of(answer: Json) -> list[Json]:
    """Give the items of an answer's list; one item alone is a list too. Raises LostError."""
    data = answer.get("data")
    items = data if isinstance(data, list) else [] if data is None else [data]
    if data is None and answer.get("errors"):
        raise LostError("an answer with errors and no data")
    return [item for item in items if isinstance(item, Mapping)]
