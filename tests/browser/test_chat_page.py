"""A customer at the chat page, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.web.connector import WebChannel
from bot.clock import Clock, SystemClock
from bot.desk.site import build_site
from tests.browser.conftest import Serve, Site
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake
from tests.fakes.clock import NOON, StandingClock

pytestmark = pytest.mark.browser

EVIL = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "\"><svg onload=document.title='run'>",
    "<iframe srcdoc=\"<script>parent.document.title='run'</script>\">",
    "javascript:document.title='run'",
    "{{constructor.constructor('document.title=1')()}} ${document.title='run'}",
    "</textarea></title><style>*{display:none}</style>",
    "\u202e<a href=javascript:document.title='run'>click</a>\u2066",
)


@dataclass
class Chat:
    """The chat being served, and what to say on the bot's behalf."""

    intake: MemoryIntake
    channel: WebChannel
    site: Site

    def answer(self, page: Page, text: str, *, sender: str = "bot", buttons: tuple[str, ...] = ()) -> None:
        key = customer_of(page)
        now = SystemClock().now()
        self.site.call(lambda: self.intake.answer(key, text, sender=sender, buttons=buttons, at=now))

    @property
    def said(self) -> list[str]:
        return [inbound.text for inbound in self.intake.accepted]


def customer_of(page: Page) -> str:
    return str(page.evaluate("localStorage['sportello.customer']"))


def a_chat(serve: Serve, clock: Clock) -> Chat:
    intake = MemoryIntake()
    channel = a_channel(intake, clock)
    return Chat(intake, channel, serve(build_site(chat_routes=channel.routes(), desk_routes=[])))


@pytest.fixture
def chat(serve: Serve) -> Chat:
    return a_chat(serve, SystemClock())


@pytest.fixture
def winter(serve: Serve) -> Chat:
    """A chat whose clock stands weeks away from the browser's today."""
    return a_chat(serve, StandingClock())


def open_chat(page: Page, chat: Chat) -> None:
    page.goto(chat.site.address)
    expect(page.locator("#status")).to_have_text("Collegato")


def say(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def test_a_customer_writes_and_reads_the_answer(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    page.fill("#name", "Giulia")
    say(page, "Dov'è la mia ricarica?")
    mine = page.locator(".line.mine")
    expect(mine.locator("time")).to_be_visible()
    expect(mine).to_have_count(1)
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#text")).to_be_focused()
    assert [(one.text, one.author.name, one.author.language_hint) for one in chat.intake.accepted] == [
        ("Dov'è la mia ricarica?", "Giulia", "it-IT")
    ]
    chat.answer(page, "Ciao Giulia,\ncontrollo subito.")
    expect(page.locator(".line.bot .bubble")).to_have_text(
        "Ciao Giulia,\ncontrollo subito.", use_inner_text=True
    )
    expect(page.locator(".line.bot .by")).to_have_text("Risposta automatica")
    chat.answer(page, "Sono Francesca.", sender="agent")
    expect(page.locator(".line.agent .by")).to_have_text("Una persona del team")


def test_shift_enter_is_a_new_line_and_blank_is_not_sent(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    say(page, "   ")
    page.fill("#text", "una")
    page.press("#text", "Shift+Enter")
    page.keyboard.type("due")
    page.press("#text", "Enter")
    expect(page.locator(".line.mine time")).to_be_visible()
    assert chat.said == ["una\ndue"]


def test_chips_answer_for_the_customer_and_go_away(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    chat.answer(page, "Come hai ricaricato?", buttons=("Online", "In tabaccheria"))
    page.get_by_role("button", name="In tabaccheria").click()
    expect(page.locator(".line.mine .bubble")).to_have_text("In tabaccheria")
    expect(page.locator("#chips")).to_be_hidden()
    expect(page.locator(".line.mine time")).to_be_visible()
    assert chat.said == ["In tabaccheria"]


def test_typing_dots_come_and_give_way_to_the_message(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    chat.site.wait(chat.channel.typing(customer_of(page)))
    expect(page.locator("#typing")).to_be_visible()
    chat.answer(page, "Eccomi")
    expect(page.locator("#typing")).to_be_hidden()


def test_the_pause_before_the_bots_answer_is_not_dead_and_not_endless(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    say(page, "Dov'è la mia ricarica?")
    expect(page.locator("#typing")).to_be_visible()
    chat.answer(page, "Arriva oggi.")
    expect(page.locator("#typing")).to_be_hidden()
    say(page, "E quella di ieri?")
    expect(page.locator("#typing")).to_be_visible()
    expect(page.locator("#typing")).to_be_hidden()


def test_no_dots_are_shown_for_a_person_who_has_not_begun_to_write(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    chat.answer(page, "Sono Francesca.", sender="agent")
    expect(page.locator(".line.agent")).to_be_visible()
    page.evaluate(
        "new MutationObserver(() => (window.dots = true)).observe(document.getElementById('typing'), "
        "{ attributes: true, attributeFilter: ['hidden'] })"
    )
    say(page, "Ciao Francesca")
    expect(page.locator(".line.mine time")).to_be_visible()
    page.wait_for_function("localStorage['sportello.outbox'] === '[]'")
    expect(page.locator("#typing")).to_be_hidden()
    assert page.evaluate("window.dots") is None


def test_being_connected_is_not_shown_as_somebody_being_there(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    dot = "getComputedStyle(document.getElementById('status'), '::before').backgroundColor"
    muted = "getComputedStyle(document.getElementById('status')).color"
    assert page.evaluate(dot) == page.evaluate(muted)


def test_a_reload_shows_the_conversation_again_once(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    say(page, "prima")
    expect(page.locator(".line.mine time")).to_be_visible()
    chat.answer(page, "risposta")
    page.reload()
    expect(page.locator(".bubble")).to_have_text(["prima", "risposta"])
    say(page, "prima")
    expect(page.locator(".line.mine time")).to_have_count(2)
    expect(page.locator(".bubble")).to_have_text(["prima", "risposta", "prima"])


def hear(page: Page, chat: Chat, *ago: timedelta) -> None:
    """Let the bot have said something so long ago, each time."""
    key = customer_of(page)
    for span in ago:
        chat.site.call(partial(chat.intake.answer, key, "Eccomi.", at=NOON - span))


def test_days_are_named_by_the_servers_clock_not_the_browsers(page: Page, winter: Chat) -> None:
    open_chat(page, winter)
    hear(page, winter, *(timedelta(days=days) for days in (2, 1, 0)))
    expect(page.locator(".day")).to_have_text(["lunedì 7 dicembre", "Ieri", "Oggi"])


def test_messages_far_apart_each_have_their_time(page: Page, winter: Chat) -> None:
    open_chat(page, winter)
    hear(page, winter, *(timedelta(minutes=minutes) for minutes in (27, 24, 0)))
    expect(page.locator(".line.bot")).to_have_count(3)
    expect(page.locator(".line.bot time")).to_have_text(["12:36", "13:00"])


def test_what_is_written_offline_is_sent_once_when_the_line_is_back(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    page.context.set_offline(True)
    expect(page.locator("#lost")).to_be_visible()
    say(page, "uno")
    say(page, "due")
    expect(page.locator(".line.unsent")).to_have_count(2)
    assert chat.said == []
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator(".line.mine time")).to_have_count(1)  # one time for the group
    expect(page.locator(".line.unsent")).to_have_count(0)
    expect(page.locator(".bubble")).to_have_text(["uno", "due"])
    assert chat.said == ["uno", "due"]


def test_an_answer_that_got_lost_on_its_way_does_not_double_the_message(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    failures = iter([True])

    def stored_but_not_answered(route: object) -> None:
        if next(failures, False):
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/messages", stored_but_not_answered)
    say(page, "una volta sola")
    expect(page.locator(".line.mine time")).to_be_visible()
    page.wait_for_timeout(1500)
    assert chat.said == ["una volta sola"]
    expect(page.locator(".bubble")).to_have_text(["una volta sola"])
    assert page.evaluate("localStorage['sportello.outbox']") == "[]"


def test_an_unsent_message_survives_a_reload(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    say(page, "già detto")
    expect(page.locator(".line.mine time")).to_be_visible()
    chat.intake.broken = True
    say(page, "già detto")
    expect(page.locator(".line.unsent")).to_have_count(1)
    chat.intake.broken = False
    page.reload()
    expect(page.locator(".line.unsent")).to_have_count(0)
    expect(page.locator(".bubble")).to_have_text(["già detto", "già detto"])
    assert chat.said == ["già detto", "già detto"]


def test_a_refused_message_says_so_and_can_be_deleted(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
    say(page, "x" * 10_001)
    expect(page.locator(".line.failed")).to_contain_text("Non inviato. Il messaggio è troppo lungo")
    say(page, "più corto")
    expect(page.locator(".line.mine time")).to_be_visible()
    page.get_by_role("button", name="Elimina").click()
    expect(page.locator(".bubble")).to_have_text(["più corto"])


def test_a_message_whose_page_is_left_while_it_is_being_stored_is_shown_once(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    page.evaluate("""() => {
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function (key, value) {
            if (this[key]?.includes('"stored"')) return;  // as if the page were gone from here on
            set.call(this, key, value);
        };
    }""")
    say(page, "pronto?")
    expect(page.locator(".line.mine time")).to_be_visible()
    page.wait_for_function("localStorage['sportello.outbox'].includes('stored')")
    page.reload()
    expect(page.locator(".line.mine time")).to_be_visible()
    expect(page.locator(".line.mine")).to_have_count(1)
    assert chat.said == ["pronto?"]


def test_nothing_a_person_writes_is_ever_run(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    title = page.title()
    for evil in EVIL:
        chat.answer(page, evil, buttons=(evil,))
        page.fill("#name", evil[:80]) if page.locator("#name").is_visible() else None
        say(page, evil)
    expect(page.locator(".line.mine")).to_have_count(len(EVIL))
    page.reload()
    expect(page.locator(".line.mine")).to_have_count(len(EVIL))
    expect(page.locator(".line.bot .bubble").first).to_have_text(EVIL[0])
    assert page.locator("main script, main img, main svg, main iframe, main style, main a").count() == 0
    assert page.title() == title


def test_the_page_fits_a_small_phone_and_is_operable_by_keyboard(browser: Browser, chat: Chat) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 640}, color_scheme="dark")
    page = context.new_page()
    page.goto(chat.site.address)
    expect(page.locator("#status")).to_have_text("Connected")
    assert page.locator("html").get_attribute("lang") == "en"
    chat.answer(
        page, "parolalunghissima" * 20, buttons=("un'etichetta piuttosto lunga per un telefono piccolo",)
    )
    expect(page.locator(".line.bot")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for name in ("Write a message", "What is your name? (optional)"):
        expect(page.get_by_role("textbox", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.get_by_role("textbox", name="Write a message").focus()
    page.keyboard.type("hello")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".line.mine .bubble")).to_have_text("hello")
    context.close()


def test_a_message_that_is_corrected_or_taken_back_changes_where_it_stands(page: Page, chat: Chat) -> None:
    open_chat(page, chat)
    say(page, "a che ora aprite?")
    key = customer_of(page)
    chat.site.call(lambda: chat.intake.answer(key, "Alle 9.", buttons=("Grazie",)))
    expect(page.locator(".line.bot .bubble")).to_have_text("Alle 9.")
    chat.site.call(lambda: chat.intake.revise(key, "Alle 9.", "Alle 10."))
    expect(page.locator(".line.bot .bubble")).to_have_text("Alle 10.")
    expect(page.locator("#chips button")).to_have_count(0)
    chat.site.call(lambda: chat.intake.revise(key, "Alle 10.", ""))
    expect(page.locator(".line.bot .bubble")).to_have_text("Messaggio ritirato")
    page.reload()
    expect(page.locator(".line.bot .bubble")).to_have_text("Messaggio ritirato")
