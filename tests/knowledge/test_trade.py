"""A topic of the trade is heard where a text complains or asks about it, and not where it is only named."""

from __future__ import annotations

import pytest

from bot.knowledge.trade import trade_in

TOPICS = ("la rete", "fibra")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("la rete qui non funziona da ore", "la rete"),
        ("qualcuno sa quando arriva la fibra in via Dante", "fibra"),
        ("com'è la fibra?", "fibra"),
        ("the fibra is terribly slow today", "fibra"),
        ("#fibra: un disservizio continuo", "fibra"),
        ("la fibbra è un problema", "fibra"),
        ("oggi installano la fibra", ""),
        ("la rete di salvataggio è bella", ""),
        ("il treno non funziona", ""),
        ("fibra https://example.com/?a=1", ""),
    ],
)
def test_a_topic_needs_a_complaint_or_a_question(text: str, topic: str) -> None:
    assert trade_in(text, TOPICS, 88) == topic
