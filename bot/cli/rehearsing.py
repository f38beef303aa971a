"""Carries a rehearsal out: the script, the play, the other version beside it, and what is written."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.brand import Loaded, address, load
from bot.cli.context import Context
from bot.cli.keeping import placed
from bot.cli.moments import in_words
from bot.cli.progress import Progress
from bot.cli.reading_ahead import reading_ahead
from bot.cli.rehearsed import tell_comparison, tell_report
from bot.cli.talk import say, tell
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.rehearsal.comparing import Comparison, compare
from bot.rehearsal.inventing.weekend import COUNT, Frame, invent, weekend_bounds
from bot.rehearsal.job import Job
from bot.rehearsal.messages_file import read_messages
from bot.rehearsal.once import Ahead, nothing
from bot.rehearsal.page import write_page
from bot.rehearsal.report import Report
from bot.rehearsal.script import Script
from bot.rehearsal.stage import answering, play
from bot.rehearsal.stored import stored_messages
from bot.rehearsal.telling import report_of
from bot.rehearsal.versions import another_version
from bot.settings.moments import read_moment
from bot.settings.words import WrongValueError, duration
from bot.stores.documents import dump
from bot.stores.documents import load as from_json
from bot.stores.opening import store_path

_MAIN = "terminal"


def rehearse(args: argparse.Namespace, context: Context) -> int:
    """Rehearse what was asked for; gives the exit code."""
    answer_in = _span(args.answer_in)
    loaded = load(context)
    job = Job(
        script=_script(args, loaded, context.project),
        people=args.people,
        answer_in=answer_in,
        answering=args.answering,
    )
    quiet = context.verbosity < 0
    with ExitStack() as stack:
        other = stack.enter_context(_beside(job, context.project, args.against)) if args.against else None
        alone = other is None
        ahead = stack.enter_context(reading_ahead(job.script, loaded, context.project)) if alone else nothing
        report = _play(job, loaded, Progress(quiet=quiet), ahead)
        if other is not None and not quiet:
            tell("waiting for the other version …")
        before = _result(other, args.against) if other is not None else None
    comparison = compare(before, report, against=args.against) if before is not None else None
    _write(args, report, comparison)
    return 1 if report.findings else 0


def rehearse_job(file: str, context: Context) -> int:
    """Play another process's script over the brand of this folder, and print the report as JSON."""
    loaded = load(context)
    job = from_json(Job, Path(file).read_text(encoding="utf-8"))
    say(dump(_play(job, loaded, Progress(quiet=True))))
    return 0


def _play(job: Job, loaded: Loaded, progress: Progress, ahead: Ahead = nothing) -> Report:
    knowledge = answering(loaded.knowledge) if job.answering else loaded.knowledge
    calendar = knowledge.calendar

    def told(part: float, moment: datetime) -> None:
        progress.show(part, in_words(calendar, moment))

    staff = job.staff(knowledge)
    played = asyncio.run(play(job.script, knowledge, loaded.traits, staff, progress=told, ahead=ahead))
    progress.done()
    return report_of(played, answering=job.answering)


def _write(args: argparse.Namespace, report: Report, comparison: Comparison | None) -> None:
    if args.html:
        write_page(Path(args.html), report, comparison)
        tell(f"The page is in {args.html}.")
    if args.json:
        say(dump({"report": report, "comparison": comparison}))
        return
    for line in tell_report(report, everything=args.all):
        say(line)
    if comparison is not None:
        for line in tell_comparison(comparison):
            say(line)


def _script(args: argparse.Namespace, loaded: Loaded, project: Path) -> Script:
    if args.messages:
        return _from_file(Path(args.messages), loaded)
    if args.stored:
        return _from_store(args.stored, loaded, project)
    return _invented(args, loaded)


def _invented(args: argparse.Namespace, loaded: Loaded) -> Script:
    knowledge = loaded.knowledge
    now = SystemClock().now()
    since, until = weekend_bounds(knowledge.calendar, now)
    if args.at:
        length = until - since
        since = read_moment(args.at, knowledge.calendar.zone, now)
        until = since + length
    if args.days is not None:
        until = since + timedelta(days=args.days)
    if not knowledge.intents:
        raise SetupError("there is no intent to make customers' messages of", hint="write one into intents/")
    frame = Frame(
        since=since,
        until=until,
        count=args.count or COUNT,
        seed=args.seed,
        addresses=_addresses(args.channels, loaded),
    )
    return invent(knowledge, loaded.traits, frame)


def _addresses(wanted: str | None, loaded: Loaded) -> tuple[str, ...]:
    """Give the addresses customers write to: those asked for, else all of the brand's channels."""
    if wanted is not None:
        names = tuple(dict.fromkeys(name.strip() for name in wanted.split(",") if name.strip()))
        if not names:
            raise SetupError("--channels names no channel", hint="write it as web,x.post")
        return tuple(address(loaded.traits, name) for name in names)
    return tuple(_own_addresses(loaded)) or ("web",)


def _own_addresses(loaded: Loaded) -> Iterator[str]:
    for name in loaded.knowledge.settings.channels:
        if name != _MAIN and name in loaded.traits:
            traits = loaded.traits[name]
            yield from (traits.address(surface) for surface in traits.surfaces)


def _from_file(file: Path, loaded: Loaded) -> Script:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}", hint="check its name") from error
    except UnicodeDecodeError as error:
        raise SetupError(f"{file} is not UTF-8 text", hint="save the file as UTF-8") from error
    main = _addresses(None, loaded)[0]
    zone = loaded.knowledge.calendar.zone
    return read_messages(str(file), text, traits=loaded.traits, zone=zone, channel=main)


def _from_store(period: str, loaded: Loaded, project: Path) -> Script:
    calendar = loaded.knowledge.calendar
    since, until = _period(period, loaded)
    path = store_path(placed(loaded.knowledge.settings.storage.url, project))
    words = f"{in_words(calendar, since)} to {in_words(calendar, until)}"
    return asyncio.run(stored_messages(path, since, until, traits=loaded.traits, words=words))


def _period(text: str, loaded: Loaded) -> tuple[datetime, datetime]:
    first, dots, last = text.partition("..")
    since = _moment(first, loaded, ends=False)
    until = _moment(last if dots else first, loaded, ends=True)
    if until <= since:
        raise SetupError(f"“{text}” ends before it begins", hint="write 2026-11-20..2026-11-23")
    return since, until


def _moment(text: str, loaded: Loaded, *, ends: bool) -> datetime:
    """Read a moment, or a date: its midnight, the one after it where a period ends with it."""
    zone = loaded.knowledge.calendar.zone
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return read_moment(text, zone, SystemClock().now())
    midnight = day + timedelta(days=1) if ends else day
    return read_moment(f"{midnight}T00:00", zone, SystemClock().now())


def _span(text: str) -> timedelta:
    try:
        return duration(text)
    except WrongValueError as error:
        raise SetupError(f"--answer-in: {error.message}", hint=error.hint) from error


@contextmanager
def _beside(job: Job, project: Path, wanted: str) -> Iterator[subprocess.Popen[str]]:
    """Have another process play the same script over another version, while this one plays its own."""
    with another_version(project, wanted) as folder, TemporaryDirectory(prefix="sportello-job-") as place:
        file = Path(place) / "job.json"
        file.write_text(dump(job), encoding="utf-8")
        command = [sys.executable, "-m", "bot", "-q", "-C", str(folder), "rehearse", "--job", str(file)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as process:  # noqa: S603 - ourselves
            try:
                yield process
            finally:
                process.kill()


def _result(process: subprocess.Popen[str], wanted: str) -> Report:
    printed, complaints = process.communicate()
    if process.returncode != 0:
        said = complaints.strip() or f"it ended with {process.returncode}"
        raise SetupError(f"“{wanted}” cannot be rehearsed:\n{said}", hint="give a version without errors")
    return from_json(Report, printed)
