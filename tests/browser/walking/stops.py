"""The stops of the walk: each page of the program with its weekend, and the states no link leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.walking.finding import found_pages
from tests.support.patience import PROGRAM_PATIENCE


def _as_it_comes(_page: Page) -> None:
    """Leave the page as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A page to look at: what it is called in a failure, its address, and what is done there first."""

    name: str
    address: str
    then: Callable[[Page], None] = _as_it_comes

    def reach(self, page: Page) -> None:
        """Go there, and wait until it is worked out and its own scripts have drawn what they draw."""
        page.goto(self.address)
        page.wait_for_function(_DRAWN)
        self.then(page)
        page.wait_for_function(_DRAWN)  # what was done may have led to another page


_DRAWN = """() => {
  const places = document.getElementById("places");
  const working = document.querySelector("meta[http-equiv=refresh]");
  return document.readyState === "complete" && !working && (!places || places.children.length > 0);
}"""


def enter(page: Page, link: str) -> None:
    """Sign in by a link, as the first person of the brand."""
    page.goto(link)
    people = page.get_by_role("radio")
    if people.count():
        people.first.check()
    page.locator(".door button").click()
    page.wait_for_url("**/desk/")


_DRAFT = "=== any\nSiamo qui {{ hours.week }}.\n=== any\nGli orari: {{ hours.week }}.\n"


def furnish(page: Page, base: str) -> None:
    """Do at the desk what makes every page appear: an incident, a sentence taught, a reply's draft."""
    page.goto(f"{base}/desk/incidents")
    announce(page)
    page.locator("button[value=send]").click()
    page.wait_for_url("**/desk/incidents/*")
    page.goto(f"{base}/desk/unanswered/teach?say=la+fibra+a+casa&language=it&intent=linea_casa")
    page.locator("button[value=known]").click()
    page.goto(f"{base}/desk/replies/it/orari")
    page.locator("#text").fill(
        "=== any\nSiamo qui {{ hours.week }}.\n=== any\nGli orari: {{ hours.week }}.\n"
    )
    page.locator("#save").click()
    page.wait_for_url("**/desk/replies/it/orari?*")


def announce(page: Page) -> None:
    """Fill in an incident, and look it over."""
    page.locator("[name=title]").first.fill("Rete ferma a Milano")
    page.locator("[name=intents]").first.fill("niente_segnale")
    page.locator("[name=place]").first.fill("Milano")
    page.locator("[name=text_it]").first.fill("A Milano la rete è ferma: ci stiamo lavorando.")
    page.locator("[name=text_en]").first.fill("The network is down in Milan: we are working on it.")
    page.locator("[name=next]").first.fill("2026-11-28T18:00")
    page.locator("button[value=preview]").first.click()
    expect(page.locator(".preview")).to_be_visible()


def linked_stops(base: str, visitor: BrowserContext, patterns: list[str], *, most: int = 1) -> list[Stop]:
    """Give stops for the addresses that links lead to, up to `most` of a pattern.

    A pattern that no link leads to fails the walk.
    """
    cookies = {str(one["name"]): str(one["value"]) for one in visitor.cookies()}
    with httpx.Client(
        base_url=base, cookies=cookies, timeout=PROGRAM_PATIENCE, headers={"Accept-Language": "it"}
    ) as client:
        found = found_pages(client, patterns, most=most)
    missing = sorted(pattern for pattern, addresses in found.items() if not addresses)
    assert missing == [], f"no link leads to {missing}: let furnish() make what they show"
    return [
        Stop(name=address, address=base + address) for addresses in found.values() for address in addresses
    ]


def stated_stops(base: str) -> Iterator[Stop]:
    """Give the pages as they answer to what somebody did."""

    def stop(name: str, path: str, then: Callable[[Page], None] = _as_it_comes) -> Stop:
        return Stop(name=name, address=base + path, then=then)

    yield stop("nothing there", "/desk/nowhere")
    yield stop("a chat with an answer", "/", ask)
    yield stop("an incident looked over", "/desk/incidents", announce)
    yield stop("an incident that lacks everything", "/desk/incidents", _announce_nothing)
    yield stop("a sentence tried", "/desk/try?text=la+ricarica+non+%C3%A8+arrivata")
    yield stop("a moment that cannot be read", "/desk/try?text=ciao&at=xx")
    yield stop("a sentence to teach", "/desk/unanswered/teach?say=fibra&language=it&intent=linea_casa")
    yield stop("a sentence refused", "/desk/unanswered/teach", _teach_nothing)
    yield stop("a reply with faults", "/desk/replies/it/saluto", mistype)
    yield stop("a reply looked over", "/desk/replies/it/ringraziamento", _reword)


def ask(page: Page) -> None:
    """Ask something as a customer, and wait for the answer and its reasons."""
    page.locator("#text").fill("la ricarica non è arrivata")
    page.keyboard.press("Enter")
    expect(page.locator(".line.bot").first).to_be_visible()
    expect(page.locator(".why summary").first).to_be_visible()


def _announce_nothing(page: Page) -> None:
    page.locator("button[value=preview]").first.click()
    expect(page.locator(".preview")).to_be_visible()


def _teach_nothing(page: Page) -> None:
    page.locator("button[value=known]").click()
    expect(page.locator(".wrong")).to_be_visible()


def mistype(page: Page) -> None:
    """Write a reply that names something unknown and is too long."""
    page.locator("#text").fill("=== any\nCiao {{ custmer.name }}, " + "una parola dopo l'altra " * 30 + "\n")
    expect(page.locator("#mirror .error")).to_be_visible()


def _reword(page: Page) -> None:
    text = page.locator("#text")
    text.fill(text.input_value() + "=== any\nA te!\n")
    page.locator("#look").click()
    expect(page.locator("#looked")).to_be_visible()
