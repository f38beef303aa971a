"""Prints a rehearsal: the conversations worth reading, the figures, what was found, and what changed."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.cli.talk import counted, dim, green, red, yellow
from bot.rehearsal.comparing import Comparison, Group
from bot.rehearsal.report import Desk, Entry, Mark, Report, Summary, Talk, Who

MOST = 40
"""So many conversations are printed, the most remarkable first, unless all are asked for."""

_WIDEST = 110
_MARGIN = 20
_ARROWS = {Who.CUSTOMER: "→", Who.BOT: "←", Who.PERSON: "⇐", Who.NOTE: "·"}
_HOUR, _DAY = 3600, 86_400


def tell_report(report: Report, *, everything: bool) -> Iterator[str]:
    """Give the lines of a report: conversations, summary, findings."""
    shown = report.talks if everything else _worth_reading(report.talks)
    for talk in shown:
        yield from _talk(talk)
        yield ""
    left = len(report.talks) - len(shown)
    if left:
        yield dim(f"… and {counted(left, 'conversation')} more: --all prints every one.")
        yield ""
    yield from _summary(report)
    yield from _findings(report)


def tell_comparison(comparison: Comparison) -> Iterator[str]:
    """Give the lines that say what changed."""
    yield ""
    altered = counted(comparison.altered, "message")
    yield f"Against {comparison.against}: {altered} of {comparison.messages} changed."
    for name, was, now in comparison.figures:
        yield f"  {name:<26} {was} → {now}"
    for group in comparison.groups:
        yield ""
        yield from _group(group)


def _worth_reading(talks: Sequence[Talk]) -> list[Talk]:
    """Give the most remarkable conversations, the gravest first."""
    order = list(Mark)
    remarkable = [talk for talk in talks if talk.marks] or list(talks)
    ranked = sorted(
        remarkable, key=lambda talk: [order.index(mark) for mark in talk.marks[:1]] or [len(order)]
    )
    return ranked[:MOST]


def _talk(talk: Talk) -> Iterator[str]:
    who = f"{talk.name} ({talk.customer})" if talk.name else talk.customer
    marks = ", ".join(_words(mark) for mark in talk.marks)
    about = " · ".join(part for part in (talk.channel, talk.language, talk.reference, marks) if part)
    yield f"{who}  {dim(about)}"
    day = ""
    for entry in talk.entries:
        today = f"{entry.at:%a %d %b}"
        yield from _entry(entry, "" if today == day else today)
        day = today


def _entry(entry: Entry, day: str) -> Iterator[str]:
    room = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST) - _MARGIN
    head = f"  {day:<10} {entry.at:%H:%M} {_ARROWS[entry.who]} "
    words = _words(entry.kind) if entry.who is Who.NOTE else ""
    text = (
        f"{words}: {entry.text}" if words and entry.text and entry.kind != "promise" else entry.text or words
    )
    if entry.kind == "draft":
        text = f"[draft] {text}"
    lines = [
        piece
        for line in text.split("\n")
        for piece in textwrap.wrap(line, room, break_on_hyphens=False) or [""]
    ]
    for place, line in enumerate(lines):
        shown = dim(line) if entry.who is Who.NOTE else line
        yield f"{head if not place else ' ' * _MARGIN}{shown}"
    if entry.buttons:
        yield f"{' ' * _MARGIN}{' '.join(f'[{label}]' for label in entry.buttons)}"
    if entry.source and entry.who is Who.BOT:
        yield f"{' ' * _MARGIN}{dim(entry.source)}"


def _summary(report: Report) -> Iterator[str]:
    summary = report.summary
    yield f"{report.brand}: {report.source}"
    yield f"{_moment(report.since)} to {_moment(report.until)}, {report.zone}"
    for note in report.notes:
        yield dim(note)
    yield ""
    for name, text in (*_counts(summary), *_people(report.desk, summary), *_times(summary)):
        yield f"{name:<18} {text}".rstrip()


def _counts(summary: Summary) -> Iterator[tuple[str, str]]:
    where = f"{_shares(summary.languages)}; {_shares(summary.channels)}"
    yield "messages", f"{summary.messages} from {counted(summary.customers, 'customer')} ({where})"
    for name, count in summary.results.items():
        label = "without outcome" if name == "lost" else name.replace("_", " ")
        yield label, f"{count}"
    yield "follow-ups said", f"{summary.follow_ups}"
    if summary.drafts:
        yield "drafts", f"{summary.drafts} wait for a person"


def _people(desk: Desk, summary: Summary) -> Iterator[tuple[str, str]]:
    team = f"{desk.people} {'person' if desk.people == 1 else 'people'}"
    each = f", {desk.answer_minutes:g} minutes each" if desk.people else ""
    handed = counted(summary.handed_over, "conversation")
    yield "for people", f"{handed} handed over; {counted(desk.answered, 'answer')} by {team}{each}"
    if desk.longest_queue_at is not None:
        empty = f"; nobody waits from {_moment(desk.empty_at)}" if desk.empty_at is not None else ""
        left = f"; {desk.left_waiting} still wait at the end" if desk.left_waiting else ""
        yield "longest queue", f"{desk.longest_queue}, {_moment(desk.longest_queue_at)}{empty}{left}"
    yield "warnings", f"{summary.warnings} to people of what was nearly or quite late"
    promises = dict(summary.promises)
    made = promises.pop("made")
    states = ", ".join(f"{count} {state}" for state, count in promises.items())
    yield "promises", f"{made} made: {states}"


def _times(summary: Summary) -> Iterator[tuple[str, str]]:
    first, answer = (
        (summary.first_word_median, summary.first_word_longest),
        (summary.answer_median, summary.answer_longest),
    )
    yield "first word", _spans(first)
    of = f" ({summary.longest_wait_of})" if summary.longest_wait_of else ""
    yield "answer", _spans(answer) + of
    night = ", ".join(f"{item.count} {_words(item.purpose)}" for item in summary.night)
    yield "said at night", night or "nothing"


def _findings(report: Report) -> Iterator[str]:
    yield ""
    if not report.findings:
        yield green("Nothing odd was found.")
        return
    yield red(f"{counted(len(report.findings), 'finding')}:")
    for item in report.findings:
        yield f"  {item.at:%a %d %b %H:%M}  {yellow(item.customer)}  {_words(item.sort)}: {item.text}"


def _group(group: Group) -> Iterator[str]:
    yield (
        yellow(f"{_words(group.change)}: {counted(group.count, 'message')}") + f"  {group.was} → {group.now}"
    )
    for item in group.examples:
        yield f"  “{item.now.text}”  {dim(item.now.intent)}"
        for sign, message in (("-", item.before), ("+", item.now)):
            said = " / ".join(message.words) or message.reason.replace("_", " ") or message.result.value
            yield from textwrap.wrap(
                said,
                _WIDEST,
                initial_indent=f"    {sign} ",
                subsequent_indent="      ",
                break_on_hyphens=False,
            )


def _moment(moment: datetime | None) -> str:
    return f"{moment:%A} {moment.day} {moment:%B} at {moment:%H:%M}" if moment is not None else ""


def _spans(values: tuple[float | None, float | None]) -> str:
    median, longest = values
    if median is None or longest is None:
        return "none"
    return f"{_span(median)} in the middle, {_span(longest)} at the longest"


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f}s"
    if seconds < _HOUR:
        return f"{seconds / 60:.0f}m"
    hours, rest = divmod(round(seconds / 60), 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (rest, "m"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _shares(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'unknown'} {count}" for name, count in counts.items())


def _words(name: str) -> str:
    return _SAID.get(name, name.replace("_", " "))


_SAID = {
    "person_asked": "a person is asked",
    "silent": "nothing is said",
    "closed": "closed",
    "warned": "people are told",
    "alert": "people are told",
    "set_aside": "set aside for a person",
    "finding": "something odd",
    "waiting": "still waits",
    "broken": "promise broken",
    "late": "promise renewed",
    "night": "at night",
    "person": "handed over",
    "draft": "draft",
    "promise_when_closed": "promise at a closed hour",
    "in_quiet_hours": "in quiet hours",
    "gap": "gap in a sentence",
}
