"""Reads [hours] and the hours of channels and topics; finds hours that overlap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import available_timezones

from bot.model.hours import DayException, Interval
from bot.model.traits import Traits
from bot.settings.codes import HOURS_OVERLAP, NO_CHANNEL, NO_ZONE, UNKNOWN_KEY
from bot.settings.suggest import did_you_mean
from bot.settings.table import Table, each, text
from bot.settings.values import Hours, OtherHours
from bot.settings.words import DAYS, WrongValueError, dates, days, interval

_OTHER_KEYS = ("timezone", "holidays", "exception", "channels", "topics")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SUGGESTED = (*DAYS, "mon-fri")


def read_hours(table: Table, traits: Mapping[str, Traits] | None = None) -> Hours:
    """Read the section; days that are not named are closed. With `traits`, channels must be among them."""
    timezone = table.take("timezone", zone, "Europe/Rome")
    own = _own(table)
    channels = {name: _channel(name, inner, traits) for name, inner in table.sub("channels").subs()}
    topics = {name: _other(inner) for name, inner in table.sub("topics").subs()}
    table.close(also=_SUGGESTED)
    return Hours(
        timezone=timezone,
        week=own.week or {},
        holidays=own.holidays or (),
        exceptions=own.exceptions,
        channels=channels,
        topics=topics,
    )


def _channel(name: str, table: Table, traits: Mapping[str, Traits] | None) -> OtherHours:
    if traits is not None and name not in traits:
        channel = name.partition(".")[0]
        whole = f"hours are of a whole channel: [hours.channels.{channel}]"
        hint = whole if channel in traits else did_you_mean(name, traits)
        table.report.key(table.path, NO_CHANNEL, f"no channel “{name}”", hint)
    return _other(table)


def _other(table: Table) -> OtherHours:
    """Read the hours of one channel or topic."""
    if "timezone" in table:
        hint = "take it out: the time zone is the brand's, in [hours]"
        table.report.key((*table.path, "timezone"), UNKNOWN_KEY, "a time zone of its own", hint)
        table.take("timezone", lambda _: None, None)
    own = _own(table)
    table.close(also=_SUGGESTED)
    return own


def _own(table: Table) -> OtherHours:
    holidays: tuple[str, ...] | None = table.take("holidays", each(text), None)
    exceptions: tuple[Mapping[str, object], ...] = table.take("exception", _tables(table), ())
    read = tuple(_exception(table, index, item) for index, item in enumerate(exceptions))
    return OtherHours(
        week=_Week(table).read(),
        holidays=holidays,
        exceptions=tuple(item for item in read if item is not None),
    )


def intervals(value: object) -> tuple[Interval, ...]:
    """Read ["09:00-13:00", …], in order and apart. Raises WrongValueError."""
    found = each(lambda item: interval(text(item)))(value)
    for index in range(1, len(found)):
        if found[index].start < found[index - 1].end:
            first, second = written(found[index - 1]), written(found[index])
            message = (
                f"{second} overlaps {first}"
                if found[index].start >= found[index - 1].start
                else (f"{second} comes before {first}")
            )
            raise WrongValueError(
                message, "put them in order, without overlaps", code=HOURS_OVERLAP, inside=(index,)
            )
    return found


def runs_into(day: tuple[Interval, ...], following: tuple[Interval, ...]) -> bool:
    """Tell whether a day's last opening goes on past the following day's first."""
    return bool(day and following) and day[-1].end - 1440 > following[0].start


def written(item: Interval) -> str:
    """Write an interval as settings do."""
    end = item.end if item.end <= 1440 else item.end - 1440
    return f"{item.start // 60:02}:{item.start % 60:02}-{end // 60:02}:{end % 60:02}"


def zone(value: object) -> str:
    """Read the name of a time zone. Raises WrongValueError."""
    name = text(value)
    zones = available_timezones()
    if name not in zones:
        raise WrongValueError(f"no time zone “{name}”", did_you_mean(name, zones), code=NO_ZONE)
    return name


def _tables(table: Table) -> Callable[[object], tuple[Mapping[str, object], ...]]:
    header = ".".join((*map(str, table.path), "exception"))

    def take_all(value: object) -> tuple[Mapping[str, object], ...]:
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise WrongValueError("exceptions are sections", f"write [[{header}]] and its keys below")
        return tuple(value)

    return take_all


def _exception(table: Table, index: int, data: Mapping[str, object]) -> DayException | None:
    inner = Table(table.report, (*table.path, "exception", index), data)
    first, last = inner.require("dates", _dates, (date.max, date.min))
    no_hours: tuple[Interval, ...] = ()
    hours = inner.take("open", intervals, no_hours)
    exception = DayException(first=first, last=last, open=hours, note=inner.take("note", text, ""))
    inner.close()
    return exception if first <= last else None


def _dates(value: object) -> tuple[date, date]:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value, value
    return dates(text(value))


class _Week:
    """The days of a table of hours; each may be given once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.given: dict[int, str] = {}
        self.week: dict[int, tuple[Interval, ...]] = {}

    def read(self) -> Mapping[int, tuple[Interval, ...]] | None:
        """Give the week; None where no day is given."""
        for key in self.table.data:
            if key not in _OTHER_KEYS:
                self._days(key)
        self._nights()
        return dict(sorted(self.week.items())) if self.given else None

    def _days(self, key: str) -> None:
        try:
            wanted = days(key)
        except WrongValueError:
            return  # an unknown key: reported with the others
        no_hours: tuple[Interval, ...] = ()
        found = self.table.take(key, intervals, no_hours)
        for day in wanted:
            self._give(key, day, found)

    def _give(self, key: str, day: int, found: tuple[Interval, ...]) -> None:
        if day in self.given:
            message = f"{_NAMES[day]} has hours twice, here and in “{self.given[day]}”"
            self.table.report.key((*self.table.path, key), HOURS_OVERLAP, message, "give each day once")
            return
        self.given[day] = key
        if found:
            self.week[day] = found

    def _nights(self) -> None:
        """A night shift must end before the next day's first opening."""
        for day, found in self.week.items():
            after = (day + 1) % 7
            following = self.week.get(after, ())
            if runs_into(found, following):
                night = f"{_NAMES[day]}’s {written(found[-1])}"
                message = f"{night} runs into {_NAMES[after]}’s {written(following[0])}"
                path = (*self.table.path, self.given[day])
                self.table.report.value(path, HOURS_OVERLAP, message, "end the night where the day begins")
                return
