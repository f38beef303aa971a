"""The report's page: figures with their definitions, drawings that say what they show, a time one chooses."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.report.drawing import HEIGHT, WIDTH, hours_of, strip_of
from bot.desk.report.showing import MOST_ELSEWHERE
from bot.desk.words import words
from bot.model.turn import DecisionRecord
from bot.reporting.words import DEFINITIONS
from bot.service.values import Sent
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import MINUTE, NOW, Teller, letter
from tests.desk.visiting import visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk, some_reports
from tests.fakes.clock import StandingClock

IT = words("it")


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
async def client(store: SqlStore) -> AsyncIterator[httpx.AsyncClient]:
    """Visit on Wednesday, four days after what is stored."""
    desk = a_desk(MemoryAgents(), reports=some_reports(StandingClock(), store))
    async with visiting(desk) as opened:
        yield opened


async def serve_two(store: SqlStore) -> None:
    """Let one question be answered in four minutes, with words that send elsewhere, and one be handed off."""
    teller = Teller(store)
    first = await teller.hear("a che ora aprite?", key="anna")
    await teller.turn(first, letter("Chiama il call center"), decisions=(decision("orari", ""),))
    (outbound,) = await teller.claim()
    await store.settle(outbound, Sent(id="p1"), NOW + 4 * MINUTE)
    second = await teller.hear("<i>basta!</i>", key="luca")
    await teller.turn(second, decisions=(decision("", "angry"),))


def decision(intent: str, hand_off: str) -> DecisionRecord:
    detail = json.dumps({"intent": intent, "hand_off": hand_off})
    return DecisionRecord(rule="answer", outcome="answer", why=(), inbound=(), detail=detail, at=NOW)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def test_the_page_shows_the_figures_of_the_last_days_with_their_drawings(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    await serve_two(store)
    page = (await client.get("/desk/report")).text
    text = text_of(page)
    assert "Report: gli ultimi 7 giorni" in text
    assert "Domande 2" in text
    assert "Concluse dal bot 50 % 1 su 2" in text
    assert f"{IT['reason_angry']}: 1" in text
    assert "Mandati altrove 100 % 1 su 1" in text
    assert re.search(r'<a href="/desk/c/1">Conversazione 1</a> “<bdi dir="auto">Chiama', page)
    assert "4 min" in text
    assert page.count("<svg") == page.count("</svg>") >= 5
    assert all("<title" in drawing for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "style=" not in page


async def test_every_definition_is_printed_in_both_languages(client: httpx.AsyncClient) -> None:
    english = (await client.get("/desk/report", headers={"Accept-Language": "en"})).text
    italian = unescape((await client.get("/desk/report")).text)
    for name, meaning in DEFINITIONS.items():
        assert f"{meaning[1:]}." in unescape(english), name
        assert words("it")[f"report_def_{name}"] in italian
        assert words("it")[f"report_def_{name}"] != words("en")[f"report_def_{name}"]


async def test_days_of_the_calendar_are_chosen_and_what_is_none_is_said_beside_its_field(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    await serve_two(store)
    chosen = await client.get("/desk/report", params={"from": "2026-12-05", "to": "2026-12-05"})
    assert "Report: 2026-12-05" in text_of(chosen.text)
    assert "Domande 2" in text_of(chosen.text)
    before = await client.get("/desk/report", params={"from": "2026-12-01", "to": "2026-12-04"})
    assert "Domande 0" in text_of(before.text)
    assert IT["report_empty"] in before.text
    wrong = await client.get("/desk/report", params={"from": "2026-12-05", "to": '"><script>x'})
    assert wrong.status_code == 400
    assert re.search(r'name="to" value="&#34;&gt;&lt;script&gt;x" aria-invalid="true"', wrong.text)
    assert IT["report_wrong_date"] in wrong.text
    assert "Domande 2" in text_of(wrong.text), "the usual days are shown"


async def test_the_whole_report_is_taken_away_as_the_terminal_prints_it(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    await serve_two(store)
    answer = await client.get("/desk/report.json", params={"days": "30"})
    assert 'filename="report-2026-11-09-2026-12-09.json"' in answer.headers["content-disposition"]
    found = answer.json()
    assert (found["days"], found["total"]["handed_off"]) == (30, 1)
    assert found["hand_off_shares"] == {"angry": 0.5}
    table = await client.get("/desk/report.csv", params={"from": "2026-12-05"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(table.text.splitlines()))
    assert {"by": "hour", "group": "11", "figure": "questions", "value": "2"} in rows
    assert {"by": "channel", "group": "web", "figure": "contained_share", "value": "0.5"} in rows
    assert 'filename="report-2026-12-05-2026-12-09.csv"' in table.headers["content-disposition"]
    one = await client.get("/desk/report.csv", params={"from": "2026-12-05", "to": "2026-12-05"})
    assert 'filename="report-2026-12-05-2026-12-05.csv"' in one.headers["content-disposition"]
    for shape in ("csv", "json"):
        wrong = await client.get(f"/desk/report.{shape}", params={"days": "0"})
        assert (wrong.status_code, "not a number of days" in wrong.text) == (400, True)


async def test_a_report_of_many_intents_stays_small(client: httpx.AsyncClient, store: SqlStore) -> None:
    teller = Teller(store)
    for number in range(80):
        talk = await teller.hear(key=f"c{number}", channel="web")
        await teller.turn(talk, decisions=(decision(f"an_intent_with_a_long_name_{number}", "angry"),))
    page = await client.get("/desk/report")
    assert len(page.content) < 100_000


async def test_of_many_who_were_sent_elsewhere_the_page_says_how_many_more_the_table_has(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    teller = Teller(store)
    for number in range(MOST_ELSEWHERE + 2):
        talk = await teller.hear(key=f"c{number}")
        await teller.turn(talk, letter("Chiama il call center"))
        (outbound,) = await teller.claim()
        await store.settle(outbound, Sent(id=f"p{number}"), NOW + MINUTE)
    page = (await client.get("/desk/report")).text
    assert page.count("“<bdi") == MOST_ELSEWHERE
    assert IT["report_more"].format(n=2) in text_of(page)
    rows = list(csv.DictReader((await client.get("/desk/report.csv")).text.splitlines()))
    told = [row for row in rows if row["by"] == "sent_elsewhere"]
    assert len(told) == MOST_ELSEWHERE + 2
    assert told[0] == {
        "by": "sent_elsewhere",
        "group": "1",
        "figure": "words",
        "value": "Chiama il call center",
    }


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4))
def test_the_pieces_of_a_strip_fill_it_and_are_as_wide_as_they_count(counts: list[int]) -> None:
    pieces = strip_of([(str(place), count, "") for place, count in enumerate(counts)])
    assert len(pieces) == sum(count > 0 for count in counts)
    if pieces:
        assert abs(sum(piece.width for piece in pieces) - 100) < 0.1
        assert all(abs(piece.width - 100 * counts[int(piece.kind)] / sum(counts)) < 0.02 for piece in pieces)


@given(
    st.dictionaries(
        st.integers(0, 23), st.tuples(st.integers(0, 5000), st.integers(0, 5000)).map(sorted).map(tuple)
    )
)
def test_the_columns_of_the_hours_stay_inside_and_grow_with_what_they_count(
    found: dict[int, tuple[int, int]],
) -> None:
    asked = {hour: (most, least) for hour, (least, most) in found.items()}
    drawn = hours_of(asked, "{hour} {n} {open}")
    heights: dict[str, float] = {}
    for piece in drawn.pieces:
        assert 0 <= piece.x <= piece.x + piece.width <= WIDTH
        assert 0 <= piece.y <= piece.y + piece.height <= HEIGHT
        heights[piece.title] = heights.get(piece.title, 0) + piece.height
    top = int(drawn.up[-1].label)
    assert top >= max((questions for questions, _ in asked.values()), default=0)
    room = drawn.up[0].at - drawn.up[-1].at
    for hour, (questions, waiting) in asked.items():
        height = heights.get(f"{hour:02} {questions} {waiting}", 0)
        assert abs(height - room * questions / top) < 0.05
