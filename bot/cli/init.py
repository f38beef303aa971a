"""Begin a brand in a folder: settings, intents and replies to change as you like.

The example's conversation tests come along only while its languages, hours, holidays and words are kept.
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.context import Context
from bot.cli.program import program
from bot.cli.talk import counted, say
from bot.errors import BrandError

if TYPE_CHECKING:
    from bot.beginning.answers import Answers

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
    from bot.beginning.answers import Answers
    from bot.beginning.files import customised, keeps_tests
    from bot.cli.founding import found, require_room
    from bot.starter import starter_files

    folder = Path(args.folder) if args.folder else context.project
    require_room(folder)
    answers = Answers() if args.yes else _asked()
    founded = found(folder, customised(starter_files(), answers), {})
    say(f"{counted(founded.written, 'file')} written in {folder}.")
    for path in founded.kept:
        say(f"  {path} was there already and stays as it is")
    if not keeps_tests(answers):
        say("The example's conversation tests are left out: they name its hours and words.")
    if founded.kept:
        _look_over(folder)
    _next_steps(folder)
    return 0


def _asked() -> Answers:
    """Ask the questions, show what customers will be told, and ask for words of one's own."""
    from bot.cli.beginning import ask_all
    from bot.cli.own_words import ask_words

    return ask_words(input, say, ask_all(input, say))


def _look_over(folder: Path) -> None:
    """Point at what is wrong in files that were there before."""
    from bot.cli.brand import load

    try:
        load(Context(project=folder, verbosity=-1))
    except BrandError as error:
        say(f"There are {error}: `{program()} -C {shlex.quote(str(folder))} lint` lists them.")


def _next_steps(folder: Path) -> None:
    inside = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    call = program()
    say("Next:")
    say(f"  {inside}{call} chat              talk to it; /at sun 22:00 tries a Sunday night")
    say(f"  {call} lint              after each change: what is wrong, with the line")
    say(f"  {call} connect telegram  answer customers of a Telegram bot; `connect x` those on X")
    say(f"  {call} rehearse          play a weekend of invented customers, and read what it says")
    say(f"  {call} run               the web chat and the desk; a saved change is served at once")
    say(_YOURS)
