"""Show whether answers solved it: what customers say, and which replies are followed by trouble."""

from __future__ import annotations

import argparse

from bot.cli.context import Context
from bot.cli.costs import days_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--days", type=days_of, default=30, metavar="N", help="how many days (default: 30)")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    """Print how each reply did."""
    import json

    from bot.cli.feedback_lines import as_json, in_lines, summary_of
    from bot.cli.talk import say

    summary = summary_of(context.project, days=args.days)
    if args.json:
        say(json.dumps(as_json(summary, days=args.days), indent=2))
        return 0
    for line in in_lines(summary, days=args.days):
        say(line)
    return 0
