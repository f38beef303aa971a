"""What a template is given at a moment: checked values by name, bare words as true or false."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.knowledge import names
from bot.knowledge.ports import Moment
from bot.knowledge.replies.dates import alternatives, opening_words
from bot.knowledge.replies.tongues import language_names
from bot.knowledge.replies.weeks import week_words
from bot.model.hours import Calendar, Closure
from bot.model.message import Surface
from bot.settings.values import Settings, Slot, SlotKind

_SATURDAY = 5
_CLOSURES = {
    "break": Closure.BREAK,
    "evening": Closure.NIGHT,
    "holiday": Closure.HOLIDAY,
    "closure": Closure.EXCEPTION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Plain texts and moments by path; a path that is not there has no value. `words` are the true ones.

    `told` holds values given by the caller before any that follow from the calendar.
    """

    now: datetime
    calendar: Calendar
    language: str
    told: Mapping[str, str | datetime] = field(default_factory=dict)
    words: Mapping[str, bool] = field(default_factory=dict)

    def get(self, path: str) -> str | datetime | None:
        """Give a value, None where there is none."""
        found = self.told.get(path)
        if found is not None:
            return found or None
        match path:
            case "hours.next_open":
                return self.calendar.next_opening(self.now)
            case "hours.today":
                return opening_words(self.calendar, self.now, self.language) or None
            case "hours.week":
                return week_words(self.calendar.week, self.language) or None
            case _:
                return None

    def truth(self, word: str) -> bool:
        """Tell whether a bare word holds."""
        if word in self.words:
            return self.words[word]
        if word in _CLOSURES:
            why = self.calendar.closure(self.now)
            return why is _CLOSURES[word] and (word != "evening" or self._day_is_over())
        match word:
            case "open":
                return self.calendar.is_open(self.now)
            case "closed":
                return not self.calendar.is_open(self.now)
            case "weekend":
                return self.calendar.local(self.now).weekday() >= _SATURDAY
            case _:
                return False

    def _day_is_over(self) -> bool:
        """Whether the last opening of the day lies behind, rather than its first ahead."""
        local = self.calendar.local(self.now)
        ends = [item.end for item in self.calendar.intervals(local.date())]
        return bool(ends) and local.hour * 60 + local.minute >= max(ends)


def values_of(moment: Moment, settings: Settings, surface: Surface, language: str) -> Values:
    """Check what the moment carries for a surface; what may not be said there is left out."""
    public = surface is Surface.PUBLIC
    told: dict[str, str | datetime] = {
        "customer.name": names.first_name(moment.name) if public else names.private_name(moment.name),
        "brand.name": settings.brand.name,
        "brand.languages": language_names(settings.brand.languages, language),
        "case.ref": moment.reference,
        "case.key": moment.case_key,
        "case.about": moment.about,
        "agent.name": moment.agent,
        "private_link": moment.private_link,
        "options": alternatives(moment.options, language),
        "question": moment.question,
    }
    if moment.promise_by is not None:
        told["promise.by"] = moment.promise_by
    if moment.incident:
        told |= {"incident.about": moment.about, "incident.text": moment.incident_text}
        if moment.next_update is not None:
            told["incident.next_update"] = moment.next_update
    for name, value in moment.slots.items():
        slot = settings.slots.get(name)
        if slot is not None and _may_say(slot, value, public=public):
            told[f"slot.{name}"] = value
    words = {"incident": moment.incident, "first_message": moment.first_message, "vip": moment.vip}
    return Values(now=moment.now, calendar=moment.calendar, language=language, told=told, words=words)


def _may_say(slot: Slot, value: str, *, public: bool) -> bool:
    if public and slot.private:
        return False
    plain = value.replace("@", "", 1).replace(".", "") if slot.kind is SlotKind.EMAIL else value
    return bool(value.strip()) and len(value) <= names.LONGEST_VALUE and names.is_safe(plain)
