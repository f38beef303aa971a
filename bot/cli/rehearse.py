"""Rehearse a weekend, a file of real messages or a stored period over the real pipeline; nothing is sent."""

from __future__ import annotations

import argparse

from bot.cli.context import Context

_MOST_DAYS, _MOST_MESSAGES, _MOST_PEOPLE = 60, 50_000, 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_argument_group("what is rehearsed").add_mutually_exclusive_group()
    what.add_argument(
        "--weekend", action="store_true", help="an invented weekend of the brand's (the default)"
    )
    what.add_argument("--messages", metavar="FILE", help="real messages, one JSON object a line")
    what.add_argument("--stored", metavar="PERIOD", help="stored messages: “2026-11-20..2026-11-23”")
    what.add_argument("--job", help=argparse.SUPPRESS)
    what.add_argument("--read", help=argparse.SUPPRESS)
    made = parser.add_argument_group("how a weekend is invented")
    made.add_argument("--at", metavar="WHEN", help="when it begins (default: the next Friday at 16:00)")
    made.add_argument("--days", type=_days, help="how long it is (default: until Monday at 12:00)")
    made.add_argument("--count", type=_count, help="how many messages (default: 300)")
    made.add_argument(
        "--seed", type=int, default=1, help="another number invents another weekend (default: 1)"
    )
    made.add_argument("--channels", metavar="LIST", help="as “web,x.post” (default: those of settings.toml)")
    who = parser.add_argument_group("who answers")
    who.add_argument("--people", type=_people, help="how many (default: those of [signatures]); 0: nobody")
    who.add_argument(
        "--answer-in", default="6m", metavar="SPAN", help="how long an answer takes (default: 6m)"
    )
    who.add_argument("--answering", action="store_true", help="as if every channel were in mode answer")
    out = parser.add_argument_group("what is shown")
    out.add_argument(
        "--against", metavar="REV|DIR", help="what changed since a git revision, or from a folder"
    )
    out.add_argument("--all", action="store_true", help="print every conversation")
    out.add_argument("--json", action="store_true", help="the whole report as one JSON object")
    out.add_argument("--html", metavar="FILE", help="a page with a timeline to look at")


def run(args: argparse.Namespace, context: Context) -> int:
    """Rehearse and print; 1 where something odd was found."""
    from bot.cli.reading_ahead import read_for_another
    from bot.cli.rehearsing import rehearse, rehearse_job

    if args.read:
        return read_for_another(args.read, context)
    return rehearse_job(args.job, context) if args.job else rehearse(args, context)


def _days(text: str) -> float:
    return _between(text, float, 0.05, _MOST_DAYS, "days")


def _count(text: str) -> int:
    return int(_between(text, int, 1, _MOST_MESSAGES, "messages"))


def _people(text: str) -> int:
    return int(_between(text, int, 0, _MOST_PEOPLE, "people"))


def _between(text: str, kind: type[int | float], least: float, most: float, noun: str) -> float:
    try:
        number = kind(text)
    except ValueError:
        number = most + 1
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"“{text}” {noun}: write a number from {least:g} to {most:g}")
    return number
