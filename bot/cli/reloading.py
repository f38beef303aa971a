"""Keeps what is served as fresh as the files: a good edit is served at once, a bad one is only told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from watchfiles import Change, awatch

from bot.cli.talk import counted, say
from bot.errors import SetupError
from bot.model.problem import Problem
from bot.service.brand import Brand, has_errors
from bot.settings.values import Settings

_FOLDERS = ("intents", "replies")
_SETTINGS = "settings.toml"
_AT_START_ONLY = {
    "brand": "brand",
    "channels": "channels",
    "console": "console",
    "people": "signatures",
    "storage": "storage",
}
"""What is read at the start only: a field of Settings, and its section in settings.toml."""

_QUIET_MS = 300
_STEP_MS = 100


async def keep_fresh(brand: Brand, project: Path, stop: asyncio.Event) -> None:
    """Serve every good edit of the brand's files until `stop`."""
    beside = _watch(brand, project, (project,), stop, recursive=False)
    inside = _watch(brand, project, _folders(project), stop, recursive=True)
    try:
        await asyncio.gather(beside, inside)
    except OSError as error:
        reason = error.strerror or str(error)
        say(f"Edits are not noticed any more ({reason}). What is served goes on; restart to serve an edit.")


def _folders(project: Path) -> tuple[Path, ...]:
    return tuple(project / name for name in _FOLDERS if (project / name).is_dir())


async def _watch(
    brand: Brand, project: Path, places: Sequence[Path], stop: asyncio.Event, *, recursive: bool
) -> None:
    if not places:
        return
    async for changes in awatch(
        *places,
        watch_filter=_of_brand,
        debounce=_QUIET_MS,
        step=_STEP_MS,
        stop_event=stop,
        recursive=recursive,
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        names = sorted({_name(project, path) for _, path in changes})
        for line in await asyncio.to_thread(_served, brand, names):
            say(line)


def _of_brand(_change: Change, path: str) -> bool:
    return path.endswith((".toml", ".j2", ".ics")) and not Path(path).name.startswith(".")


def _name(project: Path, path: str) -> str:
    file, home = Path(path), project.absolute()
    return file.relative_to(home).as_posix() if file.is_relative_to(home) else file.name


def _served(brand: Brand, names: Sequence[str]) -> tuple[str, ...]:
    """Read the files again and say what came of it."""
    before = brand.knowledge
    try:
        problems = brand.load()
    except SetupError as error:
        return (f"Not served: {error}. What was there before goes on.", f"  hint: {error.hint}")
    if has_errors(problems):
        return tuple(_refused(problems))
    if brand.knowledge.version == before.version:
        return ()
    return tuple(_taken_in(names, before.settings, brand.knowledge.settings))


def _refused(problems: Sequence[Problem]) -> Iterator[str]:
    yield f"Not served, {counted(len(problems), 'problem')}; what was there before goes on:"
    yield from (f"  {problem}" for problem in problems)


def _taken_in(names: Sequence[str], before: Settings, after: Settings) -> Iterator[str]:
    """Say what is served from now on, and which sections wait for a restart."""
    keys = (field.name for field in fields(Settings))
    changed = [key for key in keys if getattr(before, key) != getattr(after, key)]
    waiting = [_AT_START_ONLY[key] for key in changed if key in _AT_START_ONLY]
    only_waits = waiting and len(waiting) == len(changed)
    served = [name for name in names if not (only_waits and name == _SETTINGS)]
    if served:
        yield f"Now serving the change to {', '.join(served)}."
    if waiting:
        need = "needs" if len(waiting) == 1 else "need"
        yield f"Saved; [{'], ['.join(waiting)}] {need} a restart to take effect."
