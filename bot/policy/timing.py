"""When something may be said or promised: in the hours that count, not in quiet ones, while we may write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.conversation import Conversation
from bot.model.hours import Calendar
from bot.model.message import Purpose
from bot.model.traits import Traits
from bot.settings.values import FollowUps, Sla

STALE = timedelta(hours=24)
"""Nothing automatic is said about what is older than this (T10, I15)."""

BEFORE_IT_SHUTS = timedelta(hours=2)
"""A messaging window is used no later than this before it shuts: sending may take a few tries."""

_BEFORE_QUIET = timedelta(minutes=30)

_TRIES = 8
"""So many openings are looked at: a brand may be open in quiet hours only."""

_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The hours that count for one conversation.

    `closes` is when the platform's messaging window shuts (None: it does not).
    """

    calendar: Calendar
    sla: Sla
    follow_ups: FollowUps
    closes: datetime | None = None

    def promise_by(self, now: datetime, *, times: int = 1, aloud: bool = False) -> datetime | None:
        """Give a time by which a person can answer here: in opening hours, on the next quarter.

        It is `times` the first answer's span away: a renewal that must hold takes longer. `aloud` keeps it
        out of the quiet hours, so that one can speak when it falls due. None where no such time can be
        kept: never open, or the window shuts before.
        """
        at = self.calendar.add_open_time(now, self.sla.first_answer * times)
        if at is None:
            return None
        by = self.calendar.next_opening(_next_quarter(at))
        if by is not None and aloud:
            by = self.polite(by)
        return by if by is not None and self.reaches(by) else None

    def polite(self, at: datetime) -> datetime:
        """Give the first moment from `at` on that is open and not quiet; if none is soon, one not quiet."""
        for _ in range(_TRIES):
            opening = self.calendar.next_opening(at)
            later = self._after_quiet(opening if opening is not None else at)
            if later == at:
                break
            at = later
        return at

    def reassuring(self, now: datetime, promised: datetime | None, step: int = 0) -> datetime | None:
        """Give when a waiting customer hears from us again: the ladder's rung, as far from the promised time.

        A window that shuts before pulls it forward, outside quiet hours; None where there is no such moment.
        """
        ladder = self.follow_ups.reassure_every
        if not ladder:
            return None
        rung = ladder[min(step, len(ladder) - 1)]
        at = self.polite(now + rung)
        if promised is not None and at + rung > promised:
            at = self.polite(promised + rung)
        if self.reaches(at):
            return at
        pulled = self._before_quiet(self.closes - BEFORE_IT_SHUTS) if self.closes is not None else at
        return pulled if pulled > now else None

    def until(self, now: datetime, purpose: Purpose) -> datetime | None:
        """Give when an automatic message must have been sent: while we may write, and by day if unasked."""
        if purpose is not Purpose.FOLLOW_UP or self.follow_ups.quiet[0] == self.follow_ups.quiet[1]:
            return self.closes
        wait = timedelta(minutes=(self.follow_ups.quiet[0] - self._minute(now)) % 1440)
        night = self._on_the_wall(now, wait)
        return min(night, self.closes) if self.closes is not None else night

    def reaches(self, at: datetime) -> bool:
        """Tell whether the platform will still let us write at a moment."""
        return self.closes is None or at < self.closes

    def is_quiet(self, at: datetime) -> bool:
        """Tell whether a moment lies in the quiet hours."""
        first, last = self.follow_ups.quiet
        return _within(self._minute(at), first, last)

    def _after_quiet(self, at: datetime) -> datetime:
        if not self.is_quiet(at):
            return at
        wait = timedelta(minutes=(self.follow_ups.quiet[1] - self._minute(at)) % 1440)
        return self._on_the_wall(at, wait)

    def _before_quiet(self, at: datetime) -> datetime:
        """Give the moment, or one shortly before the quiet hours it lies in."""
        if not self.is_quiet(at):
            return at
        since = timedelta(minutes=(self._minute(at) - self.follow_ups.quiet[0]) % 1440)
        return self._on_the_wall(at, -since - _BEFORE_QUIET)

    def _minute(self, at: datetime) -> int:
        local = self.calendar.local(at)
        return local.hour * 60 + local.minute

    def _on_the_wall(self, at: datetime, wait: timedelta) -> datetime:
        """Move the hands of the brand's clock, which is not the same as waiting in a night it is changed."""
        local = self.calendar.local(at)
        wall = (local.replace(tzinfo=None) + wait).replace(second=0, microsecond=0)
        return wall.replace(tzinfo=local.tzinfo).astimezone(at.tzinfo)


def timetable(
    conversation: Conversation, knowledge: Knowledge, traits: Traits, *, topic: str = ""
) -> Timetable:
    """Give the hours that count for a conversation; `topic` is its case's where none is given."""
    heard, window = conversation.state.heard_at, traits.window_in(conversation.key)
    return Timetable(
        calendar=calendar_of(conversation, knowledge, topic=topic),
        sla=knowledge.settings.sla,
        follow_ups=knowledge.settings.follow_ups,
        closes=heard + window if heard is not None and window is not None else None,
    )


def calendar_of(conversation: Conversation, knowledge: Knowledge, *, topic: str = "") -> Calendar:
    """Give the calendar that counts: the topic's, else the channel's, else the brand's."""
    topic = topic or conversation.case.topic
    return knowledge.calendars.of(channel=conversation.channel, topic=topic)


def _within(minute: int, first: int, last: int) -> bool:
    if first <= last:
        return first <= minute < last
    return minute >= first or minute < last


def _next_quarter(at: datetime) -> datetime:
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at if not past else at - past + _QUARTER
