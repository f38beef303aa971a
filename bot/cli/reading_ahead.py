"""A second process that reads long scripts ahead of the rehearsal: matching is half of its work.

Each process reads its own texts in its own order, so a rehearsal comes out the same every time.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from bot.cli.brand import Loaded, load
from bot.cli.context import Context
from bot.cli.talk import say
from bot.model.matching import Match
from bot.rehearsal.once import Ahead, Key, nothing
from bot.rehearsal.script import Script
from bot.stores.documents import dump
from bot.stores.documents import load as from_json

WORTH_IT = 1000
"""A script with fewer lines is over before the second process has begun."""


@contextmanager
def reading_ahead(script: Script, loaded: Loaded, project: Path) -> Iterator[Ahead]:
    """Give what a second process reads of a long script; nothing for a short one."""
    if len(script.lines) < WORTH_IT:
        yield nothing
        return
    keys = tuple(dict.fromkeys(_keys(script, loaded.knowledge.settings.brand.languages[0])))
    with TemporaryDirectory(prefix="sportello-read-") as place:
        file = Path(place) / "texts.json"
        file.write_text(dump(keys), encoding="utf-8")
        command = [sys.executable, "-m", "bot", "-q", "-C", str(project), "rehearse", "--read", str(file)]
        pipe, away = subprocess.PIPE, subprocess.DEVNULL
        with subprocess.Popen(command, stdout=pipe, stderr=away, text=True, encoding="utf-8") as process:  # noqa: S603 - ourselves
            try:
                yield _Results(process.stdout, keys, loaded.knowledge.version)
            finally:
                process.kill()


def read_for_another(file: str, context: Context) -> int:
    """Print the brand's version, then the reading of each text of a file, a line each."""
    knowledge = load(context).knowledge
    say(knowledge.version)
    for text, past, hint in from_json(tuple[Key, ...], Path(file).read_text(encoding="utf-8")):
        say(dump(knowledge.matcher.match(text, past_language=past, hint=hint)))
    return 0


def _keys(script: Script, main: str) -> Iterator[Key]:
    """Give what will be asked for: the language so far is a guess, and a wrong one is read again."""
    met: set[tuple[str, str]] = set()
    for line in script.lines:
        place = (line.customer, line.address)
        past = (line.language or main) if place in met else ""
        met.add(place)
        yield line.button or line.text, past, line.language


class _Results:
    """Gives readings as the other process prints them, waiting where it must; None for any other text."""

    def __init__(self, printed: IO[str] | None, keys: Sequence[Key], version: str) -> None:
        self._printed, self._version = printed, version
        self._coming = list(reversed(keys))
        self._expected = frozenset(keys)
        self._found: dict[Key, Match] = {}
        self._begun = False

    def __call__(self, key: Key) -> Match | None:
        if key not in self._expected:
            return None
        while key not in self._found and self._coming:
            line = self._line()
            if not line:
                self._coming.clear()
                break
            self._found[self._coming.pop()] = from_json(Match, line)
        return self._found.pop(key, None)

    def _line(self) -> str:
        """Give the next reading; "" when there is none, or the other process read other files."""
        if self._printed is None:
            return ""
        if not self._begun:
            self._begun = True
            if self._printed.readline().strip() != self._version:
                return ""
        return self._printed.readline()
