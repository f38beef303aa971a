"""Show what platforms have charged: by day, by what for, and for each question answered."""

from __future__ import annotations

import argparse

from bot.cli.context import Context

_MOST = 396


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--days",
        type=days_of,
        default=30,
        metavar="N",
        help="how many days of UTC (default: 30)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def days_of(text: str) -> int:
    """Read a number of days that a report can be about."""
    if not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of days from 1 to {_MOST}")
    return int(text)


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the accounts that cost something, each with its days."""
    import json

    from bot.cli.costing import bills_of, in_lines
    from bot.cli.talk import say

    bills = bills_of(context.project, days=args.days)
    if args.json:
        say(json.dumps({"days": args.days, "accounts": [bill.as_json() for bill in bills]}, indent=2))
        return 0
    for line in in_lines(bills, days=args.days):
        say(line)
    return 0
