"""List every problem in the brand's files; exits 1 if any keeps them from being served."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.cli.context import Context
from bot.cli.talk import counted, green, red, say, tell, yellow
from bot.model.problem import Level, Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="github: as annotations"
    )
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="as --format json")


def run(args: argparse.Namespace, context: Context) -> int:
    """Print every problem and a summary."""
    problems = _found(context)
    match args.format:
        case "json":
            say(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2))
            tell(summary(problems))
        case "github":
            _say_all([_as_annotation(problem) for problem in problems])
            tell(summary(problems))
        case _:
            _say_all([_as_text(problem) for problem in problems])
            say(red(summary(problems)) if _errors(problems) else green(summary(problems)))
    return 1 if _errors(problems) else 0


def _found(context: Context) -> tuple[Problem, ...]:
    """Ask every rule, those of the time and the matcher too, where the files can be read at all."""
    from bot.cli.brand import open_brand
    from bot.clock import SystemClock
    from bot.knowledge.library import build
    from bot.knowledge.lint.rules import lint
    from bot.service.brand import read_sources

    opened = open_brand(context)
    sources = tuple(read_sources(context.project))
    built = build(sources, environ=opened.environ, traits=opened.traits, encoder=opened.vectors, full=False)
    more = lint(built.parts, SystemClock().now()) if built.parts is not None else ()
    if opened.vectors is not None:
        opened.vectors.keep()
    return tuple(sorted({*built.problems, *more}))


def summary(problems: Sequence[Problem]) -> str:
    """Count the problems: "2 errors, 1 warning", or "no problems"."""
    if not problems:
        return "no problems"
    errors = _errors(problems)
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def _errors(problems: Sequence[Problem]) -> int:
    return sum(problem.level is Level.ERROR for problem in problems)


def _say_all(lines: Sequence[str]) -> None:
    for line in lines:
        say(line)


def _as_text(problem: Problem) -> str:
    paint = red if problem.level is Level.ERROR else yellow
    return str(problem).replace(f" {problem.level} ", f" {paint(problem.level.value)} ", 1)


def _as_json(problem: Problem) -> dict[str, object]:
    return {**asdict(problem), "level": problem.level.value}


def _as_annotation(problem: Problem) -> str:
    """Write a problem as a workflow command, which shows it beside the line it is about."""
    message = f"{problem.message} (hint: {problem.hint})" if problem.hint else problem.message
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
    return f"::{problem.level} {place},title={problem.code}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
