"""The form of an incident: what a person wrote, read into an announcement, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.model.incident import Announcement, Incident
from bot.model.text import clean

_SEPARATORS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in the form; `seen` is the update that was the latest when it was shown."""

    title: str = ""
    intents: str = ""
    topics: str = ""
    words: str = ""
    place: str = ""
    next: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    seen: int = 0

    def announcement(self, zone: ZoneInfo) -> Announcement:
        """Give what is to be said; a time that cannot be read is none."""
        return Announcement(
            intents=_listed(self.intents),
            topics=_listed(self.topics),
            words=_listed(self.words),
            place=self.place,
            texts={language: text for language, text in self.texts.items() if text},
            next_update=_moment(self.next, zone),
        )


def read_form(given: Mapping[str, str], languages: Sequence[str]) -> Form:
    """Read what a browser sent."""
    names = ("title", "intents", "topics", "words", "place", "next")
    values = {name: clean(given.get(name, "")).strip() for name in names}
    seen = given.get("seen", "")
    return Form(
        **values,
        texts={
            language: " ".join(clean(given.get(f"text_{language}", "")).split()) for language in languages
        },
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
    )


def form_of(item: Incident, languages: Sequence[str]) -> Form:
    """Give the form as it is first shown for an incident: the texts are to be written anew."""
    said = item.said
    return Form(
        title=item.title,
        intents=", ".join(said.intents),
        topics=", ".join(said.topics),
        words=", ".join(said.words),
        place=said.place,
        texts=dict.fromkeys(languages, ""),
        seen=item.update,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in _SEPARATORS.split(text) if part.strip()))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (local if local.tzinfo is not None else local.replace(tzinfo=zone)).astimezone(UTC)
