"""The web chat's connector: a message is delivered by being settled, since the page reads the store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot.channels.web.api import ChatApi, Place
from bot.channels.web.page import Panel, page_routes
from bot.channels.web.pictures import picture_route
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Absent, Health, Reconciled, Sent, Standing

ACCOUNT = "web"
"""The web chat has one account: the page this product serves."""


class WebChannel:
    """The web chat: its API and the customer's page, with the demo's panel on it where one is given."""

    def __init__(self, link: Link, traits: Traits, panel: Panel | None = None) -> None:
        self._link, self._traits, self.panel = link, traits, panel
        self.places = (Place(base="/api/chat", channel=traits.name, account=ACCOUNT),)
        self._api = ChatApi(self.places[0], intake=link.intake, clock=link.clock)
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
        """Deliver: settling it is what shows it to the customer."""
        return Sent(id=f"web:{outbound.id}")

    async def edit(self, outbound: Outbound, text: str) -> Sent:  # noqa: ARG002 - the port's shape
        """Change it: settling is what shows that, too."""
        return Sent(id=f"web:{outbound.id}")

    async def delete(self, outbound: Outbound) -> Sent:
        """Take it back: settling is what hides it."""
        return Sent(id=f"web:{outbound.id}")

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        """Nothing left before it was settled, so an unsettled message was never shown."""
        return Absent()

    async def typing(self, conversation_key: str) -> None:
        """Show typing dots on the customer's open pages."""
        self._api.typing(conversation_key)

    async def health(self) -> Health:
        return Health(standing=Standing.OK)

    async def close(self) -> None:
        """End the open streams, so that the server can stop."""
        self._closing.set()
        self._api.close()

    def routes(self) -> Sequence[BaseRoute]:
        """Give the API's routes and the customer's page."""
        return [
            *self._api.routes(),
            picture_route(self._link),
            *page_routes(self._link.brand, self._link.clock, self.panel),
        ]
