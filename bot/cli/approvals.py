"""Show how far each intent has come from drafts to answering by itself, and what last changed it."""

from __future__ import annotations

import argparse

from bot.cli.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    """Print where each intent stands."""
    import json

    from bot.cli.approval_lines import as_json, in_lines, read_approvals
    from bot.cli.talk import say

    known = read_approvals(context)
    if args.json:
        say(json.dumps(as_json(known), indent=2))
        return 0
    for line in in_lines(known):
        say(line)
    return 0
