"""Look over the installation, one line a thing; exits 1 if something must be mended."""

from __future__ import annotations

import argparse
import json

from bot.cli.context import Context
from bot.cli.talk import dim, green, red, say, yellow


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--json", action="store_true", help="one JSON array")
    parser.add_argument("--port", type=int, help="the port to try (default: [console] listen)")


def run(args: argparse.Namespace, context: Context) -> int:
    """Examine everything and print the findings."""
    from bot.cli.examining import State, examine

    findings = tuple(examine(context, port=args.port))
    if args.json:
        rows = [
            {"what": item.what, "state": item.state.value, "detail": item.detail, "hint": item.hint}
            for item in findings
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        paint = {State.OK: green, State.WARNING: yellow, State.PROBLEM: red}
        for item in findings:
            hint = f"  {dim(f'hint: {item.hint}')}" if item.hint else ""
            say(f"{paint[item.state](f'{item.state.value:<8}')} {item.what:<10} {item.detail}{hint}")
    return 1 if any(item.state is State.PROBLEM for item in findings) else 0
