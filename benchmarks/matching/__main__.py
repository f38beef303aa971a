"""Measures the intent matcher beside its peers: `python -m benchmarks.matching [--data DIR]`.

Every set found in DIR is measured, our own Italian posts always. With `--train` and `--test`, one run of
Sportello on those files, as one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching import results, single, tables
from benchmarks.matching.environments import is_made, make
from benchmarks.matching.measuring import measure, wants
from benchmarks.matching.systems import SYSTEMS, System, SystemFailedError
from benchmarks.matching.tasks import Task, found

PEERS = Path(__file__).parents[2] / ".venv-bench"


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for; print the figures, or write them into the documents with --write."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if single.wanted(options):
        if complaint := single.complaint(options):
            parser.error(complaint)
        return single.run(options)
    chosen = _tasks(parser, options)
    systems = _systems(parser, options)
    figures, failed = _measured(chosen, systems, options)
    print(json.dumps(figures, indent=1))
    return 1 if failed else 0


def _measured(
    chosen: Sequence[Task], systems: Sequence[System], options: argparse.Namespace
) -> tuple[dict[str, dict[str, Any]], bool]:
    """Measure, and with --write keep each figure as soon as it is there."""
    measured: dict[str, dict[str, Any]] = {}
    failed = False
    for task in chosen:
        for system in systems:
            if not wants(system, task):
                continue
            try:
                figures = measure(task, system, options.peers).document()
            except SystemFailedError as error:
                print(error, file=sys.stderr)
                failed = True
                continue
            measured.setdefault(task.name, {})[system.name] = figures
            if options.write:
                _write({task.name: {system.name: figures}})
    return measured, failed


def _write(found: dict[str, dict[str, Any]]) -> None:
    joined = results.joined(results.load(), found)
    results.save(joined)
    page = tables.PAGE.read_text(encoding="utf-8")
    tables.PAGE.write_text(tables.drawn(page, joined), encoding="utf-8")


def _tasks(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Task]:
    if options.data is not None and not options.data.is_dir():
        parser.error(f"--data: there is no folder {options.data}")
    there = [task for task in found(options.data) if options.final or not task.final]
    names = [task.name for task in there]
    if unknown := sorted(set(options.only) - set(names)):
        parser.error(f"--only: no set {', '.join(unknown)} here; there are {', '.join(names)}")
    return [task for task in there if not options.only or task.name in options.only]


def _systems(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[System]:
    """Give the systems asked for, their environments made; unasked, those that need none or have theirs."""
    names = [system.name for system in SYSTEMS]
    if unknown := sorted(set(options.systems) - set(names)):
        parser.error(f"--systems: no system {', '.join(unknown)}; there are {', '.join(names)}")
    if not options.systems:
        return [one for one in SYSTEMS if one.environment is None or is_made(one.environment, options.peers)]
    chosen = [system for system in SYSTEMS if system.name in options.systems]
    for system in chosen:
        if system.environment is not None and (problem := make(system.environment, options.peers)):
            parser.error(problem)
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.matching",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the public sets")
    parser.add_argument("--only", nargs="+", default=[], metavar="SET", help="these sets only")
    parser.add_argument("--systems", nargs="+", default=[], metavar="NAME", help="these systems only")
    parser.add_argument(
        "--peers", type=Path, default=PEERS, metavar="DIR", help="the peers' environments (.venv-bench)"
    )
    parser.add_argument(
        "--final", action="store_true", help="the held-out half too: only when nothing changes"
    )
    parser.add_argument("--write", action="store_true", help="put the figures into docs/matching.md")
    single.arguments(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
