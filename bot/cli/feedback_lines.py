"""Reads how answers did out of the store, and puts it into lines and JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.cli.keeping import require_store, store_url
from bot.cli.talk import counted, dim
from bot.clock import SystemClock
from bot.evaluation.feedback import Score, Summary, summarise
from bot.stores.beside import open_beside
from bot.stores.opening import store_path

_MOST = 10


def summary_of(project: Path, *, days: int) -> Summary:
    """Sum up the last so many days. Raises SetupError where there is no store."""
    path = store_path(store_url(project))
    require_store(path)
    return asyncio.run(_read(path, days))


async def _read(path: Path, days: int) -> Summary:
    now = SystemClock().now()
    since = now - timedelta(days=days)
    store = open_beside(path)
    try:
        return summarise(await store.feedback(since, now), await store.steps(since, now))
    finally:
        await store.close()


def as_json(summary: Summary, *, days: int) -> dict[str, Any]:
    """Give the summary as JSON has it; a share is null where nobody said anything."""
    return {
        "days": days,
        "conversations": {
            "asked": summary.asked,
            "yes": summary.yes,
            "no": summary.no,
            "csat": _share(summary.csat),
        },
        "unsolved": list(summary.unsolved),
        "templates": [
            {
                "template": score.template,
                "given": score.given,
                "yes": score.yes,
                "no": score.no,
                "csat": _share(score.csat),
                "anger": score.anger,
                "hand_off": score.hand_off,
            }
            for score in summary.scores
        ],
    }


def _share(csat: float | None) -> float | None:
    return None if csat is None else round(csat, 4)


def in_lines(summary: Summary, *, days: int) -> Iterator[str]:
    """Give the summary in lines: the whole, then the replies followed by trouble, the worst first."""
    if not summary.scores:
        yield f"The bot answered nothing in the last {counted(days, 'day')}."
        return
    said = summary.yes + summary.no
    if summary.csat is None:
        yield f"Asked whether it was solved: {summary.asked}; nobody has said so far."
    else:
        yield f"Solved: {summary.csat:.0%} ({summary.yes} of {said} who said; {summary.asked} were asked)"
    if summary.unsolved:
        more = f", and {len(summary.unsolved) - _MOST} more" if len(summary.unsolved) > _MOST else ""
        yield f"Said no: {', '.join(summary.unsolved[:_MOST])}{more}"
    troubled = [score for score in summary.scores if score.bad]
    if troubled:
        yield ""
        yield "Replies followed by a no, by anger or by a person, within a day:"
    for score in troubled:
        yield f"  {_line(score)}"
    calm = len(summary.scores) - len(troubled)
    if calm:
        yield dim(f"{counted(calm, 'template')} without any of these")


def _line(score: Score) -> str:
    counts = ((score.no, "no"), (score.anger, "anger"), (score.hand_off, "to a person"))
    parts = [f"{number} {name}" for number, name in counts if number]
    csat = "" if score.csat is None else f"; solved {score.csat:.0%}"
    return f"{score.template}: {', '.join(parts)} of {counted(score.given, 'answer')}{csat}"
