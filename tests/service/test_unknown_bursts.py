"""Alike texts in two languages are one burst; what came as often last week is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.knowledge.matching.encoder import DEFAULT, load_encoder
from bot.model.incident import Report
from bot.service.unknown_bursts import Samples, unknown_bursts
from bot.settings.hearing import Incident
from tests.support.brand import small_brand

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=20)
BLUE = (
    "lo schermo dell'app è tutto blu",
    "l'app mostra una schermata blu",
    "the app shows a blue screen",
    "blue screen in the app since this morning",
    "schermata blu nell'app",
    "app is stuck on a blue screen",
)
OTHERS = ("vendete ombrelli rossi?", "che tempo fa domani a Roma", "my dog ate the contract")


def samples(now: dict[str, int], before: dict[str, int]) -> Samples:
    """Have so many people write each text in the window, and in the days before it."""
    reports: dict[int, Report] = {}
    texts: dict[int, str] = {}
    for counts, newest in ((now, NOW), (before, NOW - timedelta(days=1))):
        step = timedelta(seconds=10) if counts is now else timedelta(minutes=15)
        for text, count in counts.items():
            for number in range(count):
                row = len(reports) + 1
                at = newest - number * step
                reports[row] = Report(inbound=row, intent="", person=f"p{row}", channel="x", at=at)
                texts[row] = text
    return Samples(reports=reports, texts=texts, since=NOW - WINDOW, until=NOW)


def strong(found: Samples) -> list[tuple[int, int]]:
    """Give the people and posts of the bursts that are suggested."""
    bursts = unknown_bursts(found, Incident(), (), load_encoder(DEFAULT), small_brand()[0])
    return [(seen.evidence.people, len(seen.evidence.posts)) for _, seen in bursts if seen.strong]


def test_alike_texts_in_two_languages_are_one_burst() -> None:
    assert strong(samples({**dict.fromkeys(BLUE, 6), **dict.fromkeys(OTHERS, 2)}, {})) == [(36, 36)]


def test_unlike_texts_are_none_however_many_they_are() -> None:
    assert strong(samples(dict.fromkeys((*BLUE[:1], *OTHERS), 9), {})) == []


def test_what_came_as_often_last_week_is_none() -> None:
    now = dict.fromkeys(BLUE, 4)
    assert strong(samples(now, dict.fromkeys(OTHERS, 5))) == [(24, 24)]
    assert strong(samples(now, dict.fromkeys(BLUE, 90))) == []
