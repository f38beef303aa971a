"""Run the brand's conversation tests (those in tests/conversations); exits 1 if one goes another way."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.context import Context
from bot.cli.talk import counted, dim, green, red, say
from bot.errors import SetupError

if TYPE_CHECKING:
    from bot.cli.brand import Loaded
    from bot.testing import Story, StoryResult

FOLDER = "tests/conversations"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"files to run (default: all in {FOLDER})")


def run(args: argparse.Namespace, context: Context) -> int:
    """Run every story and print how it went."""
    files = _files(args.files, context.project)
    from bot.cli.brand import address, load

    loaded = load(context)
    stories = [_story(file, context.project) for file in files]
    for story in stories:
        address(loaded.traits, story.channel)
    failed = asyncio.run(_failed(stories, loaded))
    told = f"{counted(len(stories), 'conversation')}, {failed} failed"
    say(red(told) if failed else green(told))
    return 1 if failed else 0


def _files(named: Sequence[str], project: Path) -> tuple[Path, ...]:
    found = tuple(Path(name) for name in named) or tuple(sorted((project / FOLDER).rglob("*.toml")))
    if not found:
        raise SetupError(
            f"there is no conversation test in {project / FOLDER}",
            hint="write one, or save one from `sportello chat`",
        )
    return found


def _story(file: Path, project: Path) -> Story:
    from bot.model.problem import Source
    from bot.testing import read_story

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{file} cannot be read", hint="check its name; it must be UTF-8 text") from error
    inside = file.is_relative_to(project)
    name = file.relative_to(project).as_posix() if inside else file.as_posix()
    return read_story(Source(path=name, text=text))


async def _failed(stories: Sequence[Story], loaded: Loaded) -> int:
    """Run the stories, print each as it ends, and give how many failed."""
    from bot.testing import run_story

    failed = 0
    for story in stories:
        result = await run_story(story, loaded.knowledge, loaded.traits)
        failed += not result.passed
        for line in _report(result):
            say(line)
    return failed


def _report(result: StoryResult) -> Iterable[str]:
    if result.passed:
        yield f"{green('ok')}     {result.story.name}"
        return
    yield f"{red('FAILED')} {result.story.name}"
    yield f"  {result.story.file}:{result.line}"
    yield from (f"    {line}" for line in result.transcript)
    yield from (f"  {_failure(line)}" for line in result.failures)


def _failure(line: str) -> str:
    """What was wrong stands out; what only helps to see why is grey."""
    return dim(line) if line.startswith(("candidate:", "reply:", "rule:")) else red(line)
