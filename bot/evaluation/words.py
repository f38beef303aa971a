"""What an evaluation says in words, on the terminal and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator

from bot.evaluation.outcome import in_scope, out_of_scope
from bot.evaluation.question import Sort
from bot.evaluation.report import Report
from bot.evaluation.threshold import Suggestion

SORTS = {
    Sort.CHECK: "`check` lines",
    Sort.SAY: "`say` lines, held out",
    Sort.FILE: "sentences of files",
    Sort.NEAR_MISS: "`not` lines",
}
"""How each sort of question is called."""


def percent(part: float | None) -> str:
    """Give a share as people read it: "86.4 %", a dash for None."""
    return "–" if part is None else f"{100 * part:.1f} %"


def name_of(intent: str) -> str:
    """Give an intent's name; nothing has one too."""
    return intent or "nothing"


def sentences_of(report: Report) -> Iterator[str]:
    """Give the summary in sentences."""
    figures = report.figures
    if figures.accuracy is not None:
        yield from _understood(report)
    yield from _outside(report)
    if figures.near_misses:
        yield (
            f"{figures.near_misses_answered} of {figures.near_misses} near misses (`not` lines) are answered "
            "as the intent they must not match."
        )


def _understood(report: Report) -> Iterator[str]:
    figures, matching = report.figures, report.matching
    inside = sum(in_scope(item) for item in report.outcomes)
    yield (
        f"{percent(figures.accuracy)} of {_sentences(inside)} are understood (the truth is likely "
        f"{_between(report.low, report.high)}); for {percent(figures.among_first_three)} the right intent "
        "is among the first three."
    )
    answered = f"With answer_above = {matching.answer_above:g} the bot answers "
    if figures.answered_right is None:
        yield f"{answered}nothing."
    else:
        right = percent(figures.answered_right)
        yield f"{answered}{percent(figures.answered)}, and {right} of these answers are right."
    yield (
        f"It could answer {percent(figures.coverage_at_95)} and be right 95 times in 100, or "
        f"{percent(figures.coverage_at_99)} and be right 99 times in 100."
    )
    yield f"Its confidence is off by {100 * (figures.ece or 0.0):.1f} points on average."


def _outside(report: Report) -> Iterator[str]:
    figures = report.figures
    outside = sum(out_of_scope(item) for item in report.outcomes)
    if not outside:
        return
    yield (
        f"Of {_sentences(outside)} out of scope {percent(figures.oos_recall)} are left to a person and "
        f"{percent(figures.oos_answered)} are answered."
    )
    if figures.in_scope_kept is not None:
        yield (
            f"{percent(figures.in_scope_kept)} of those in scope are answered or asked about; one in scope "
            f"is read more surely than one out of it {100 * (figures.oos_auroc or 0.0):.1f} times in 100."
        )


def costs_of(report: Report) -> str:
    """Say what it took."""
    figures = report.figures
    parts = []
    if figures.p50_ms is not None and figures.p99_ms is not None:
        parts.append(f"a sentence takes {figures.p50_ms:.1f} ms, one in a hundred {figures.p99_ms:.1f} ms")
    if figures.fit_seconds is not None:
        parts.append(f"teaching {figures.fit_seconds:.1f} s")
    if figures.peak_rss_mb is not None:
        parts.append(f"{figures.peak_rss_mb:,.0f} MB of memory in all")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def suggestion_in_words(suggestion: Suggestion) -> str:
    """Say which threshold is right often enough, and what it answers."""
    goal = f"{100 * suggestion.target:g} times in 100"
    point = suggestion.point
    if point is None:
        reached = f": {percent(suggestion.best)} is the most that is reached" if suggestion.best else ""
        return f"No threshold from ask_above on is right {goal}{reached}. Teach more, or ask for less."
    between = _between(suggestion.low, suggestion.high)
    told = (
        f"To be right {goal}, the bot can answer {percent(point.answered)}: of {point.answers:,} answers "
        f"here {percent(point.right)} are right, and the truth is likely {between}."
    )
    if point.oos_answered is None:
        return told
    return f"{told} It then answers {percent(point.oos_answered)} of what is out of scope, counted as wrong."


def _sentences(count: int) -> str:
    return f"{count:,} sentence{'' if count == 1 else 's'}"


def _between(low: float, high: float) -> str:
    return f"between {100 * low:.0f} and {100 * high:.0f} %"


def setting_of(suggestion: Suggestion) -> str:
    """Give the line for [matching] in settings.toml; "" where there is none to give."""
    return f"answer_above = {suggestion.point.answer_above:.2f}" if suggestion.point is not None else ""
