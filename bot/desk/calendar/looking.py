"""The calendar's page: how it stands, the days to come, what a message is told, and what can be changed."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.calendar.showing import ruler, shown_calendar
from bot.desk.sections import CALENDAR, section_page
from bot.desk.trying.showing import title_of
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.errors import SetupError, StoreError, with_remedy
from bot.model.text import clean

_LONGEST_MOMENT = 40


async def show_calendar(visit: Visit) -> Response:
    """Show the calendar; a moment that is none is said beside its field."""
    asked = visit.request.query_params
    at = " ".join(clean(asked.get("at", "")).split())[:_LONGEST_MOMENT]
    channel, wrong = asked.get("channel", ""), ""
    try:
        ahead = await visit.desk.calendar.ahead(at=at, channel=channel)
    except SetupError:
        wrong = words(visit.language)["try_no_moment"].format(at=at)
        ahead = await visit.desk.calendar.ahead(channel=channel)
    try:
        file, unreadable = await visit.desk.calendar.file(), ""
    except StoreError:
        raise
    except SetupError as error:
        file, unreadable = None, with_remedy(error, error.hint)
    return await section_page(
        visit,
        CALENDAR,
        "calendar.html",
        status=400 if wrong else 200,
        calendar=shown_calendar(visit, ahead, file),
        channels=[(name, title_of(visit, name)) for name in ahead.channels],
        channel=ahead.channel,
        asked=at,
        wrong=wrong,
        unreadable=unreadable,
        ruler=ruler(),
        done=asked.get("done", "") == "published",
    )
