"""An invented weekend, or other days: busy and quiet hours, two bursts, and people who cannot sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from bot.knowledge.intents import Intent
from bot.knowledge.library import Knowledge
from bot.model.hours import Calendar
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.rehearsal.inventing.customers import Imagination, Visit, Visitor
from bot.rehearsal.inventing.phrases import phrases_in, read_others, read_stock
from bot.rehearsal.script import Line, Script, surface_of

COUNT = 300
"""How many messages a weekend has, unless another number is asked for."""

_HOUR = timedelta(hours=1)
_CURVE = (4, 2, 2, 2, 1, 2, 6, 14, 24, 32, 34, 32, 28, 24, 26, 28, 28, 28, 28, 26, 26, 24, 16, 9)
"""How many write in each hour of the local day, in proportion."""

_SATURDAY = 5
_BURSTS = 2
_BURST_SHARE = 0.06
_BURST_MINUTES = 12.0
_NIGHT_SHARE = 0.05
_FIRST_LANGUAGE = 0.72
_NAMED = 0.85


Way = Callable[[Visitor, Intent, Random], Visit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an invented period is made for: its bounds, how many messages, on which channel addresses."""

    since: datetime
    until: datetime
    count: int
    seed: int
    addresses: tuple[str, ...]


def weekend_bounds(calendar: Calendar, now: datetime) -> tuple[datetime, datetime]:
    """Give the next Friday at 16:00 and the Monday after it at 12:00, on the brand's clock."""
    local = calendar.local(now)
    ahead = (4 - local.weekday()) % 7
    friday = (local + timedelta(days=ahead)).replace(hour=16, minute=0, second=0, microsecond=0)
    if friday <= local:
        friday += timedelta(days=7)
    monday = (friday + timedelta(days=3)).replace(hour=12)
    return friday.astimezone(UTC), monday.astimezone(UTC)


def invent(knowledge: Knowledge, traits: Mapping[str, Traits], frame: Frame) -> Script:
    """Invent a period; the same brand, frame and seed give the same messages."""
    author = _Author(knowledge, traits, frame)
    lines = sorted(author.lines(), key=lambda line: (line.at, int(line.customer[1:])))[: frame.count]
    return Script(
        lines=tuple(replace(line, id=str(number)) for number, line in enumerate(lines, 1)),
        source=f"an invented period with {len(lines)} messages (seed {frame.seed})",
        since=frame.since,
        until=frame.until,
        invented=True,
        seed=frame.seed,
    )


class _Author:
    """Writes the lines of one period."""

    def __init__(self, knowledge: Knowledge, traits: Mapping[str, Traits], frame: Frame) -> None:
        self._languages, self._frame, self._traits = knowledge.settings.brand.languages, frame, traits
        self._calendar = knowledge.calendar
        self._random = Random(f"weekend {frame.seed}")
        self._stock = read_stock()
        self._imagination = Imagination(knowledge, self._stock, read_others())
        self._popular = self._imagination.popular(self._random)
        self._hours = tuple(_hours(frame.since, frame.until))
        self._weights = [self._busy(hour) for hour in self._hours]
        self._customers = 0

    def lines(self) -> Iterator[Line]:
        """Give the messages of the bursts, of the nights, and of ordinary people until there are enough."""
        count, made = self._frame.count, 0
        for _ in range(_BURSTS if self._popular else 0):
            for line in self._burst(max(3, round(count * _BURST_SHARE))):
                made += 1
                yield line
        nights = [hour for hour in self._hours if self._calendar.local(hour).hour in {1, 2, 3, 4}]
        for _ in range(round(count * _NIGHT_SHARE) if nights and self._popular else 0):
            start = self._within(self._random.choice(nights))
            for line in self._written(start, self._imagination.at_night, self._intent()):
                made += 1
                yield line
        while made < count and self._popular:
            (hour,) = self._random.choices(self._hours, self._weights)
            for line in self._written(self._within(hour), self._imagination.visit, self._intent()):
                made += 1
                yield line

    def _burst(self, size: int) -> Iterator[Line]:
        """Have many people ask the same within minutes: something is broken."""
        intent = self._intent()
        (hour,) = self._random.choices(self._hours, self._weights)
        start = self._within(hour)
        for _ in range(size):
            after = timedelta(minutes=self._random.triangular(0, _BURST_MINUTES, _BURST_MINUTES / 4))
            yield from self._written(start + after, self._imagination.question_only, intent)

    def _written(self, start: datetime, way: Way, intent: Intent) -> Iterator[Line]:
        random = self._random
        address = random.choice(self._frame.addresses)
        public = surface_of(address, self._traits) is Surface.PUBLIC
        language = self._language()
        self._customers += 1
        line = partial(
            Line,
            id="",
            customer=f"c{self._customers}",
            address=address,
            name=random.choice(phrases_in(self._stock, language).names) if random.random() < _NAMED else "",
            language=language if random.random() < _NAMED else "",
            followers=int(random.lognormvariate(5.5, 1.6)) if public else None,
        )
        for wish in way(Visitor(language=language, public=public), intent, random):
            at = start + timedelta(milliseconds=round(wish.after * 1000))
            if at < self._frame.until:
                yield line(at=at, text=wish.text, about=wish.about)

    def _intent(self) -> Intent:
        """Draw an intent: the second most popular half as often as the first, and so on."""
        weights = [1 / (place + 3) for place in range(len(self._popular))]
        return self._random.choices(self._popular, weights)[0]

    def _language(self) -> str:
        first, *others = self._languages
        return first if not others or self._random.random() < _FIRST_LANGUAGE else self._random.choice(others)

    def _busy(self, hour: datetime) -> float:
        local = self._calendar.local(hour)
        return _CURVE[local.hour] * (0.7 if local.weekday() >= _SATURDAY else 1.0)

    def _within(self, hour: datetime) -> datetime:
        return hour + timedelta(milliseconds=self._random.randrange(3_600_000))


def _hours(since: datetime, until: datetime) -> Iterator[datetime]:
    while since < until:
        yield since
        since += _HOUR
