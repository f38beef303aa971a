"""Show the opening hours of the days to come, and what customers are told outside them."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.cli.context import Context
from bot.cli.talk import dim, say

if TYPE_CHECKING:
    from bot.cli.outlook import Outlook
    from bot.service.told import Told

_MOST = 400


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--days", type=_days, default=14, metavar="N", help="how many days to show (default: 14)"
    )
    parser.add_argument("--at", metavar="WHEN", help="as seen from then: “sun 22:00” or 2026-12-05T10:00")
    parser.add_argument("--channel", help="the hours of this channel, and its words")
    parser.add_argument("--topic", help="the hours of this topic (a folder of intents/)")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days from 1 to {_MOST}")
    return int(text)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the days, where hours differ, and what is said at the moments worth a look."""
    from bot.cli.brand import load
    from bot.cli.outlook import as_json, make_outlook

    loaded = load(context)
    outlook = make_outlook(loaded, at=args.at, days=args.days, channel=args.channel, topic=args.topic)
    if args.json:
        say(json.dumps(as_json(outlook), ensure_ascii=False, indent=2))
        return 0
    for line in _lines(outlook):
        say(line)
    return 0


def _lines(outlook: Outlook) -> Iterator[str]:
    from bot.service.told import by_occasion

    of = f", channel {outlook.channel}" if outlook.channel else ""
    of += f", topic {outlook.topic}" if outlook.topic else ""
    local = outlook.calendar.local(outlook.now)
    here = f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M} in {outlook.calendar.zone.key}"
    yield f"{outlook.brand}{of}: {here}"
    yield f"{_now(outlook)}."
    yield ""
    yield from _strips(outlook)
    if outlook.own:
        yield ""
        yield "Hours of their own"
        yield from _own(outlook)
    for _, told in by_occasion(outlook.told):
        yield ""
        yield from _said(outlook, told)


def _now(outlook: Outlook) -> str:
    """Say how it stands now, and both the next closing and the next opening."""
    from bot.cli.moments import in_words, opening

    calendar = outlook.calendar
    stands = opening(calendar, outlook.now)
    closing = calendar.next_closing(outlook.now) if calendar.is_open(outlook.now) else None
    following = calendar.next_opening(closing) if closing is not None else None
    again = f"; opens again {in_words(calendar, following)}" if following is not None else ""
    return f"{stands[:1].upper()}{stands[1:]}{again}"


def _strips(outlook: Outlook) -> Iterator[str]:
    from bot.cli.strips import hours, indented, lines_of, ruler
    from bot.model.almanac import DAY

    weeks = {week.monday: week for week in outlook.weeks}
    yield dim(ruler())
    for day in outlook.days:
        yield from lines_of(day, sys.stdout.encoding or "utf-8")
        week = weeks.get(day.date - 6 * DAY)
        if week is not None:
            yield dim(indented(f"week of {week.monday.day} {week.monday:%B}: {hours(week.open)}"))


def _own(outlook: Outlook) -> Iterator[str]:
    from bot.cli.outlook import week_in_words
    from bot.cli.strips import WIDTH, hours_in_words, why_unusual

    width = max(len(f"{own.kind} {own.name}") for own in outlook.own)
    for own in outlook.own:
        unusual = [
            f"{day.date:%a} {day.date.day} {day.date:%b} {hours_in_words(day)} ({why_unusual(day)})"
            for day in own.unusual
        ]
        text = "; ".join([week_in_words(own), *unusual])
        head = f"  {own.kind} {own.name}".ljust(width + 4)
        yield from textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * len(head))


def _said(outlook: Outlook, told: Sequence[Told]) -> Iterator[str]:
    from bot.cli.strips import WIDTH

    occasion, channel = told[0].occasion, told[0].channel
    at = outlook.calendar.local(occasion.at)
    about = f" about {told[0].intent}" if told[0].intent else ""
    yield f"A message{about} on {at:%a} {at.day} {at:%B} at {at:%H:%M}, {occasion.what}, is told ({channel}):"
    for one in told:
        texts = one.texts or (f"(nothing is said: {one.outcome})",)
        lines = [line for text in texts for line in text.splitlines()]
        for place, line in enumerate(lines):
            head = f"  {one.language if not place else '':<4}"
            yield from textwrap.wrap(line, WIDTH, initial_indent=head, subsequent_indent=" " * 6) or [""]
