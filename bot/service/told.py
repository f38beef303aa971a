"""What a customer is told outside the hours: the moments worth a look, and the bot's own words at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby, pairwise

from bot.knowledge.intents import AnswerBy
from bot.knowledge.library import Knowledge
from bot.model.almanac import DAY
from bot.model.hours import Calendar, Closure
from bot.model.matching import Candidate, Match
from bot.model.wall import moments
from bot.service.asking import Asker

IN_THE_EVENING, AT_THE_WEEKEND, ON_A_HOLIDAY = "in the evening", "at the weekend", "on a holiday"

_ASKS = {"it": "Avrei una domanda."}
_ASKS_ELSE = "I have a question."
_MORNING, _EVENING, _NIGHT = time(10), time(20), time(3)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A moment at which the brand is closed, and what kind of moment it is, in words."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said at an occasion in a language; `texts` is empty where the bot is silent.

    `intent` is what the message was taken for: "" for nothing the brand knows.
    """

    occasion: Occasion
    intent: str
    language: str
    channel: str
    outcome: str
    texts: tuple[str, ...]


def occasions(calendar: Calendar, now: datetime, days: int) -> tuple[Occasion, ...]:
    """Give the first moment of each kind within so many days: a break, an evening, a holiday …"""
    found: dict[str, Occasion] = {}
    first = calendar.local(now).date()
    for offset in range(days):
        for occasion in _on(calendar, first + offset * DAY):
            if occasion.at >= now:
                found.setdefault(occasion.what, occasion)
    return tuple(sorted(found.values(), key=lambda item: item.at))


def _on(calendar: Calendar, day: date) -> Iterator[Occasion]:
    clocks = (_NIGHT, _MORNING, *_breaks(calendar, day), *_after(calendar, day), _EVENING)
    for clock in clocks:
        for moment in moments(calendar.zone, datetime.combine(day, clock))[:1]:
            what = _kind(calendar, moment, clock)
            if what:
                yield Occasion(at=moment, what=what)


def _breaks(calendar: Calendar, day: date) -> Iterator[time]:
    """Give the middle of each break of a day."""
    hours = calendar.intervals(day)
    for before, after in pairwise(hours):
        middle = (before.end + after.start) // 2
        yield time(middle // 60, middle % 60)


def _after(calendar: Calendar, day: date) -> Iterator[time]:
    """Give an hour after the last closing of a day with other hours."""
    exception = calendar.exception(day)
    last = max((item.end for item in exception.open), default=0) + 60 if exception is not None else 0
    if exception is not None and exception.open and last < 1440:
        yield time(last // 60, last % 60)


def _kind(calendar: Calendar, moment: datetime, clock: time) -> str:  # noqa: PLR0911 - an arm for each kind
    day = calendar.local(moment).date()
    exception = calendar.exception(day)
    match calendar.closure(moment):
        case None:
            return ""
        case Closure.NIGHT | Closure.BREAK if clock == _NIGHT:
            return "at night"
        case Closure.NIGHT:
            return IN_THE_EVENING if clock == _EVENING else ""
        case Closure.BREAK:
            return "in a break"
        case Closure.HOLIDAY if clock == _MORNING:
            return ON_A_HOLIDAY
        case Closure.EXCEPTION if exception is not None and exception.open:
            return "" if clock in {_NIGHT, _MORNING, _EVENING} else "on a day with other hours"
        case Closure.EXCEPTION if clock == _MORNING:
            return "in a closure"
        case Closure.WEEKEND if clock == _MORNING:
            return AT_THE_WEEKEND if day.weekday() >= _SATURDAY else "on a closed day"
        case _:
            return ""


def tell(
    knowledge: Knowledge, found: Sequence[Occasion], asker: Asker, *, topic: str | None = None
) -> Iterator[Told]:
    """Ask the real policy at each occasion, in each of the brand's languages, about what it cannot answer."""
    read = _read_as(knowledge, topic)
    for occasion in found:
        for language in knowledge.settings.brand.languages:
            yield _told(asker, occasion, language, read)


def by_occasion(told: Iterable[Told]) -> Iterator[tuple[Occasion, tuple[Told, ...]]]:
    """Give each occasion with what is said at it."""
    for occasion, group in groupby(told, key=lambda item: item.occasion):
        yield occasion, tuple(group)


def _told(asker: Asker, occasion: Occasion, language: str, read: Sequence[Candidate]) -> Told:
    matcher = _Reads(language=language, candidates=tuple(read))
    one = replace(
        asker,
        knowledge=replace(asker.knowledge, matcher=matcher),
        addresses=asker.addresses[:1],
        language=language,
        now=occasion.at,
    )
    answer = one.ask(_ASKS.get(language, _ASKS_ELSE))
    return Told(
        occasion=occasion,
        intent=read[0].intent if read else "",
        language=language,
        channel=asker.addresses[0][0],
        outcome=answer["outcome"],
        texts=tuple(reply["text"] for reply in answer["replies"]),
    )


def _read_as(knowledge: Knowledge, topic: str | None) -> Sequence[Candidate]:
    """Give what the message is taken for: nothing known, or a matter of the topic, best one for people."""
    of_topic = [item for item in knowledge.intents.values() if item.topic == topic]
    of_topic.sort(key=lambda item: (item.answer is not AnswerBy.PEOPLE, bool(item.slots), not item.follow_up))
    return [Candidate(intent=item.name, confidence=1.0) for item in of_topic[:1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reads:
    """Reads every text alike, so that the decision is about the hour alone."""

    language: str
    candidates: tuple[Candidate, ...]

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        del text, past_language, hint
        return Match(language=self.language, candidates=self.candidates)

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        return tuple(self.match(text).best for text in texts)

    def threshold_for(self, precision: float) -> float:
        return precision

    def slot(self, name: str, text: str) -> str | None:
        del name, text
        return None
