"""The command `sportello`: finds which command is meant, loads that one alone, says errors in sentences."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from bot import __version__
from bot.cli.context import Context
from bot.cli.talk import tell
from bot.errors import BrandError, SportelloError

COMMANDS: Mapping[str, str] = {
    "run": "answer customers: channels, follow-ups and the desk, until Ctrl+C",
    "chat": "talk to the bot in the terminal, in a time of your own",
    "ask": "show what the bot would do with a message; nothing is sent",
    "hours": "show the opening hours to come, and what customers are told outside them",
    "eval": "measure how well messages are understood, and say where to teach more",
    "learn": "see what customers asked in vain, and teach the bot to answer it",
    "lint": "list every problem in the brand's files",
    "rehearse": "play a weekend, or past messages, under a clock that jumps; nothing is sent",
    "test": "run the brand's conversation tests",
    "setup": "begin a brand of your own in the browser, then answer customers with it",
    "init": "begin a brand of your own in the terminal",
    "connect": "connect a Telegram bot or an X account, and switch it on",
    "demo": "take the invented weekend out of a running demo",
    "incident": "open, update or close an incident; see what is suggested",
    "costs": "show what platforms have charged, by day and for each question answered",
    "approvals": "show how far each intent has come from drafts to answering by itself",
    "feedback": "show whether answers solved it, and which replies are followed by trouble",
    "report": "show how customers were served: waits, hand-offs, promises, who was sent elsewhere",
    "users": "list, add, change or remove who may sign in at the desk",
    "audit": "show what people did at the desk, and check that it was not changed",
    "db": "back up, restore, upgrade or check the store",
    "stop": "stop sending at once, over restarts; nothing is lost",
    "resume": "let go of what was stopped",
    "doctor": "look over the installation and say what to mend",
    "completion": "print the completion script for bash, zsh or fish",
}
"""Every command with one line of help, in the order of `--help`; its module in this package has its name."""

_OK, _FINDINGS, _USAGE = 0, 1, 2

_MMAP_THRESHOLD = -3
"""glibc's M_MMAP_THRESHOLD (malloc.h)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `sportello` and give its exit code: 0 fine, 1 findings, 2 wrong usage or set-up."""
    _print_what_fits()
    try:
        code = _dispatch(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrandError as error:
        _tell_problems(error)
        code = _USAGE
    except SportelloError as error:
        _tell_error(error)
        code = _USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = _FINDINGS
    except KeyboardInterrupt:
        code = 130
    return code


def _dispatch(argv: list[str]) -> int:
    shared, rest = _shared(argv)
    if shared.version:
        print(f"sportello {__version__}")
        return _OK
    if rest[:1] in (["-h"], ["--help"], ["help"]):
        print(_help())
        return _OK
    name, words = (rest[0], rest[1:]) if rest and not rest[0].startswith("-") else ("run", rest)
    if name not in COMMANDS:
        return _unknown(name)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our products are small: more threads only wait
    _give_memory_back()
    command = import_module(f"bot.cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"sportello {name}", description=command.__doc__, allow_abbrev=False, epilog=_SHARED_HELP
    )
    command.arguments(parser)
    context = Context(project=Path(shared.project), verbosity=shared.verbose - shared.quiet)
    code: int = command.run(parser.parse_args(words), context)
    return code


def _give_memory_back() -> None:
    """Have large arrays go back to the system when freed: 40 MB less after fitting, where glibc is."""
    from ctypes import CDLL

    with suppress(OSError, AttributeError):
        CDLL(None).mallopt(_MMAP_THRESHOLD, 1 << 20)


def _shared(argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Take the options that every command has from wherever they stand before a “--”."""
    end = argv.index("--") if "--" in argv else len(argv)
    parser = argparse.ArgumentParser(prog="sportello", add_help=False, allow_abbrev=False)
    parser.add_argument("-C", "--project", default=".")
    parser.add_argument("-v", "--verbose", action="count", default=0)
    parser.add_argument("-q", "--quiet", action="count", default=0)
    parser.add_argument("--version", action="store_true")
    shared, rest = parser.parse_known_args(argv[:end])
    return shared, rest + argv[end:]


_SHARED_HELP = "Every command takes -C DIR (the brand's folder), -v and -q (say more, say less)."


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = (f"  {name:<{width}}  {text}" for name, text in COMMANDS.items())
    return "\n".join(
        (
            "usage: sportello [-C DIR] [-v | -q] [COMMAND] …",
            "",
            "The customer-care counter that never closes. Alone it is `sportello run`.",
            "",
            *lines,
            "",
            "  -C, --project DIR  the brand's folder, with its settings.toml (default: this one)",
            "  -v, -q             say more, say less",
            "  --version          print the version",
            "",
            "`sportello COMMAND --help` says more about one command.",
        )
    )


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, n=1)
    meant = f"Did you mean “{close[0]}”?" if close else f"There are: {', '.join(COMMANDS)}."
    tell(f"sportello: there is no command “{name}”. {meant}")
    return _USAGE


def _tell_problems(error: BrandError) -> None:
    for problem in error.problems:
        tell(str(problem))
    tell(f"sportello: {error}")


def _tell_error(error: SportelloError) -> None:
    tell(f"sportello: {error}")
    if error.hint:
        tell(f"  hint: {error.hint}")


def _print_what_fits() -> None:
    """Never fail on a letter that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
