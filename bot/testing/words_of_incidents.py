"""What a person says of an incident in a conversation test: whom it concerns, the texts, the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.errors import SetupError
from bot.model.incident import Announcement
from bot.settings.words import WrongValueError, duration

OPEN, UPDATE, OVER = "incident", "incident_update", "incident_over"
INCIDENTS = frozenset({OPEN, UPDATE, OVER})

_SCOPE = frozenset({"intents", "topics", "words"})
_KNOWN: Mapping[str, frozenset[str]] = {
    OPEN: frozenset({*_SCOPE, "place", "next", "text"}),
    UPDATE: frozenset({"next", "text"}),
    OVER: frozenset({"text"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOfIncident:
    """The words; `next_in` is how long after them the next are promised, None for the last ones."""

    said: Announcement
    next_in: timedelta | None = None

    def spoken_at(self, now: datetime) -> Announcement:
        """Give what is said at a moment."""
        return self.said if self.next_in is None else replace(self.said, next_update=now + self.next_in)


def read_words(does: str, raw: Any, place: str) -> WordsOfIncident:
    """Read the table of such a step, which stands at `place`. Raises SetupError with the remedy."""
    hint = f"write {does} = {{ {', '.join(f'{name} = …' for name in sorted(_KNOWN[does]))} }}"
    if not isinstance(raw, Mapping):
        raise SetupError(f"{place}: “{does}” must be a table", hint=hint)
    unknown = sorted(set(raw) - _KNOWN[does])
    if unknown:
        raise SetupError(f"{place}: “{does}” has no “{unknown[0]}”", hint=hint)
    texts = raw.get("text")
    if not isinstance(texts, Mapping) or not texts:
        raise SetupError(f"{place}: “{does}” says nothing", hint="write text = { it = “…”, en = “…” }")
    return WordsOfIncident(
        said=Announcement(
            intents=_several(raw, "intents", place),
            topics=_several(raw, "topics", place),
            words=_several(raw, "words", place),
            place=str(raw.get("place", "")),
            texts={str(language): str(text) for language, text in texts.items()},
        ),
        next_in=None if does == OVER else _next(does, raw, place),
    )


def _several(raw: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    found = raw.get(name, [])
    if not isinstance(found, list):
        raise SetupError(f"{place}: “{name}” must be a list", hint=f"write {name} = [“…”]")
    return tuple(str(item) for item in found)


def _next(does: str, raw: Mapping[str, Any], place: str) -> timedelta:
    if "next" not in raw:
        raise SetupError(f"{place}: “{does}” must say when more is told", hint="write next = “1h”")
    try:
        return duration(str(raw["next"]))
    except WrongValueError as error:
        raise SetupError(f"{place}: {error.message}", hint=error.hint) from error
