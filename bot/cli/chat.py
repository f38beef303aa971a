"""Talk to the bot in the terminal: the real path, with a store in memory and a clock of its own."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterator

from bot.cli.context import Context
from bot.cli.talk import dim, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--as", dest="channel", default="terminal", metavar="CHANNEL", help="web, x.post …")
    parser.add_argument("--at", metavar="WHEN", help="begin in another time: “sun 22:00”, 2026-12-05T10:00")


def run(args: argparse.Namespace, context: Context) -> int:
    """Talk until /quit or the end of the input."""
    from bot.cli.brand import load
    from bot.cli.chatting import HELP, Chat

    chat = Chat(load(context), context.project)
    with asyncio.Runner() as runner:
        runner.run(chat.begin(args.channel, args.at))
        say(f"{chat.heading()}\n{dim(HELP)}")
        for line in _lines(chat.prompt):
            if line == "/quit":
                break
            for answer in runner.run(chat.do(line)):
                say(answer)
    return 0


def _lines(prompt: Callable[[], str]) -> Iterator[str]:
    """Give what is typed at the prompt, or the lines of a pipe, shown as if they had been typed."""
    if sys.stdin.isatty():
        yield from _typed(prompt)
        return
    for line in sys.stdin:
        if line.strip():
            say(f"> {line.strip()}")
            yield line.strip()


def _typed(prompt: Callable[[], str]) -> Iterator[str]:
    import readline  # noqa: F401 - gives `input` line editing and a history

    while True:
        try:
            line = input(prompt()).strip()
        except (EOFError, KeyboardInterrupt):
            say()
            return
        if line:
            yield line
