"""What is stopped, as every page of the desk shows it, and the buttons that stop sending and let it go on."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from bot.desk.entries import agent_name, when
from bot.desk.visit import Visit, fields, refuse
from bot.desk.words import words
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource

_LONGEST_WHY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A pulled switch in words; `by_file`: only the file's removal ends it."""

    title: str
    text: str
    why: str
    by_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """An account that is stopped by itself, in words."""

    channel: str
    account: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """All that is stopped; `by_people` can be let go here, `people_too`: people cannot write either."""

    holds: tuple[Hold, ...]
    pauses: tuple[Pause, ...]
    by_people: bool
    people_too: bool


async def read_stopped(visit: Visit) -> Stopped:
    """Read what is stopped."""
    stops = await visit.desk.agents.stops()
    ours = [stop for stop in stops if stop.source is not StopSource.FILE]
    return Stopped(
        holds=tuple(_hold(visit, stop) for stop in stops),
        pauses=tuple(_pause(visit, breaker) for breaker in await visit.desk.agents.breakers()),
        by_people=bool(ours),
        people_too=any(stop.scope is StopScope.EVERYTHING for stop in ours),
    )


def _hold(visit: Visit, stop: Stop) -> Hold:
    w = words(visit.language)
    mine = stop.source is StopSource.PERSON and stop.by == visit.person.key
    by = w["stopped_by_you" if mine else f"stopped_by_{stop.source}"]
    return Hold(
        title=w[f"stopped_{stop.scope}"],
        text=by.format(by=agent_name(visit, stop.by), at=when(visit, stop.since)),
        why=stop.why,
        by_file=stop.source is StopSource.FILE,
    )


def _pause(visit: Visit, breaker: OpenBreaker) -> Pause:
    w = words(visit.language)
    title = visit.desk.channels.get(breaker.channel, breaker.channel)
    return Pause(
        channel=breaker.channel,
        account=breaker.account,
        title=w[f"breaker_{breaker.cause}"].format(channel=title),
        text=w[f"breaker_{breaker.cause}_text"].format(at=when(visit, breaker.retry_at)),
    )


async def stop_sending(visit: Visit) -> Response:
    """Stop sending: everything, or the bot only."""
    form = await fields(visit.request)
    scope = form.get("scope", "")
    if scope not in {one.value for one in StopScope}:
        return refuse(visit.request, 400)
    why = form.get("why", "")[:_LONGEST_WHY]
    await visit.desk.agents.stop_sending(visit.person.key, StopScope(scope), why)
    return _back(form.get("back", ""))


async def resume_sending(visit: Visit) -> Response:
    """Let go of what people hold: all of it, or so that people can write."""
    form = await fields(visit.request)
    what = form.get("what", "")
    if what not in {"everything", "people"}:
        return refuse(visit.request, 400)
    await visit.desk.agents.resume_sending(visit.person.key, people_only=what == "people")
    return _back(form.get("back", ""))


async def close_breaker(visit: Visit) -> Response:
    """Let an account that stopped by itself send again."""
    form = await fields(visit.request)
    channel, account = form.get("channel", ""), form.get("account", "")
    if not await visit.desk.agents.close_breaker(channel, account, visit.person.key):
        return refuse(visit.request, 404)
    return _back(form.get("back", ""))


def _back(conversation: str) -> Response:
    """Go back to the page the button was on."""
    known = conversation.isascii() and conversation.isdecimal() and int(conversation[:19]) > 0
    return RedirectResponse(f"/desk/c/{int(conversation)}" if known else "/desk/", status_code=303)
