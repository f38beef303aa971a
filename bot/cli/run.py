"""Answer customers until Ctrl+C: channels, follow-ups and the desk in one process."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.context import Context

_HIGHEST_PORT = 65535


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--port", type=port_of, help="0 takes any free one (default: [console] listen)")
    parser.add_argument("--only", metavar="CHANNELS", help="these channels only, as “web,telegram”")
    parser.add_argument("--dry-run", action="store_true", help="say what would start, and start nothing")
    parser.add_argument("--at", metavar="WHEN", help="live in another time: “sun 22:00”, 2026-12-05T10:00")
    parser.add_argument(
        "--demo", action="store_true", help="all channels on the chat page, a clock to move; nothing is kept"
    )
    parser.add_argument("--empty", action="store_true", help="a demo without the invented weekend")
    parser.add_argument("--no-wait", action="store_true", help="give up at once when another copy is running")


def run(args: argparse.Namespace, context: Context) -> int:
    """Serve; 0 after a stop that was asked for."""
    from bot.cli.plan import make_plan
    from bot.cli.serving import rehearse, serve
    from bot.cli.setting_up import is_empty, set_up

    context.log()
    if not (args.demo or args.dry_run) and is_empty(context.project):
        return asyncio.run(set_up(context, port=args.port, only=args.only, at=args.at, wait=not args.no_wait))
    plan = make_plan(context, port=args.port, only=args.only, at=args.at, demo=args.demo, empty=args.empty)
    if args.dry_run:
        return asyncio.run(rehearse(plan))
    return asyncio.run(serve(plan, wait=not args.no_wait))


def port_of(text: str) -> int:
    """Read a port for the command line."""
    if not text.isdecimal() or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"“{text}” is no port: write a number up to {_HIGHEST_PORT}")
    return int(text)
