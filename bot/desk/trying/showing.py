"""What the bot would do with a sentence, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.entries import when
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.service.trials import Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What would be said at an address, counted as its channel counts."""

    channel: str
    text: str
    length: int
    limit: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A trial in words; the guesses are as the matcher gives them, `why` is in English."""

    outcome: str
    rule: str
    rule_title: str
    language: str
    hours: str
    guesses: tuple[Mapping[str, Any], ...]
    slots: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    said: tuple[Said, ...]


def shown_trial(visit: Visit, trial: Trial) -> Shown:
    """Put a trial into words."""
    w, answer = words(visit.language), trial.answer
    return Shown(
        outcome=w[f"try_{answer['outcome']}"],
        rule=answer["rule"],
        rule_title=w.get(f"rule_{answer['rule']}", ""),
        language=answer["language"],
        hours=_hours(visit, trial),
        guesses=tuple(answer["candidates"][:3]),
        slots=tuple(answer["slots"].items()),
        why=tuple(answer["why"]),
        said=tuple(
            Said(
                channel=title_of(visit, reply["channel"]),
                text=reply["text"],
                length=reply["length"],
                limit=reply["limit"],
                source=reply["source"],
            )
            for reply in answer["replies"]
        ),
    )


def title_of(visit: Visit, address: str) -> str:
    """Name a channel's address: its title, and the surface where the channel has several."""
    name, _, surface = address.partition(".")
    title = visit.desk.channels.get(name, name)
    return f"{title} · {surface}" if surface else title


def _hours(visit: Visit, trial: Trial) -> str:
    """Say whether the brand is open at the moment, and until when."""
    w, at = words(visit.language), when(visit, trial.at)
    state = w["try_open"] if trial.open else w[f"try_closed_{trial.closure}"]
    if trial.changes_at is None:
        return f"{at}: {state}"
    change = w["try_until" if trial.open else "try_opens"].format(at=when(visit, trial.changes_at))
    return f"{at}: {state}, {change}"
