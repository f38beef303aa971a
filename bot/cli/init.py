"""Begin a brand in a folder: settings, intents, replies and conversation tests to change as you like."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.context import Context
from bot.cli.talk import counted, say
from bot.errors import SetupError

if TYPE_CHECKING:
    from bot.cli.beginning import Answers


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", nargs="?", metavar="DIR", help="where (default: the -C folder)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the example's answers")


def run(args: argparse.Namespace, context: Context) -> int:
    """Ask, write, and say what comes next. Existing files are never changed."""
    from bot.cli.beginning import Answers, customised
    from bot.starter import starter_files

    folder = Path(args.folder) if args.folder else context.project
    if (folder / "settings.toml").exists():
        raise SetupError(f"{folder / 'settings.toml'} is already there", hint="give another folder")
    answers = Answers() if args.yes else _answers()
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
    _next_steps(folder)
    return 0


def _answers() -> Answers:
    from bot.cli.beginning import ask_all

    try:
        return ask_all(input, say)
    except EOFError as error:
        raise SetupError(
            "nobody is there to answer", hint="use --yes to take the example's answers"
        ) from error


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
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    say("Next:")
    say(f"  {inside}sportello chat     talk to it; /at sun 22:00 tries a Sunday night")
    say("  sportello lint     after each change: what is wrong, with the line")
    say("  sportello run      the web chat and the desk; a saved change is served at once")
