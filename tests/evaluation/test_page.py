"""The page stands alone, whatever people wrote is text in it, and its drawings are to scale."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.asking import Run
from bot.evaluation.comparing import compare
from bot.evaluation.outcome import Outcome
from bot.evaluation.page import charts
from bot.evaluation.page.matrix import MOST, SHADES, matrix_of
from bot.evaluation.page.writing import page_of
from bot.evaluation.report import About, Report, report_of
from bot.settings.values import Matching
from tests.evaluation.made import outcome

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>\'"&{{ 7 * 7 }}</title></svg>'
MATCHING = Matching(answer_above=0.8, ask_above=0.5, margin=0.1)
SURE = st.integers(0, 100).map(lambda hundredth: hundredth / 100)
OUTCOMES = st.lists(
    st.builds(
        lambda intent, read, sure: outcome(intent, (read, sure)),
        st.sampled_from(["a", "b", "c", ""]),
        st.sampled_from(["a", "b", "c"]),
        SURE,
    ),
    min_size=1,
    max_size=40,
)


def report(*outcomes: Outcome, title: str = "t") -> Report:
    about = About(title=title, how="h", notes=(title,), version="v")
    return report_of(Run(outcomes=outcomes, fits=(1.0,)), about, MATCHING, target=0.9, peak_rss_mb=1.0)


def test_what_people_wrote_is_never_markup() -> None:
    wrong = outcome(HOSTILE, (f"{HOSTILE}2", 0.9), text=HOSTILE)
    made = report(wrong, wrong, wrong, outcome("", ("a", 0.9), text=HOSTILE), title=HOSTILE)
    text = page_of(made, compare(report(*made.outcomes), made, against=HOSTILE))
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert "{{ 7 * 7 }}" in text
    assert text.count("</title></svg>") == 0


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    text = page_of(report(outcome("a", ("b", 0.9))), None)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src &#39;none&#39;")
    assert f"sha256-{digest}" in policy
    assert " style=" not in text
    assert not re.findall(r"(?:https?:)?//[a-z]", text)


@settings(max_examples=40)
@given(OUTCOMES)
def test_any_outcomes_make_a_page_and_nothing_is_drawn_outside_its_frame(outcomes: list[Outcome]) -> None:
    made = report(*outcomes)
    assert page_of(made, None).startswith("<!doctype html>")
    for box in (*charts.histogram(made), *charts.reliability(made)):
        assert charts.LEFT <= box.x <= box.x + box.width <= charts.WIDTH - charts.RIGHT + 0.01
        assert box.y >= charts.TOP - 0.01
        assert box.y + box.height == pytest.approx(charts.up(0), abs=0.02) or box.kind != "right"
    for mark in (*charts.marks(made), *charts.dots(made)):
        assert charts.LEFT <= mark.x <= charts.WIDTH - charts.RIGHT
        assert charts.TOP - 0.01 <= mark.y <= charts.up(0) + 0.01


@given(OUTCOMES)
def test_the_histogram_its_table_and_the_matrix_count_every_question(outcomes: list[Outcome]) -> None:
    made = report(*outcomes)
    assert sum(right + wrong + outside for _label, right, wrong, outside in charts.tenths(made)) == len(
        outcomes
    )
    heights = sum(box.height for box in charts.histogram(made))
    frame = charts.up(0) - charts.up(1)
    assert heights == pytest.approx(frame * len(outcomes) / charts.tallest_bar(made), abs=0.5)
    for row in matrix_of(made):
        asked = sum(item.question.intent == row.intent for item in outcomes)
        assert sum(cell.count for cell in row.cells) + row.others == asked
        assert all((cell.shade > 0) is (cell.count > 0) for cell in row.cells)
        assert all(cell.shade <= SHADES for cell in row.cells)


def test_the_matrix_shows_a_few_intents_only() -> None:
    outcomes = [outcome(f"i{place}", (f"j{place}", 0.9)) for place in range(30)]
    assert len(matrix_of(report(*outcomes))) == MOST


def test_the_curve_begins_at_a_round_share_below_all_of_it() -> None:
    right, wrong = outcome("a", ("a", 0.9)), outcome("a", ("b", 0.1))
    assert charts.lowest_precision(report(*[right] * 9, wrong)) == 0.8
    assert charts.lowest_precision(report(*[right] * 6, *[wrong] * 4)) == 0.5
    assert charts.lowest_precision(report(*[right] * 2, *[wrong] * 8)) == 0.0
    assert [tick.label for tick in charts.shares_up(0.8)] == ["80", "85", "90", "95", "100"]
    assert [tick.label for tick in charts.shares_up(0.5)] == ["50", "60", "70", "80", "90", "100"]
