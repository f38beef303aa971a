"""The page on which a sentence is tried, at an address, a moment and in a language; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.sections import TRY, section_page
from bot.desk.trying.showing import Shown, shown_trial, title_of
from bot.desk.visit import DeskRoute, Visit
from bot.desk.words import words
from bot.errors import SetupError
from bot.model.role import Role
from bot.model.text import clean

_LONGEST_TEXT = 2000
_LONGEST_MOMENT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What stands in the form; "" is: every address, a language that is recognised, now."""

    text: str = ""
    channel: str = ""
    language: str = ""
    at: str = ""


def trying_routes() -> list[DeskRoute]:
    """Give the page's route."""
    return [DeskRoute(Role.VIEWER, "GET", "/try", _try)]


async def _try(visit: Visit) -> Response:
    channels = visit.desk.trials.channels()
    asked = _asked(visit.request.query_params, channels, visit.desk.brand.languages)
    trial: Shown | None = None
    wrong = ""
    if asked.text:
        try:
            found = await visit.desk.trials.ask(
                asked.text, channel=asked.channel, language=asked.language, at=asked.at
            )
            trial = shown_trial(visit, found)
        except SetupError:
            wrong = words(visit.language)["try_no_moment"].format(at=asked.at)
    return await section_page(
        visit,
        TRY,
        "try.html",
        status=400 if wrong else 200,
        asked=asked,
        channels=[(name, title_of(visit, name)) for name in channels],
        languages=visit.desk.brand.languages,
        trial=trial,
        wrong=wrong,
    )


def _asked(given: Mapping[str, str], channels: tuple[str, ...], languages: tuple[str, ...]) -> Asked:
    """Read the form; an address or a language that the brand does not have is none."""
    channel, language = given.get("channel", ""), given.get("language", "")
    return Asked(
        text=clean(given.get("text", "")).strip()[:_LONGEST_TEXT],
        channel=channel if channel in channels else "",
        language=language if language in languages else "",
        at=" ".join(clean(given.get("at", "")).split())[:_LONGEST_MOMENT],
    )
