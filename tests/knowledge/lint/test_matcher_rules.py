"""Near misses and checks, with a matcher that knows one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.knowledge.lint import lint
from bot.model.matching import Candidate, Match
from tests.knowledge.brand_files import INTENT, NOW, SETTINGS, built, lines

I = "intents/prepagato/ricarica_mancata.toml"  # noqa: E741 - the path


class _Knows:
    """Reads texts with “ricarica” in them as the intent, surely."""

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        del hint
        best = self.best_of([text])[0]
        return Match(language=past_language, candidates=(best,) if best is not None else ())

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        sure = Candidate(intent="ricarica_mancata", confidence=0.93)
        return tuple(sure if "ricarica" in text else None for text in texts)

    def threshold_for(self, precision: float) -> float:
        return precision

    def slot(self, name: str, text: str) -> str | None:
        del name, text
        return None


def _lines(intent: str) -> list[str]:
    parts = built({I: intent}).parts
    assert parts is not None
    return [str(problem) for problem in lint(replace(parts, matcher=_Knows()), NOW)]


def test_a_near_miss_that_matches_is_told() -> None:
    assert _lines(INTENT + "not = '''\nquanto costa\nquanto costa una ricarica\n'''\n") == [
        (
            f"{I}:12:1: warning I007 a near miss that matches: “quanto costa una ricarica” (93%)   "
            "hint: teach it to the intent it belongs to, or drop examples like it here"
        )
    ]


def test_a_check_that_is_not_recognised_is_told() -> None:
    assert _lines(INTENT + "check = '''\nma la ricarica?\ne i miei soldi?\n'''\n") == [
        (
            f"{I}:12:1: warning I008 a check that fails: “e i miei soldi?” is not read at all   "
            "hint: needs 50%: teach a sentence or two like it, in other words"
        )
    ]


def test_a_long_closure_is_told_while_it_comes() -> None:
    closed = SETTINGS.replace(
        "[signatures]",
        '[[hours.exception]]\ndates = "2026-12-01..2026-12-20"\nnote = "inventario"\n[signatures]',
    )
    assert lines({"settings.toml": closed}) == [
        "settings.toml:4:2: warning C006 no opening in the next 7 days   hint: “inventario” is why"
    ]
    assert lines({"settings.toml": closed}, NOW + timedelta(days=30)) == []
