"""Stop sending at once, while Sportello runs or not; what comes in is kept, and nothing is lost."""

from __future__ import annotations

import argparse

from bot.cli.context import Context
from bot.cli.talk import say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("why", nargs="?", default="", metavar="WHY", help="for whoever finds it stopped")
    parser.add_argument("--automatic", action="store_true", help="stop the bot only; people write on")


def run(args: argparse.Namespace, context: Context) -> int:
    """Pull the switch; 0 also when it was pulled already."""
    from bot.cli.stopping import pull, sentences

    pull(context.project, args.why, automatic=args.automatic)
    for line in sentences(context.project):
        say(line)
    say("`sportello resume` lets it go on.")
    return 0
