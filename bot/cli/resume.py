"""Let go of what people or a signal stopped: what waits is sent, what is too old goes to people."""

from __future__ import annotations

import argparse

from bot.cli.context import Context
from bot.cli.talk import say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--people-only", action="store_true", help="people write on; the bot stays stopped")


def run(args: argparse.Namespace, context: Context) -> int:
    """Let go; 1 when something still stops sending that only its file can end."""
    from bot.cli.stopping import release, sentences, stop_file_of

    ended = release(context.project, people_only=args.people_only)
    if not ended:
        say("No person had stopped sending.")
    for line in sentences(context.project):
        say(line)
    file = stop_file_of(context.project)
    if file is None:
        return 0
    say(f"{file} is still there: remove it, and sending goes on.")
    return 1
