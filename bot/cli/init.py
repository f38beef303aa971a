"""Begin a brand in a folder: settings, intents and replies to change as you like.

The example's conversation tests come along only while its languages, time zone, hours and holidays are kept.
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from bot.cli.context import Context
from bot.cli.program import program
from bot.cli.talk import counted, say
from bot.errors import BrandError, SetupError

_YOURS = """Still the example's, yours to change:
  the people        [signatures] in settings.toml
  the holidays      holidays in [hours]
  the closures      [[hours.exception]]: summer, Christmas Eve
  the topics        the folders of intents/, their replies/, and [routes]"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", nargs="?", metavar="DIR", help="where (default: the -C folder)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the example's answers")


def run(args: argparse.Namespace, context: Context) -> int:
    """Ask, write, and say what comes next. Existing files are never changed."""
    from bot.cli.beginning import Answers, ask_all, customised, keeps_tests
    from bot.starter import starter_files

    folder = Path(args.folder) if args.folder else context.project
    if (folder / "settings.toml").exists():
        raise SetupError(f"{folder / 'settings.toml'} is already there", hint="give another folder")
    answers = Answers() if args.yes else ask_all(input, say)
    files = customised(starter_files(), answers)
    written = 0
    kept: list[str] = []
    for file in files:
        if _write(folder / file.path, file.text):
            written += 1
        else:
            kept.append(file.path)
    say(f"{counted(written, 'file')} written in {folder}.")
    for path in kept:
        say(f"  {path} was there already and stays as it is")
    if not keeps_tests(answers):
        say("The example's conversation tests are left out: they name its hours and words.")
    if not args.yes:
        _show_first_words(folder)
    _next_steps(folder)
    return 0


def _show_first_words(folder: Path) -> None:
    """Show what customers are told while nobody is there: whoever reads it can still change it."""
    from bot.cli.brand import load
    from bot.cli.first_words import first_words
    from bot.clock import SystemClock

    try:
        loaded = load(Context(project=folder, verbosity=-1))
    except BrandError as error:  # of files that were there before
        say(f"There are {error}: `{program()} -C {shlex.quote(str(folder))} lint` lists them.")
        return
    say("When you are closed and the bot has no answer, customers are told:")
    for line in first_words(loaded, SystemClock().now()):
        say(line)
    say("  (the words are in replies/*/_ack.j2; `hours` shows more moments)")


def _write(path: Path, text: str) -> bool:
    """Write a new file; False if there is one already. Raises SetupError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}", hint="check the folder") from error
    return True


def _next_steps(folder: Path) -> None:
    inside = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    call = program()
    say("Next:")
    say(f"  {inside}{call} chat     talk to it; /at sun 22:00 tries a Sunday night")
    say(f"  {call} lint     after each change: what is wrong, with the line")
    say(f"  {call} run      the web chat and the desk; a saved change is served at once")
    say(_YOURS)
