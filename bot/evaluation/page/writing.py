"""Writes the page: everything in one file, no script, and a policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bot.errors import SetupError
from bot.evaluation.comparing import Comparison
from bot.evaluation.page import charts
from bot.evaluation.page.matrix import matrix_of
from bot.evaluation.report import Report
from bot.evaluation.words import (
    SORTS,
    costs_of,
    name_of,
    percent,
    sentences_of,
    setting_of,
    suggestion_in_words,
)

_HERE = "bot.evaluation.page"
_THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99)
_MOST = {"pairs": 20, "sentences": 5, "hurting": 40, "close": 15, "changes": 60}


def write_page(file: Path, report: Report, comparison: Comparison | None) -> None:
    """Write the page of a report. Raises SetupError where the file cannot be written."""
    try:
        file.write_text(page_of(report, comparison), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{file} cannot be written: {error.strerror}", hint="give another file") from error


def page_of(report: Report, comparison: Comparison | None) -> str:
    """Give the page as text. Whatever people wrote stands in it as text only."""
    style = _read("page.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"percent": percent, "named": name_of, "figure": _figure}
    lowest = charts.lowest_precision(report)
    return environment.from_string(_read("page.html")).render(
        report=report,
        comparison=comparison,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=style,
        sentences=[_unbroken(text) for text in sentences_of(report)],
        costs=costs_of(report),
        suggestion=_unbroken(suggestion_in_words(report.suggestion)) if report.suggestion else "",
        setting=setting_of(report.suggestion) if report.suggestion else "",
        tiles=_tiles(report),
        sorts=SORTS,
        chart=charts,
        lowest=lowest,
        thresholds=_thresholds(report),
        matrix=matrix_of(report),
        most=_MOST,
    )


def _tiles(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Give the figures at the top: a number, what it is, and a word more."""
    figures = report.figures
    off = None if figures.ece is None else f"{100 * figures.ece:.1f}"
    tiles = (
        (percent(figures.accuracy), "understood", f"of {figures.examples:,} sentences"),
        (percent(figures.answered), "answered", f"at answer_above = {report.matching.answer_above:g}"),
        (percent(figures.answered_right), "of the answers right", "of those given in scope"),
        (percent(figures.coverage_at_95), "could be answered", "right 95 times in 100"),
        (percent(figures.coverage_at_99), "could be answered", "right 99 times in 100"),
        (off or "–", "points off", "confidence against truth, on average"),
    )
    if figures.oos_recall is None:
        return tiles
    answered = f"{percent(figures.oos_answered)} answered"
    return (*tiles, (percent(figures.oos_recall), "out of scope left alone", answered))


def _thresholds(report: Report) -> tuple[tuple[str, object], ...]:
    """Give the rows of the table of thresholds: a word about it, and its point."""
    wanted = {round(value, 2): "" for value in _THRESHOLDS}
    wanted[round(report.matching.answer_above, 2)] = "in force"
    suggestion = report.suggestion
    if suggestion is not None and suggestion.point is not None:
        wanted[suggestion.point.answer_above] = "suggested"
    return tuple((wanted[value], charts.nearest(report.curve, value)) for value in sorted(wanted))


def _unbroken(text: str) -> str:
    """Keep each % on the line of its number."""
    return text.replace(" %", "\u00a0%")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _read(name: str) -> str:
    return files(_HERE).joinpath(name).read_text("utf-8")
