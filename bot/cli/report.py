"""Show how customers were served: waits, hand-offs, promises, and whether anybody was sent elsewhere."""

from __future__ import annotations

import argparse

from bot.cli.context import Context
from bot.cli.costs import days_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--days", type=days_of, default=7, metavar="N", help="how many days back (default: 7)"
    )
    parser.add_argument(
        "--from", dest="first", default="", metavar="DAY", help="from this day on: 2026-08-10"
    )
    parser.add_argument("--to", dest="last", default="", metavar="DAY", help="to this day, included")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="one JSON object")
    shape.add_argument("--csv", action="store_true", help="a row a figure")


def run(args: argparse.Namespace, context: Context) -> int:
    """Print the report of the last days."""
    import json

    from bot.cli.reported import report_on
    from bot.cli.talk import counted, say
    from bot.reporting.writing import as_csv, as_json, in_lines

    period, report = report_on(context.project, days=args.days, first=args.first, last=args.last)
    if args.json:
        say(json.dumps({"days": period.days or None, **as_json(report)}, indent=2, ensure_ascii=False))
    elif args.csv:
        say(as_csv(report).rstrip("\n"))
    else:
        said = f"The last {counted(period.days, 'day')}, to" if period.days else f"From {period.first} to"
        say(f"{said} {period.last or f'{report.until:%Y-%m-%d %H:%M} UTC'}")
        say()
        for line in in_lines(report):
            say(line)
    return 0
