"""A brand and customers who write markup wherever words can be written, and a desk that has to show them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
from playwright.sync_api import Page

from tests.browser.test_chat_page import EVIL
from tests.browser.walking.stops import Stop
from tests.support.brand import write_brand
from tests.support.patience import PROGRAM_PATIENCE

_IMAGE = "<img src=x onerror=document.title='run'>"
_PRIVATE = ("/api/chat", "/api/demo/as/telegram")
_CUSTOMERS = range(len(EVIL))


def write_hostile_brand(folder: Path) -> Path:
    """Write a brand whose name, people, intents' titles and replies are markup."""
    project = write_brand(folder, "[channels.web]", store="unused")
    settings = project / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('"Prova"', f'"Prova {_IMAGE}"').replace("Francesca B.", f"Francesca {_IMAGE}")
    settings.write_text(text, encoding="utf-8")
    for file in (project / "intents").rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('title = "', f'title = "{_IMAGE} '), encoding="utf-8")
    for file in (project / "replies").rglob("orari.j2"):
        file.write_text(f"=== any\nAlle 9. {_IMAGE}\n=== any\nDalle 9. {_IMAGE}\n", encoding="utf-8")
    return project


def write_as_customers(base: str) -> None:
    """Send each hostile text as a customer with a hostile name, on the channels' own ways in.

    Comes back once those in private are answered.
    """
    with httpx.Client(base_url=base) as client:
        for number in _CUSTOMERS:
            for place in (*_PRIVATE, "/api/demo/as/x.post"):
                body = {"id": f"m{number}", "text": EVIL[number], "name": EVIL[number - 1], "language": "it"}
                answer = client.post(_address(place, number), json=body)
                assert answer.status_code == httpx.codes.ACCEPTED, (place, answer.text)
        end = time.monotonic() + PROGRAM_PATIENCE
        while not all(_is_answered(client, place, number) for place in _PRIVATE for number in _CUSTOMERS):
            assert time.monotonic() < end, "some hostile texts were not answered"
            time.sleep(0.2)


def _is_answered(client: httpx.Client, place: str, number: int) -> bool:
    talk = client.get(_address(place, number)).json()
    return any(message["from"] == "bot" for message in talk["messages"])


def _address(place: str, number: int) -> str:
    return f"{place}/evil-customer-{number:04d}/messages"


def act_with_hostile_words(page: Page, base: str) -> None:
    """Write markup as a person of the desk: an incident, a note, a reply, a sentence, a draft, a stop."""
    page.goto(f"{base}/desk/")
    page.locator("a[href*='/desk/c/']").first.click()
    talk = page.url
    _send(page, f"{talk}/take", {})
    _send(page, f"{talk}/reply", {"id": "hostile-1", "text": EVIL[1], "anyway": "yes"})
    _send(page, f"{talk}/mute", {"reason": EVIL[2], "days": "7"})
    fields = {"intents": "orari", "place": EVIL[3], "words": EVIL[4], "next": "2026-11-28T18:00"}
    texts = {"title": EVIL[1], "text_it": EVIL[1], "text_en": EVIL[2], "seen": "0", "go": "send"}
    _send(page, f"{base}/desk/incidents", fields | texts)
    for text in EVIL:
        fields = {"say_it": text, "intent": "orari", "go": "known", "back": ""}
        _send(page, f"{base}/desk/unanswered/teach", fields)
    page.goto(f"{base}/desk/replies/it/orari")
    page.locator("#text").fill("\n=== any\n".join(["", *EVIL]))
    page.locator("#save").click()
    page.wait_for_load_state()
    _send(page, f"{base}/desk/stop", {"back": "0", "scope": "automatic", "why": EVIL[1]})


def _send(page: Page, address: str, fields: dict[str, str]) -> None:
    """Send a form as the page would; what the desk refuses is looked at by the walk itself."""
    origin = "/".join(address.split("/")[:3])
    answer = page.context.request.post(address, form={**fields}, headers={"Origin": origin}, max_redirects=0)
    assert answer.status < 500, (address, answer.status)


def hostile_stops(base: str) -> Iterator[Stop]:
    """Give the pages whose address or form is markup."""
    for number, text in enumerate(EVIL):
        evil = quote(text, safe="")
        yield Stop(name=f"tried {number}", address=f"{base}/desk/try?text={evil}&at={evil}&channel={evil}")
    for number, text in enumerate(EVIL[:2]):
        evil = quote(text, safe="")
        yield Stop(name=f"taught {number}", address=f"{base}/desk/unanswered/teach?say={evil}&intent={evil}")
        yield Stop(name=f"searched {number}", address=f"{base}/desk/replies?q={evil}")
        yield Stop(name=f"named {number}", address=f"{base}/desk/replies/it/{evil}")
        yield Stop(name=f"a group {number}", address=f"{base}/desk/unanswered/g/{evil}")
        yield Stop(name=f"a door {number}", address=f"{base}/desk/enter?token={evil}")
    yield Stop(name="an incident refused", address=f"{base}/desk/incidents", then=_announce)


def _announce(page: Page) -> None:
    for name in ("title", "intents", "topics", "words", "place", "text_it", "text_en"):
        page.locator(f"[name={name}]").first.fill(EVIL[1])
    page.locator("button[value=preview]").first.click()
    page.locator(".preview").wait_for()
