"""Begin a brand on pages in the browser, on this machine alone; then answer customers with it."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.context import Context
from bot.cli.run import port_of


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", nargs="?", metavar="DIR", help="where (default: the -C folder)")
    parser.add_argument("--port", type=port_of, help="0 takes any free one (default: 8080)")


def run(args: argparse.Namespace, context: Context) -> int:
    """Serve the pages, then the brand; 0 after a stop that was asked for."""
    from bot.cli.setting_up import require_folder, set_up

    context.log()
    project = Path(args.folder) if args.folder else context.project
    require_folder(project)
    return asyncio.run(set_up(Context(project=project, verbosity=context.verbosity), port=args.port))
