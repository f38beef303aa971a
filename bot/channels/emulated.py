"""A channel without its platform: customers write on the demo page, replies are read from the store."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from starlette.routing import BaseRoute

from bot.channels.web.api import ChatApi, Place, as_json
from bot.channels.web.said import FaultError, Said, read_object, said_in
from bot.model.message import Outbound, Surface
from bot.model.traits import Idempotency, IntakeWay, Traits
from bot.service.ports import Link
from bot.service.values import Absent, Health, Reconciled, Sent, Standing, TranscriptLine

ACCOUNT = "demo"
BASE = "/api/demo/as"
"""Where customers write: `/api/demo/as/x.post/{customer}/messages`, in the shape of the chat's API."""

_MOST_FOLLOWERS = 10**9


def connect(traits: Traits, link: Link) -> Emulated:
    """Make the channel; no account, no secret and no network is needed or used."""
    return Emulated(traits, link)


class Emulated:
    """Has the traits of a real channel: its surfaces, its count, its pace, its pause for a burst.

    Like the web chat it delivers by being settled, so it always knows what became of a message.
    """

    def __init__(self, traits: Traits, link: Link) -> None:
        self._traits = replace(
            traits, intake=(IntakeWay.OWN,), backfill=None, idempotency=Idempotency.KEY, secrets=()
        )
        self.places = tuple(self._place(surface) for surface in traits.surfaces)
        self._apis = tuple(self._api(place, link) for place in self.places)
        self._closing = asyncio.Event()

    @property
    def traits(self) -> Traits:
        return self._traits

    @property
    def account(self) -> str:
        return ACCOUNT

    async def run(self) -> None:
        """Wait: the routes bring the messages in."""
        await self._closing.wait()

    async def send(self, outbound: Outbound) -> Sent:
        """Deliver: settling it is what shows it."""
        return Sent(id=f"{ACCOUNT}:{outbound.id}")

    async def edit(self, outbound: Outbound, text: str) -> Sent:  # noqa: ARG002 - the port's shape
        """Change it: settling is what shows that, too."""
        return Sent(id=f"{ACCOUNT}:{outbound.id}")

    async def delete(self, outbound: Outbound) -> Sent:
        """Take it back: settling is what hides it."""
        return Sent(id=f"{ACCOUNT}:{outbound.id}")

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        """Nothing left before it was settled, so an unsettled message was never shown."""
        return Absent()

    async def typing(self, conversation_key: str) -> None:
        """Show typing dots on the page, whichever surface the conversation is on."""
        for api in self._apis:
            api.typing(conversation_key)

    async def health(self) -> Health:
        return Health(standing=Standing.OK)

    async def close(self) -> None:
        """End the open streams, so that the server can stop."""
        self._closing.set()
        for api in self._apis:
            api.close()

    def routes(self) -> Sequence[BaseRoute]:
        """Give the API's routes, one set a surface."""
        return [route for api in self._apis for route in api.routes()]

    def _place(self, surface: Surface) -> Place:
        return Place(
            base=f"{BASE}/{self._traits.address(surface)}",
            channel=self._traits.name,
            account=ACCOUNT,
            surface=surface,
            prefix=f"{surface.value}:",
        )

    def _api(self, place: Place, link: Link) -> ChatApi:
        show = partial(_measured, self._traits, place.surface)
        return ChatApi(place, intake=link.intake, clock=link.clock, read=_read_said, show=show)


def _measured(traits: Traits, surface: Surface, line: TranscriptLine) -> dict[str, object]:
    """Give a message as the platform would: its buttons, and its length as counted there, with the limit."""
    return {
        **as_json(line),
        "buttons": list(line.buttons[: traits.buttons]),
        "length": traits.count(line.text),
        "limit": traits.limits[surface],
    }


def _read_said(body: bytes) -> Said:
    fields = read_object(body)
    return replace(said_in(fields), followers=_followers(fields))


def _followers(fields: Mapping[str, object]) -> int | None:
    value = fields.get("followers")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_FOLLOWERS:
        raise FaultError(
            422, "bad_followers", f"“followers” must be a whole number from 0 to {_MOST_FOLLOWERS:,}."
        )
    return value
