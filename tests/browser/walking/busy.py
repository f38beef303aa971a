"""A desk in every state at once, over fakes that keep the real rules: what one weekend cannot show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Page

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.stopping import StopScope
from bot.service.values import Dossier
from tests.browser.conftest import Site, served
from tests.browser.walking.stops import Stop
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_conversation, a_desk, a_drafted


@contextmanager
def busy_desk() -> Iterator[tuple[Site, Desk]]:
    """Serve it; gives the site and the desk."""
    agents = a_busy_desk()
    agents.add(a_drafted(9, "Apriamo alle 9. ^Bot"), *map(_correctable, (10, 11, 12)))
    desk = a_desk(agents)
    with served(build_site(chat_routes=[], desk_routes=routes(desk))) as site:
        yield site, desk


def _correctable(number: int) -> Dossier:
    dossier = a_conversation(number, "Bea", ("customer", "a che ora?"), ("bot", "Alle 9."))
    first, second = dossier.lines
    lines = (first, replace(second, id="m2", outbound=2))
    return replace(dossier, lines=lines, correctable=True, removable=True)


def link_of(site: Site, desk: Desk) -> str:
    """Give a new link to sign in by."""
    return site.wait(new_link(desk.users, base=site.address))


def busy_stops(site: Site, desk: Desk) -> Iterator[Stop]:
    """Give the door in its states, the conversations in theirs, and a desk at which sending is stopped."""
    here, agents = site.address, desk.agents
    assert isinstance(agents, MemoryAgents)
    yield Stop(name="the door, by a link", address=link_of(site, desk))
    yield Stop(name="the door, without one", address=f"{here}/desk/enter")
    yield Stop(name="the door, too late", address=f"{here}/desk/enter?token=used")
    assert site.wait(agents.correct(11, 2, "FB", "Alle 10."))
    assert site.wait(agents.take_back(12, 2, "FB"))
    for number in sorted(agents.dossiers):
        yield Stop(name=f"conversation {number} of the busy desk", address=f"{here}/desk/c/{number}")
    yield Stop(name="words that are asked about", address=f"{here}/desk/c/1", then=_send_elsewhere)

    def halt(page: Page) -> None:
        site.wait(agents.stop_sending("FB", StopScope.EVERYTHING, "prezzi sbagliati"))
        page.reload()
        page.locator(".held").first.wait_for()
        site.wait(agents.resume_sending("FB"))

    yield Stop(name="a desk that is stopped", address=f"{here}/desk/", then=halt)


def _send_elsewhere(page: Page) -> None:
    page.locator("#reply-text").fill("Chiama il call center")
    page.locator("#reply-send").click()
    page.locator("#warned p").first.wait_for()
