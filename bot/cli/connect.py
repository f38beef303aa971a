"""Connect an account: check its secrets, keep them in .env, switch the channel on, wait for a message."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; a secret is never a word of the command line."""
    parser.add_argument("channel", metavar="CHANNEL", help="telegram or x")
    parser.add_argument("--wait", default="5m", metavar="SPAN", help="for a message (5m); 0 looks once")


def run(args: argparse.Namespace, context: Context) -> int:
    """Connect; 0 when a message came or nobody wanted to wait, 1 when none came."""
    from bot.cli.connecting import connect, span_of

    return asyncio.run(connect(context.project, args.channel, span_of(args.wait)))
