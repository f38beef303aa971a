"""The world of a brand that is being begun: accounts, rehearsals, and the files that are written at last."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.beginning.answers import Answers
from bot.beginning.files import SETTINGS, with_channel
from bot.beginning.preview import Preview, preview
from bot.channels import catalogue
from bot.cli.brand import all_traits
from bot.cli.env_file import with_values
from bot.cli.founding import found
from bot.cli.keeping import environ_of
from bot.cli.trial_weekend import rehearsed
from bot.cli.unmet import not_met
from bot.clock import SystemClock
from bot.desk.setup.port import OTHER, Created, NotMetError, Rehearsal, Waiting
from bot.desk.setup.sitting import variables_of
from bot.errors import ChannelError, SetupError
from bot.model.problem import Source
from bot.service.meeting import Meeting
from bot.settings import read
from bot.settings.values import ChannelSettings
from bot.starter import StarterFile, starter_files

_CHANNELS = ("telegram", "x")
_PATIENCE = 300.0


class Workshop:
    """Works for the pages of `sportello setup`; `close` ends what is under way."""

    def __init__(self, project: Path, desk: str) -> None:
        self._project, self._desk = project, desk
        self._clock, self._traits = SystemClock(), all_traits()
        self._meetings: dict[str, tuple[Meeting, asyncio.Task[Waiting]]] = {}
        self._rehearsal: tuple[str, asyncio.Task[Rehearsal]] | None = None

    @property
    def folder(self) -> str:
        return str(self._project.absolute())

    def now(self) -> datetime:
        return self._clock.now()

    def titles(self) -> Mapping[str, str]:
        return {name: self._traits[name].title for name in _CHANNELS}

    def keys(self, channel: str) -> Sequence[str]:
        return self._traits[channel].secrets

    async def preview(self, answers: Answers) -> Preview:
        work = partial(preview, tuple(starter_files()), answers, self._traits, self.now())
        return await asyncio.to_thread(work)

    async def meet(self, channel: str, keys: Mapping[str, str]) -> str:
        try:
            meeting = catalogue.meet(channel, self._settings(channel, keys), self._clock)
        except SetupError as error:
            raise NotMetError(OTHER, f"{error} {error.hint}".strip()) from error
        try:
            account = await meeting.name()
        except ChannelError as error:
            await meeting.close()
            raise not_met(error) from error
        await self.leave(channel)
        self._meetings[channel] = meeting, asyncio.create_task(_heard(meeting))
        return account

    def waiting(self, channel: str) -> Waiting:
        _meeting, task = self._meetings[channel]
        return task.result() if task.done() else Waiting()

    async def leave(self, channel: str) -> None:
        if channel in self._meetings:
            meeting, task = self._meetings.pop(channel)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await meeting.close()

    def rehearse(self, of: str, files: Sequence[StarterFile]) -> None:
        if self._rehearsal is not None:
            self._rehearsal[1].cancel()
        self._rehearsal = of, asyncio.create_task(rehearsed(of, tuple(files)))

    def rehearsal(self) -> Rehearsal | None:
        if self._rehearsal is None:
            return None
        of, task = self._rehearsal
        return task.result() if task.done() and not task.cancelled() else Rehearsal(of=of)

    async def create(self, files: Sequence[StarterFile], secrets: Mapping[str, str]) -> Created:
        founded = await asyncio.to_thread(found, self._project, tuple(files), secrets)
        return Created(written=founded.written, kept=founded.kept, desk=self._desk)

    async def close(self) -> None:
        """End what is under way, and let go of the connections."""
        for channel in tuple(self._meetings):
            await self.leave(channel)
        if self._rehearsal is not None:
            self._rehearsal[1].cancel()
            with suppress(asyncio.CancelledError):
                await self._rehearsal[1]

    def _settings(self, channel: str, keys: Mapping[str, str]) -> ChannelSettings:
        """Give a channel's settings as they will be. Raises SetupError for keys that cannot be kept."""
        variables = variables_of(channel, keys)
        values = {variables[key]: value for key, value in keys.items()}
        with_values("", values)
        for key, value in keys.items():
            if not value:
                raise SetupError(f"The {key.replace('_', ' ')} is missing.")
        files = with_channel(tuple(starter_files()), channel, variables)
        text = next(file.text for file in files if file.path == SETTINGS)
        environ = {**environ_of(self._project), **values}
        settings, problems = read(Source(path=SETTINGS, text=text), environ, self._traits)
        if settings is None:
            raise SetupError(str(problems[0]))
        return settings.channels[channel]


async def _heard(meeting: Meeting) -> Waiting:
    try:
        words = await meeting.first_words(_PATIENCE)
    except ChannelError as error:
        return Waiting(failure=not_met(error))
    return Waiting(words=words, over=True)
