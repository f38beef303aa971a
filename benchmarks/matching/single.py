"""One run: fit Sportello on some files, ask it others, print the figures as one JSON object."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from benchmarks.matching.figures import figures_of, rounded
from benchmarks.matching.measuring import ANSWER_ABOVE
from benchmarks.matching.process import Job, measured
from benchmarks.matching.sentences import in_scope, read
from benchmarks.matching.sportello import prepare


def run(options: argparse.Namespace) -> int:
    """Fit on --train, ask --test."""
    train = in_scope([row for name in options.train for row in read(name)])
    test = [row for name in options.test for row in read(name)]
    job = Job(language=options.language, train=train, test=[row.text for row in test])
    report = measured(lambda: ("", prepare(options.encoder)), job)
    figures = figures_of(
        report, [row.intent for row in test], answer_above=options.answer_above, probable=True
    )
    counts = {"intents": len({intent for _, intent in train}), "examples": len(train)}
    print(json.dumps({**counts, **rounded(figures)}))
    return 0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what one run takes."""
    parser.add_argument("--train", action="append", default=[], metavar="FILE[:SPLIT]")
    parser.add_argument("--test", action="append", default=[], metavar="FILE[:SPLIT]")
    parser.add_argument("--language", default="en", help="the language of --train (default: en)")
    parser.add_argument("--encoder", default="use", help="Sportello's encoder: use (default) or none")
    parser.add_argument(
        "--answer-above", type=float, default=ANSWER_ABOVE, help="the threshold of `answered`"
    )


def wanted(options: argparse.Namespace) -> bool:
    """Tell whether one run was asked for."""
    return bool(options.train or options.test)


def complaint(options: argparse.Namespace) -> str:
    """Say what one run lacks."""
    names: Sequence[str] = [name for name in ("train", "test") if not getattr(options, name)]
    return f"one run needs --train and --test: --{names[0]} is missing" if names else ""
