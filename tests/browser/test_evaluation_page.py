"""The page of an evaluation in a real browser: light, dark and on a phone, each figure with its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.evaluation.asking import Run
from bot.evaluation.comparing import compare
from bot.evaluation.outcome import Outcome
from bot.evaluation.page import write_page
from bot.evaluation.report import About, Report, report_of
from bot.settings.values import Matching
from tests.browser.test_chat_page import EVIL
from tests.evaluation.made import outcome

pytestmark = pytest.mark.browser

MATCHING = Matching(answer_above=0.8, ask_above=0.5, margin=0.1)
WORDS = f"{EVIL[0]} {EVIL[1]} {'una_parola_sola_' * 12}"


def outcomes() -> tuple[Outcome, ...]:
    """Give 60 readings: right ones, wrong ones, ties, one that is evil, and some out of scope."""
    right = [outcome("sim", ("sim", 0.5 + place / 100), line=place) for place in range(30)]
    wrong = [outcome("sim", ("costo", 0.70 + place / 100), ("sim", 0.1), line=place) for place in range(20)]
    tied = [outcome("costo", ("costo", 0.55), ("sim", 0.5), line=place) for place in range(4)]
    outside = [outcome("", ("sim", 0.3 + place / 10), text="che tempo fa") for place in range(5)]
    return (*right, *wrong, *tied, *outside, outcome("sim", ("costo", 0.99), text=WORDS))


def report(found: tuple[Outcome, ...]) -> Report:
    about = About(title=f"Prova {EVIL[0]}", how="60 sentences", notes=("A note.",), version="abc")
    made = Run(outcomes=found, fits=(1.0,))
    return report_of(made, about, MATCHING, target=0.55, peak_rss_mb=100.0)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Write the page, with a comparison in which one sentence got worse."""
    now = outcomes()
    before = (*now[:-1], replace(now[-1], candidates=outcome("sim", ("sim", 0.9)).candidates))
    file = tmp_path / "page.html"
    write_page(file, report(now), compare(report(before), report(now), against="HEAD~1"))
    return file


@pytest.fixture(params=["light", "dark", "phone"])
def seen(request: pytest.FixtureRequest, browser: Browser, written: Path) -> Iterator[Page]:
    """Open the page; a request for anything else, an error or a refused policy fails the test."""
    width = 390 if request.param == "phone" else 1200
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if request.param == "dark" else "light",
        java_script_enabled=False,
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(written.as_uri())
    yield page
    context.close()
    assert asked == [written.as_uri()]
    assert said == []


def test_the_page_shows_every_figure_with_its_table(seen: Page) -> None:
    expect(seen.get_by_role("heading", level=1)).to_contain_text("Prova")
    for name in ("Answers given against answers right", "Reliability diagram", "Histogram of confidence"):
        drawing = seen.get_by_role("img", name=name)
        expect(drawing).to_be_visible()
        beside = drawing.locator("xpath=ancestor::div[contains(@class, 'beside')]//table")
        expect(beside).to_be_visible()
    expect(seen.get_by_role("heading", name="Against HEAD~1: 0 better, 1 worse")).to_be_visible()
    expect(seen.locator(".list .was")).to_have_text("sim 90.0 % → costo 99.0 %")
    expect(seen.get_by_text("of the answers right")).to_be_visible()


def test_what_is_drawn_is_what_was_counted(seen: Page) -> None:
    histogram = seen.locator("svg[aria-labelledby^=histogram]")
    drawn = {
        kind: sum(
            int(text.split(": ")[1].split()[0])
            for text in histogram.locator(f"rect.{kind} title").all_text_contents()
        )
        for kind in ("right", "wrong", "outside")
    }
    assert drawn == {"right": 34, "wrong": 21, "outside": 5}
    matrix = seen.get_by_role("table", name="Confusion matrix")
    assert matrix.locator("td.hit").all_text_contents() == ["30", "4"]
    assert matrix.locator("td.shade2").all_text_contents() == ["21"]
    suggested = seen.locator("circle.suggested title")
    assert "answer_above = 0." in (suggested.text_content() or "")
    assert seen.locator("tr.now").count() == 2


def test_it_fits_the_screen_and_what_people_wrote_is_text(seen: Page) -> None:
    size = seen.viewport_size
    assert size is not None
    for section in seen.locator("section, .list li, figure, svg").all():
        box = section.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
    assert seen.locator("script, img[src], iframe, link").count() == 0
    expect(seen.get_by_text(EVIL[1]).first).to_be_visible()


def test_it_can_be_printed(browser: Browser, written: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(written.as_uri())
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert len(page.pdf()) > 20_000
    context.close()
