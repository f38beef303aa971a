"""Writes the page: everything in one file, no script, and a policy that lets nothing else in."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bot.errors import SetupError
from bot.rehearsal.comparing import Comparison
from bot.rehearsal.page.timeline import Axis, bars, lane, queue_line, shades, ticks
from bot.rehearsal.page.words import FILTERS, KINDS, LEGEND, moment, span, tiles, words
from bot.rehearsal.report import Report

_HERE = "bot.rehearsal.page"


def write_page(file: Path, report: Report, comparison: Comparison | None) -> None:
    """Write the page of a report. Raises SetupError where the file cannot be written."""
    try:
        file.write_text(page_of(report, comparison), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{file} cannot be written: {error.strerror}", hint="give another file") from error


def page_of(report: Report, comparison: Comparison | None) -> str:
    """Give the page as text. Whatever people wrote stands in it as text only."""
    axis = Axis(start=report.since, end=report.until)
    style = _read("page.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"words": words, "moment": moment, "span": span, "clock": _clock}
    return environment.from_string(_read("page.html")).render(
        report=report,
        comparison=comparison,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        style=style,
        tiles=tiles(report),
        filters=[(name, label, _count(report, name)) for name, label in FILTERS],
        legend=LEGEND,
        kinds=KINDS,
        shades=shades(report, axis),
        ticks=ticks(axis),
        bars=bars(report, axis),
        queue=queue_line(report, axis),
        lanes=[(talk, lane(talk, axis)) for talk in report.talks],
    )


def _count(report: Report, name: str) -> int:
    return sum(name == "all" or name in talk.marks for talk in report.talks)


def _clock(at: datetime) -> str:
    return f"{at:%a %H:%M}"


def _read(name: str) -> str:
    return files(_HERE).joinpath(name).read_text("utf-8")
