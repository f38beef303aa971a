"""A report as plain values for JSON: the figures first, then what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation.comparing import Changed, Comparison
from bot.evaluation.figures import rounded
from bot.evaluation.outcome import Outcome, fate_of
from bot.evaluation.report import Report
from bot.evaluation.threshold import Point, Suggestion
from bot.settings.values import Matching

_SIGNIFICANT = 4


def document_of(report: Report, comparison: Comparison | None) -> dict[str, Any]:
    """Give the one object that `--json` prints."""
    matching = report.matching
    return {
        **rounded(report.figures),
        "accuracy_between": [_short(report.low), _short(report.high)],
        "about": asdict(report.about),
        "thresholds": {
            "answer_above": matching.answer_above,
            "ask_above": matching.ask_above,
            "margin": matching.margin,
        },
        "target": _suggestion(report.suggestion),
        "parts": [_shortened(asdict(part)) for part in report.parts],
        "intents": [_shortened(asdict(item)) for item in report.intents],
        "calibration": [_shortened(asdict(item)) for item in report.bins],
        "confusions": [
            {"intent": item.intent, "read_as": item.read_as, "sentences": _outcomes(item.outcomes, matching)}
            for item in report.confusions
        ],
        "hurting": _outcomes(report.hurting, matching),
        "too_close": [
            {
                "intents": [item.first, item.second],
                "examples": item.questions,
                "part": _short(item.part),
                "sentences": _outcomes(item.outcomes, matching),
            }
            for item in report.too_close
        ],
        "near_misses_matched": _outcomes(report.near_misses, matching),
        "against": _comparison(comparison, matching) if comparison is not None else None,
    }


def _suggestion(suggestion: Suggestion | None) -> dict[str, Any] | None:
    if suggestion is None:
        return None
    point: Point | None = suggestion.point
    return {
        "right": suggestion.target,
        "answer_above": point.answer_above if point else None,
        "answered": _short(point.answered) if point else None,
        "oos_answered": _short(point.oos_answered) if point else None,
        "answers": point.answers if point else None,
        "right_here": _short(point.right if point else suggestion.best),
        "right_between": [_short(suggestion.low), _short(suggestion.high)] if point else None,
    }


def _comparison(comparison: Comparison, matching: Matching) -> dict[str, Any]:
    return {
        "version": comparison.against,
        "examples": comparison.questions,
        "figures": [
            {"name": name, "before": _short(was), "now": _short(now)} for name, was, now in comparison.figures
        ],
        "better": _changes(comparison.better, matching),
        "worse": _changes(comparison.worse, matching),
    }


def _changes(changes: Sequence[Changed], matching: Matching) -> list[dict[str, Any]]:
    return [
        {
            **_outcome(item.now, matching),
            "before": {"read_as": item.before.best.intent, "confidence": item.before.confidence},
        }
        for item in changes
    ]


def _outcomes(outcomes: Sequence[Outcome], matching: Matching) -> list[dict[str, Any]]:
    return [_outcome(item, matching) for item in outcomes]


def _outcome(outcome: Outcome, matching: Matching) -> dict[str, Any]:
    return {
        "text": outcome.question.text,
        "source": outcome.question.source,
        "intent": outcome.question.intent,
        "read_as": outcome.best.intent,
        "confidence": outcome.confidence,
        "outcome": fate_of(outcome, matching).value,
        "leans_on": outcome.best.example,
        "leans_on_source": outcome.best.source,
    }


def _shortened(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) if isinstance(value, float) else value for name, value in values.items()}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, _SIGNIFICANT)
