"""Carries `learn` out: the lesson at the terminal, the groups as JSON, one sentence from a script."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.cli.brand import Loaded, load
from bot.cli.classroom import Classroom, Stored, read_stored, store_of
from bot.cli.context import Context
from bot.cli.learned import as_json, tell_preview
from bot.cli.lesson import Lesson
from bot.cli.talk import say, tell
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.rehearsal.versions import another_version
from bot.settings.moments import read_moment
from bot.settings.suggest import did_you_mean
from bot.settings.values import Settings
from bot.settings.words import WrongValueError, duration
from bot.stores.documents import dump
from bot.teaching.drafting import FileDraft
from bot.teaching.examples import NoExampleError
from bot.teaching.masking import Masking
from bot.teaching.previewing import Preview


def learn(args: argparse.Namespace, context: Context) -> int:
    """Show the groups, and teach from the terminal unless only JSON is wanted."""
    room = _classroom(args, context, needs_store=True)
    found = room.gathered(args.limit)
    if args.json:
        say(dump(as_json(found)))
        return 0
    return Lesson(room, found).hold()


def teach(args: argparse.Namespace, context: Context) -> int:
    """Teach one sentence: preview, difference, and the file written where that is wanted and harmless."""
    room = _classroom(args, context, needs_store=False)
    known = room.loaded.knowledge
    if args.teach not in known.intents:
        raise SetupError(f"there is no intent “{args.teach}”", hint=did_you_mean(args.teach, known.intents))
    language = args.language or known.matcher.match(args.say).language
    if language not in known.settings.brand.languages:
        spoken = ", ".join(known.settings.brand.languages)
        raise SetupError(f"the brand does not speak “{language}”", hint=f"settings.toml says: {spoken}")
    try:
        room.add(args.teach, language, _masked(args.say, known.settings))
    except NoExampleError as error:
        raise SetupError(str(error), hint=error.hint) from error
    found, drafts = room.preview(), room.drafts()
    wanted = args.yes or args.insist
    saves = wanted and (args.insist or not found.refused)
    if saves:
        room.save(drafts)
    _tell_taught(args, found, drafts, saved=saves)
    return 1 if found.refused and not saves else 0


def look(args: argparse.Namespace, context: Context) -> int:
    """Show what the files as they are alter against an earlier version; 1 where others suffer."""
    room = _classroom(args, context, needs_store=False)
    quiet = replace(context, verbosity=-1)
    with another_version(context.project, args.against) as folder:
        before = load(replace(quiet, project=folder)).knowledge
    found = room.preview_since(before)
    if args.json:
        say(dump(found))
    else:
        for line in tell_preview(found):
            say(line)
    return 1 if found.refused else 0


def _masked(text: str, settings: Settings) -> str:
    """Take what is personal out of a sentence, and say so."""
    found = Masking(slots=settings.slots, own=settings.brand.account_names).hide(text)
    if found.hidden:
        tell(f"Taken out of the sentence: {', '.join(found.hidden)}.")
    return found.text


def _tell_taught(
    args: argparse.Namespace, found: Preview, drafts: Sequence[FileDraft], *, saved: bool
) -> None:
    if args.json:
        files = [{"path": item.path, "diff": item.diff()} for item in drafts]
        say(dump({"saved": saved, "refused": found.refused, "preview": found, "files": files}))
        return
    for line in (*tell_preview(found), "", *(line for item in drafts for line in item.diff())):
        say(line)
    if saved:
        tell("Saved. A Sportello that is running reads it by itself.")
    elif found.refused:
        tell("Nothing was written: other intents would suffer. --insist writes it all the same.")
    else:
        tell("Nothing was written: --yes writes it.")


def _classroom(args: argparse.Namespace, context: Context, *, needs_store: bool) -> Classroom:
    loaded = load(context)
    now = SystemClock().now()
    since = _since(args.since, loaded, now)
    path = store_of(loaded, context.project)
    stored = asyncio.run(read_stored(path, since, now)) if needs_store or path.is_file() else Stored()
    quiet = context.verbosity < 0 or (args.json and not sys.stderr.isatty())
    return Classroom(loaded=loaded, project=context.project, stored=stored, quiet=quiet)


def _since(text: str, loaded: Loaded, now: datetime) -> datetime:
    """Read a span back from now, a date or a moment. Raises SetupError."""
    try:
        return now - duration(text)
    except (WrongValueError, OverflowError):
        pass
    zone = loaded.knowledge.calendar.zone
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        message = f"--since: “{text}” is neither a span nor a date"
        raise SetupError(message, hint="for example 7d, or 2026-11-01") from error
    return read_moment(f"{day}T00:00", zone, now)
