"""What the one person who begins a brand has typed and met so far; it is lost when the program ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.beginning.files import customised, with_channel
from bot.beginning.questions import Read
from bot.beginning.steps import WORDS, read_typed
from bot.settings.secrets import variable_for
from bot.starter import StarterFile, starter_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An account that was met: its name, and its keys by name, which no page shows."""

    account: str
    keys: Mapping[str, str] = field(repr=False)


@dataclass(slots=True)
class Sitting:
    """The typed texts by field, the steps that were passed, and the accounts that were met by channel."""

    typed: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    met: dict[str, Met] = field(default_factory=dict)

    def keep(self, step: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed at a step, which is to be passed again where it differs.

        So are the words where there is a language more: nobody has looked at them in that one.
        """
        languages = set(self.read().answers.languages)
        if typed.items() - self.typed.items():
            self.passed.discard(step)
        self.typed.update(typed)
        if set(self.read().answers.languages) - languages:
            self.passed.discard(WORDS)

    def read(self) -> Read:
        """Read what was typed."""
        return read_typed(self.typed)

    def files(self) -> tuple[StarterFile, ...]:
        """Give the files that would be written. Raises NotSwitchableError."""
        files: Iterator[StarterFile] = customised(starter_files(), self.read().answers)
        for channel, met in self.met.items():
            files = with_channel(tuple(files), channel, variables_of(channel, met.keys))
        return tuple(files)


def variables_of(channel: str, keys: Mapping[str, str]) -> Mapping[str, str]:
    """Give the environment's variable for each of a channel's keys."""
    return {key: variable_for(("channels", channel, key)) for key in keys}


def name_of(files: tuple[StarterFile, ...]) -> str:
    """Give a short name for exactly these files."""
    digest = sha256()
    for file in files:
        digest.update(f"{file.path}\0{len(file.text)}\0{file.text}".encode())
    return digest.hexdigest()[:12]
