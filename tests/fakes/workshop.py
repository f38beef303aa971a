"""The world of a brand that is being begun, without a network and without a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.beginning.answers import Answers
from bot.beginning.preview import Preview, preview
from bot.cli.brand import all_traits
from bot.desk.setup.port import (
    REFUSED,
    Created,
    NotMetError,
    Rehearsal,
    Rehearsed,
    Scene,
    Waiting,
)
from bot.errors import SetupError
from bot.starter import StarterFile, starter_files

TRAITS = all_traits()
GOOD_TOKEN = "4242:good-token"
BEGAN = datetime(2026, 11, 26, 12, tzinfo=UTC)


class FakeWorkshop:
    """Accepts keys that begin with “4242:”; `written` are the files and secrets of what was created."""

    folder = "/home/ada/acme"

    def __init__(self) -> None:
        self.moment = BEGAN
        self.heard: dict[str, Waiting] = {}
        self.written: list[tuple[tuple[StarterFile, ...], Mapping[str, str]]] = []
        self.played: Rehearsal | None = None
        self.rehearsed: list[str] = []
        self.kept: tuple[str, ...] = ()
        self.fails = ""

    def now(self) -> datetime:
        return self.moment

    def titles(self) -> Mapping[str, str]:
        return {name: TRAITS[name].title for name in ("telegram", "x")}

    def keys(self, channel: str) -> Sequence[str]:
        return TRAITS[channel].secrets

    async def preview(self, answers: Answers) -> Preview:
        return preview(starter_files(), answers, TRAITS, self.moment)

    async def meet(self, channel: str, keys: Mapping[str, str]) -> str:
        if not all(value.startswith("4242:") for value in keys.values()):
            raise NotMetError(REFUSED, f"{channel} does not accept it.")
        self.heard[channel] = Waiting()
        return f"@acme_on_{channel}"

    def waiting(self, channel: str) -> Waiting:
        return self.heard[channel]

    async def leave(self, channel: str) -> None:
        del self.heard[channel]

    def rehearse(self, of: str, files: Sequence[StarterFile]) -> None:
        assert files
        self.rehearsed.append(of)
        self.played = Rehearsal(of=of)

    def rehearsal(self) -> Rehearsal | None:
        return self.played

    def end_rehearsal(self) -> None:
        """Have the weekend that is under way come to its end."""
        assert self.played is not None
        line = (BEGAN, "customer", "dov'è <b>la ricarica</b>?")
        self.played = Rehearsal(
            of=self.played.of,
            result=Rehearsed(
                since=BEGAN,
                until=BEGAN + timedelta(days=3),
                messages=467,
                customers=237,
                results={"answered": 300, "acknowledged": 100, "lost": 0, "quiet": 0},
                promises={"made": 9, "kept": 7, "renewed": 1, "broken": 1},
                first_word=1.25,
                findings=(),
                scenes=(Scene(channel="web", name="Giulia", lines=(line,)),),
            ),
        )

    async def create(self, files: Sequence[StarterFile], secrets: Mapping[str, str]) -> Created:
        await asyncio.sleep(0)
        if self.written:
            raise SetupError("settings.toml is already there", hint="give another folder")
        if self.fails:
            raise SetupError(self.fails, hint="give another folder")
        self.written.append((tuple(files), secrets))
        return Created(written=len(files), kept=self.kept, desk="/desk/enter?token=there")
