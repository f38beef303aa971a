"""Carries an evaluation out: what is asked, the other version beside it, and what is written."""

from __future__ import annotations

import argparse
import json
import resource
import sys
from contextlib import nullcontext
from pathlib import Path

from bot.cli.context import Context
from bot.cli.evaluated import tell_comparison, tell_report
from bot.cli.examined import Exam, exam_of, require_sense
from bot.cli.least import below, read_least
from bot.cli.progress import Progress
from bot.cli.talk import red, say, tell
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.evaluation.asking import Run, Taught, run
from bot.evaluation.comparing import Comparison, compare
from bot.evaluation.document import document_of
from bot.evaluation.page import write_page
from bot.evaluation.report import Report, report_of
from bot.rehearsal.versions import another_version


def evaluate(args: argparse.Namespace, context: Context) -> int:
    """Evaluate what was asked for; gives the exit code."""
    require_sense(args)
    least = read_least(args.fail_under)
    _require_place(args.html)
    other = another_version(context.project, args.against) if args.against else nullcontext()
    with other as folder:
        exam = exam_of(args, context, folder)
    progress = Progress(quiet=context.verbosity < 0)
    report = _report(exam, exam.taught, args.target, progress)
    comparison = None
    if exam.other is not None:
        before = _report(exam, exam.other, args.target, progress)
        comparison = compare(before, report, against=args.against)
    if exam.kept is not None:
        exam.kept.keep()
    _write(args, report, comparison)
    failed = list(below(report.figures, least))
    for line in failed:
        tell(red(f"sportello eval: {line}"))
    return 1 if failed else 0


def _report(exam: Exam, taught: Taught, target: float | None, progress: Progress) -> Report:
    asked = _run(exam, taught, progress)
    return report_of(asked, exam.about, taught.settings.matching, target=target, peak_rss_mb=_peak_rss_mb())


def _run(exam: Exam, taught: Taught, progress: Progress) -> Run:
    whole = exam.questions

    def told(asked: int, doing: str) -> None:
        progress.show(asked / whole, f"{doing}: {asked:,} of {whole:,} sentences asked")

    try:
        return run(taught, exam.sittings, SystemClock(), told)
    finally:
        progress.done()


def _peak_rss_mb() -> float:
    """Give the most memory this process has held: kB on Linux, bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _require_place(file: str | None) -> None:
    """Refuse a page that cannot be written before anything long is begun."""
    if file is None:
        return
    path = Path(file)
    if path.is_dir() or not path.parent.is_dir():
        raise SetupError(f"{file} cannot be written", hint="give a file in a folder that exists")


def _write(args: argparse.Namespace, report: Report, comparison: Comparison | None) -> None:
    if args.html:
        write_page(Path(args.html), report, comparison)
        tell(f"The page is in {args.html}.")
    if args.json:
        say(json.dumps(document_of(report, comparison), ensure_ascii=False))
        return
    for line in tell_report(report, everything=args.all):
        say(line)
    if comparison is not None:
        for line in tell_comparison(comparison, everything=args.all):
            say(line)
