"""Take the invented weekend out of a demo that is running; what you wrote there yourself stays."""

from __future__ import annotations

import argparse

from bot.cli.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    clear = acts.add_parser("clear", help="take the invented conversations away")
    clear.add_argument("--port", type=int, metavar="N", help="where it runs (default: [console] listen)")


def run(args: argparse.Namespace, context: Context) -> int:
    """Do what was asked with the demo that runs on this machine."""
    from bot.cli.clearing import clear
    from bot.cli.talk import counted, say

    say(f"{counted(clear(context.project, args.port), 'invented conversation')} taken away.")
    return 0
