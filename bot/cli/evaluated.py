"""Prints an evaluation: the summary, the worst mistakes with their sentences, and what changed."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence

from bot.cli.talk import counted, dim, green, red, yellow
from bot.evaluation.comparing import Changed, Comparison
from bot.evaluation.mistakes import Close, Confusion
from bot.evaluation.outcome import Outcome
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

_WIDEST = 110
_PAIRS, _SENTENCES, _HURTING, _CLOSE, _INTENTS, _CHANGES = 5, 2, 5, 3, 5, 10
_EVERY = 1_000_000


def tell_report(report: Report, *, everything: bool) -> Iterator[str]:
    """Give the lines of a report; the worst mistakes only, unless all are asked for."""
    yield from _wrapped(f"{report.about.title}: {report.about.how}.")
    for note in report.about.notes:
        yield from (yellow(line) for line in _wrapped(note))
    yield ""
    for sentence in sentences_of(report):
        yield from _wrapped(sentence)
    yield from _parts(report)
    yield from (dim(line) for line in _wrapped(costs_of(report)))
    yield from _suggestion(report)
    yield from _confusions(report.confusions, _EVERY if everything else _PAIRS)
    yield from _hurting(report.hurting, _EVERY if everything else _HURTING)
    yield from _near_misses(report.near_misses, _EVERY if everything else _HURTING)
    yield from _close(report.too_close, _EVERY if everything else _CLOSE)
    yield from _intents(report, _EVERY if everything else _INTENTS)


def tell_comparison(comparison: Comparison, *, everything: bool) -> Iterator[str]:
    """Give the lines that say what changed."""
    yield ""
    better, worse = len(comparison.better), len(comparison.worse)
    yield f"Against {comparison.against}: {counted(better, 'sentence')} better, {worse or 'none'} worse."
    for name, was, now in comparison.figures:
        yield f"  {name:<22} {_figure(was):>8} → {_figure(now)}"
    most = _EVERY if everything else _CHANGES
    yield from _changes("Worse:", comparison.worse, most)
    yield from _changes("Better:", comparison.better, most)


def _parts(report: Report) -> Iterator[str]:
    if len(report.parts) > 1:
        for part in report.parts:
            understood = f"{percent(part.accuracy)} understood, {percent(part.answered)} answered"
            yield f"  {SORTS[part.sort]:<22} {part.examples:>6,}: {understood}"


def _suggestion(report: Report) -> Iterator[str]:
    if report.suggestion is None:
        return
    yield ""
    yield from _wrapped(suggestion_in_words(report.suggestion))
    if setting := setting_of(report.suggestion):
        yield "Write into settings.toml:"
        yield "  [matching]"
        yield green(f"  {setting}")


def _confusions(found: Sequence[Confusion], most: int) -> Iterator[str]:
    yield ""
    if not found:
        yield green("Nothing is mixed up.")
        return
    total = sum(len(item.outcomes) for item in found)
    yield f"{counted(total, 'sentence')} read as another intent; the pairs most often mixed up:"
    for item in found[:most]:
        yield f"  {yellow(item.intent)} read as {yellow(name_of(item.read_as))}: {len(item.outcomes)}"
        yield from _outcomes(item.outcomes, most if most == _EVERY else _SENTENCES)
    yield from _more(len(found) - most, "pair")


def _hurting(found: Sequence[Outcome], most: int) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield f"{counted(len(found), 'sentence')} stand among another intent’s: check the label, or reword them."
    for item in found[:most]:
        yield f"  {yellow(item.question.intent)}, read as {yellow(item.best.intent)}"
        yield from _outcomes((item,), 1)
    yield from _more(len(found) - most, "sentence")


def _near_misses(found: Sequence[Outcome], most: int) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield f"Near misses answered as the intent they must not match: {len(found)}"
    yield from _outcomes(found, most)


def _close(found: Sequence[Close], most: int) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield "Intents too close to each other: make them one, or write what sets them apart."
    for item in found[:most]:
        mixed = f"{len(item.outcomes)} of {item.questions} sentences mixed up or nearly so"
        yield f"  {yellow(item.first)} and {yellow(item.second)}: {mixed}"
        yield from _outcomes(item.outcomes, most if most == _EVERY else 1)
    yield from _more(len(found) - most, "pair")


def _intents(report: Report, most: int) -> Iterator[str]:
    weak = [item for item in report.intents if item.f1 < 1.0 or most == _EVERY]
    if not weak:
        return
    yield ""
    width = max(len(item.intent) for item in weak[:most])
    yield f"{'Weakest intents':<{width + 2}} sentences  precision  recall      F1"
    for item in weak[:most]:
        numbers = f"{percent(item.precision):>9}  {percent(item.recall):>6}  {item.f1:>6.2f}"
        yield f"  {item.intent:<{width}} {item.examples:>9}  {numbers}"


def _changes(title: str, found: Sequence[Changed], most: int) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield red(title) if title.startswith("Worse") else green(title)
    for item in found[:most]:
        was, now = _reading(item.before), _reading(item.now)
        yield from _wrapped(f"“{item.now.question.text}” ({item.now.question.source})", indent=2)
        yield dim(f"    {name_of(item.now.question.intent)}: was {was}, is {now}")
    yield from _more(len(found) - most, "sentence")


def _reading(outcome: Outcome) -> str:
    return f"{name_of(outcome.best.intent)} {outcome.confidence:.0%}"


def _outcomes(outcomes: Sequence[Outcome], most: int) -> Iterator[str]:
    for item in outcomes[:most]:
        yield from _wrapped(f"“{item.question.text}” {item.question.source}, {item.confidence:.0%}", indent=4)
        if item.best.example:
            like = f"like “{item.best.example}” {item.best.source}"
            yield from (dim(line) for line in _wrapped(like, indent=6))


def _more(left: int, noun: str) -> Iterator[str]:
    if left > 0:
        yield dim(f"  … and {counted(left, noun)} more: --all prints every one.")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _wrapped(text: str, indent: int = 0) -> Iterator[str]:
    room = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    margin = " " * indent
    yield from textwrap.wrap(
        text, room, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
    )
