"""Measure how well messages are understood: on the brand's own sentences, or on labelled files."""

from __future__ import annotations

import argparse

from bot.cli.context import Context

_FOLDS = 5
_FEWEST, _MOST = 2, 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    what = parser.add_argument_group(
        "what is asked", "without these: the brand's `check` lines, and its `say` and `not` lines held out"
    )
    what.add_argument(
        "--test", action="append", default=[], metavar="FILE[:SPLIT]", help="labelled sentences to ask"
    )
    what.add_argument(
        "--train",
        action="append",
        default=[],
        metavar="FILE[:SPLIT]",
        help="labelled sentences to teach instead of the brand's; without --test they are cross-validated",
    )
    what.add_argument(
        "--cross", type=_folds, metavar="N", help=f"folds of cross-validation (default: {_FOLDS}); 0: none"
    )
    what.add_argument(
        "--seed", type=int, default=1, help="another number deals the folds otherwise (default: 1)"
    )
    what.add_argument("--language", metavar="CODE", help="of --train lines that name none (default: en)")
    judged = parser.add_argument_group("how it is judged")
    judged.add_argument(
        "--target", type=_target, metavar="P", help="be right P times in 100: from what threshold?"
    )
    judged.add_argument(
        "--fail-under", metavar="LIST", help="exit with 1 below these, as accuracy=0.9,coverage_at_95=0.6"
    )
    judged.add_argument(
        "--against", metavar="REV|DIR", help="what changed since a git revision, or from a folder"
    )
    out = parser.add_argument_group("what is shown")
    out.add_argument("--all", action="store_true", help="every mistake, not only the worst")
    out.add_argument("--json", action="store_true", help="everything as one JSON object")
    out.add_argument("--html", metavar="FILE", help="a page with figures to look at")


def run(args: argparse.Namespace, context: Context) -> int:
    """Evaluate and print; 1 where a figure is under what --fail-under asks."""
    from bot.cli.evaluating import evaluate

    return evaluate(args, context)


def _folds(text: str) -> int:
    count = int(text) if text.isdecimal() and len(text) < 4 else -1
    if count and not _FEWEST <= count <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” folds: write a number from {_FEWEST} to {_MOST}, or 0")
    return count


def _target(text: str) -> float:
    try:
        percent = float(text.removesuffix("%"))
    except ValueError:
        percent = 0.0
    if not 50 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"“{text}” times in 100: write a number from 50 to 100, as 95")
    return percent / 100
