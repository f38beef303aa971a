"""A report in lines, as JSON and as a table of comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bot.reporting.figures import Report
from bot.reporting.groups import SHARES, Group, share_of
from bot.reporting.times import Times, in_words
from bot.reporting.words import DEFINITIONS, TITLES

_COUNTS = ("hand_offs", "promises", "asked")


def hand_off_shares(report: Report) -> Mapping[str, float]:
    """Give the part of all conversations that was handed off for each reason."""
    of = report.total.conversations
    return {reason: count / of for reason, count in report.hand_offs.items()} if of else {}


def parts_of(report: Report) -> Mapping[str, tuple[Group, ...]]:
    """Give the groups of each division of the conversations."""
    return {
        "channel": report.channels,
        "language": report.languages,
        "intent": report.intents,
        "hour": report.hours,
    }


def as_json(report: Report) -> dict[str, Any]:
    """Give the report as JSON has it: seconds, counts, and shares from 0 to 1."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "total": _group(report.total),
        **{f"{by}s": [_group(item) for item in groups] for by, groups in parts_of(report).items()},
        **{name: dict(getattr(report, name)) for name in _COUNTS},
        "hand_off_shares": dict(hand_off_shares(report)),
        "sent_elsewhere": [
            {"conversation": number, "words": words} for number, words in report.elsewhere.items()
        ],
        "definitions": dict(DEFINITIONS),
    }


def _group(group: Group) -> dict[str, Any]:
    shares = {f"{name}_share": share_of(group, name) for name in SHARES}
    return {**asdict(group), **shares}


def as_csv(report: Report) -> str:
    """Give one row a figure: what it is grouped by, the group, the figure, its value.

    At the end stand the words by which each conversation was sent elsewhere, the group being its number.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("by", "group", "figure", "value"))
    for by, groups in {"total": (report.total,), **parts_of(report)}.items():
        for group in groups:
            table.writerows((by, _cell(group.name), name, value) for name, value in _values(group))
    for name in _COUNTS:
        table.writerows((name, _cell(key), "count", value) for key, value in getattr(report, name).items())
    shares = hand_off_shares(report)
    table.writerows(("hand_offs", _cell(key), "share", value) for key, value in shares.items())
    table.writerows(
        ("sent_elsewhere", number, "words", _cell(words)) for number, words in report.elsewhere.items()
    )
    return written.getvalue()


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _values(group: Group) -> Iterator[tuple[str, object]]:
    for name in TITLES:
        value = getattr(group, name)
        if isinstance(value, Times):
            yield f"{name}_median_seconds", value.median
            yield f"{name}_p90_seconds", value.p90
            continue
        yield name, value
        if name in SHARES:
            yield f"{name}_share", share_of(group, name)


def in_lines(report: Report) -> Iterator[str]:
    """Give the report in lines, every figure with what it means."""
    for name, title in TITLES.items():
        yield f"{title:<20} {_shown(report.total, name):<24} {DEFINITIONS[name]}"
    shares = hand_off_shares(report)
    for name, title in (("hand_offs", "asked a person"), ("promises", "promises"), ("asked", "most asked")):
        counts = {key: count for key, count in getattr(report, name).items() if count}
        if counts:
            yield ""
            yield f"{title}: {DEFINITIONS[name]}"
            for key, count in counts.items():
                part = f"  ({shares[key]:.0%})" if name == "hand_offs" else ""
                yield f"  {key:<24} {count:>6}{part}"
    for by, groups in parts_of(report).items():
        if groups:
            yield ""
            yield from _table(by, groups)
    yield from _elsewhere(report)


def _table(by: str, groups: tuple[Group, ...]) -> Iterator[str]:
    shown = ("conversations", "first_answer", "unanswered", "contained", "handed_off", "elsewhere")
    heads = "".join(f"{TITLES[name]:>20}" for name in shown)
    yield f"by {by:<21}{heads}" + (f"  {DEFINITIONS['hours']}" if by == "hour" else "")
    for group in groups:
        yield f"  {group.name:<22}" + "".join(f"{_shown(group, name):>20}" for name in shown)


def _shown(group: Group, name: str) -> str:
    value = getattr(group, name)
    if isinstance(value, Times):
        return f"{in_words(value.median)} / {in_words(value.p90)}"
    part = share_of(group, name) if name in SHARES else None
    return f"{value}" if part is None else f"{value} ({part:.0%})"


def _elsewhere(report: Report) -> Iterator[str]:
    if report.elsewhere:
        yield ""
        yield "sent elsewhere, by the conversation's number on the desk:"
        yield from (f"  {number:<8} “{words}”" for number, words in report.elsewhere.items())
