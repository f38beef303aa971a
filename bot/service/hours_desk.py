"""The hours at the desk: as they really are, what is said at a moment, and changes written into the file."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from bot.clock import Clock
from bot.errors import SetupError, with_remedy
from bot.knowledge.library import Knowledge
from bot.model.almanac import days_of, own_hours
from bot.model.hours import Calendar
from bot.model.traits import Traits
from bot.service import git
from bot.service.asking import addresses, make_asker
from bot.service.brand import Brand
from bot.service.hours_changes import AHEAD, SETTINGS, by_field, changes, fresh_warnings, is_there, written
from bot.service.hours_ports import HoursStore
from bot.service.hours_values import Ahead, Edit, HoursFile, Looked, Outcome, Removal, Result, WeekEdit
from bot.service.ports import Compute
from bot.service.publish import file_texts, publish
from bot.service.reply_files import as_edited, as_written, difference, digest_of
from bot.service.told import Occasion, Told, tell
from bot.settings.hours_writer import NotEditableError, exceptions_of, holidays_of, week_of
from bot.settings.moments import read_moment
from bot.settings.values import Person
from bot.teaching.drafting import FileDraft

SHOWN = 14
"""So many days are shown, from today on."""

MOST_CHANGED, MOST_HOLIDAYS = 10, 8


class HoursDesk:
    """The hours of a brand, as they are served and as its file stands; one change is published at a time."""

    def __init__(
        self,
        *,
        store: HoursStore,
        brand: Brand,
        traits: Mapping[str, Traits],
        clock: Clock,
        compute: Compute,
    ) -> None:
        self._store, self._brand, self._traits = store, brand, dict(traits)
        self._clock, self._compute = clock, compute
        self._publishing = asyncio.Lock()

    async def ahead(self, *, at: str = "", channel: str = "") -> Ahead:
        """Give the days to come, and what a message at a moment is told at a channel's address.

        "" is the first address, and now. Raises SetupError for what is no moment.
        """
        known, now = self._brand.knowledge, self._clock.now()
        moment = read_moment(at, known.calendar.zone, now) if at else now
        return await self._compute(lambda: self._ahead(known, moment, channel))

    def _ahead(self, known: Knowledge, moment: datetime, channel: str) -> Ahead:
        calendar = known.calendar
        first = calendar.local(self._clock.now()).date()
        names = tuple(name for name, _, _ in addresses(known, self._traits))
        wanted = channel if channel in names else names[0]
        return Ahead(
            calendar=calendar,
            days=tuple(days_of(calendar, first, SHOWN)),
            own=tuple(own_hours(known.calendars, first, SHOWN)),
            holidays=tuple(islice(_holidays(calendar, first), MOST_HOLIDAYS)),
            at=moment,
            channel=wanted,
            channels=names,
            told=tuple(self._told(known, moment, wanted)),
        )

    def _told(self, known: Knowledge, moment: datetime, channel: str) -> Iterator[Told]:
        languages = known.settings.brand.languages
        asker = make_asker(known, self._traits, channel=channel, language=languages[0], now=moment)
        yield from tell(known, (Occasion(at=moment, what=""),), asker)

    async def file(self) -> HoursFile:
        """Read the hours as the file has them. Raises SetupError for a file that is no settings."""
        return _hours_in(await self._disk())

    async def look(self, file: HoursFile, edit: Edit) -> Looked:
        """Say what an edit would do to the file and to the days to come; nothing is written."""
        return await asyncio.to_thread(self._look, file, edit)

    def _look(self, file: HoursFile, edit: Edit) -> Looked:
        try:
            text = written(file.text, edit)
            built = self._brand.build({SETTINGS: text})
        except (NotEditableError, SetupError) as error:
            return Looked(errors={}, wrong=(str(error), error.hint))
        served = self._brand.knowledge
        errors = by_field(built.problems, text, edit)
        changed = []
        if built.parts is not None:
            today = served.calendar.local(self._clock.now()).date()
            changed = list(changes(served.calendar, built.parts.calendars.brand, today))
        return Looked(
            diff=difference(file.text, text) if text != file.text else (),
            errors=errors,
            warnings=fresh_warnings(built.problems, served.problems),
            changed=tuple(changed[:MOST_CHANGED]),
            more=max(0, len(changed) - MOST_CHANGED),
        )

    async def publish(self, edit: Edit, *, base: str, by: Person) -> Result:
        """Write an edit into the file and serve it; `base` is the file that its author has seen."""
        async with self._publishing:
            disk = await self._disk()
            if digest_of(disk) != base:
                return Result(outcome=Outcome.MOVED)
            file = _hours_in(disk)
            if not is_there(file.text, edit):
                return Result(outcome=Outcome.MOVED)
            looked = await self.look(file, edit)
            if looked.blocked:
                return Result(outcome=Outcome.BROKEN)
            return await self._write(disk, as_written(disk, written(file.text, edit)), edit, by)

    async def _write(self, disk: str | None, after: str, edit: Edit, by: Person) -> Result:
        if after != disk:
            file = FileDraft(path=SETTINGS, before=disk, after=after)
            try:
                await asyncio.to_thread(publish, self._brand.project, (file,))
            except SetupError as error:
                if await self._disk() != disk:
                    return Result(outcome=Outcome.MOVED)
                return Result(outcome=Outcome.NOT_WRITTEN, note=with_remedy(error, error.hint))
            await self._store.hours_changed(SETTINGS, by.key, self._clock.now())
        return Result(outcome=Outcome.DONE, note=await asyncio.to_thread(self._serve, edit, by))

    def _serve(self, edit: Edit, by: Person) -> str:
        """Serve what is in the file by now, and commit it; gives what went wrong in that, or ""."""
        try:
            self._brand.load()
        except SetupError as error:
            return with_remedy(error, error.hint)
        project = self._brand.project
        if not git.is_repository(project):
            return ""
        return git.commit(project, SETTINGS, _subject(edit), name=by.name or by.key, email=by.email)

    async def _disk(self) -> str | None:
        found = await asyncio.to_thread(file_texts, self._brand.project, (SETTINGS,))
        return found.get(SETTINGS)


def _hours_in(disk: str | None) -> HoursFile:
    """Read the hours in the text of the file. Raises SetupError for one that is no settings."""
    text = as_edited(disk)
    try:
        return HoursFile(
            text=text,
            base=digest_of(disk),
            week=week_of(text),
            holidays=holidays_of(text),
            exceptions=exceptions_of(text),
        )
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{SETTINGS} is not TOML: {error}", hint="`sportello lint` says where") from error


def _holidays(calendar: Calendar, first: date) -> Iterator[tuple[date, str]]:
    """Give the holidays of the year to come with their names."""
    for offset in range(AHEAD):
        day = first + timedelta(days=offset)
        name = calendar.holiday(day)
        if name:
            yield day, name


def _subject(edit: Edit) -> str:
    match edit:
        case WeekEdit():
            return "Weekly hours and holidays changed at the desk"
        case Removal():
            return "Exception to the hours taken out at the desk"
        case _:
            verb = "added" if edit.index is None else "changed"
            return f"Exception to the hours {verb} at the desk: {edit.wanted.dates}"
