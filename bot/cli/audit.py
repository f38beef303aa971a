"""Show what people did at the desk, or check that nothing of it was changed since."""

from __future__ import annotations

import argparse

from bot.cli.context import Context


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--last", type=int, default=50, metavar="N", help="how many entries (50); 0 shows all"
    )
    parser.add_argument("--verify", action="store_true", help="check every entry; exits 1 if one was changed")
    parser.add_argument(
        "--known", metavar="N:HASH", help="with --verify: entry N must still have this hash, as noted before"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    """Show or check; 1 when the audit is not as it was written."""
    import asyncio

    from bot.cli.chain import check, show

    if args.verify or args.known:
        return asyncio.run(check(context.project, args.known or "", as_json=args.json))
    return asyncio.run(show(context.project, args.last, as_json=args.json))
