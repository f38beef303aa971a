"""The pages' routes, below /setup: the door, one page a step, the accounts, the rehearsal, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from bot.beginning.steps import (
    CHANNEL,
    FIELDS,
    HOLIDAYS,
    LAST,
    STEPS,
    WORDS,
    after,
    asks_region,
    before,
    wrong_at,
)
from bot.desk.setup.entry import Entry
from bot.desk.setup.port import Created, NotMetError, Workshop
from bot.desk.setup.showing import shown_last, shown_step
from bot.desk.setup.sitting import Met, Sitting, name_of, variables_of
from bot.desk.site import build_site
from bot.desk.visit import fields, language_wanted, open_to_all, page, refuse
from bot.errors import SetupError
from bot.model.text import clean

_LONGEST = 2000


@dataclass(slots=True)
class Setup:
    """A brand being begun: the world around it, who may, what was typed. `left` is called once it is done."""

    workshop: Workshop
    entry: Entry
    sitting: Sitting
    left: Callable[[], None]
    created: Created | None = None
    creating: asyncio.Lock = field(default_factory=asyncio.Lock)


Action = Callable[[Setup, Request], Awaitable[Response]]


def setup_site(setup: Setup) -> Starlette:
    """Make the site that begins a brand; every other address leads to its pages."""
    elsewhere = Route("/{rest:path}", open_to_all(partial(_elsewhere, setup)), methods=["GET"])
    return build_site(
        chat_routes=[Mount("/setup", routes=setup_routes(setup)), elsewhere], desk_routes=[elsewhere]
    )


def setup_routes(setup: Setup) -> list[Route]:
    """Give the routes, to be mounted at /setup."""
    return [
        Route("/enter", open_to_all(partial(_door, setup)), methods=["GET"]),
        Route("/enter", open_to_all(partial(_enter, setup)), methods=["POST"]),
        *(
            Route(path, open_to_all(partial(_inside, setup, action)), methods=[method])
            for method, path, action in _guarded()
        ),
    ]


def _guarded() -> list[tuple[str, str, Action]]:
    return [
        ("GET", "/", _begin),
        ("GET", "/done", _done),
        ("POST", "/meet/{channel}", _meet),
        ("POST", "/leave/{channel}", _leave),
        ("POST", "/rehearse", _rehearse),
        ("POST", "/create", _create),
        ("GET", "/{step}", _step),
        ("POST", "/{step}", _typed),
    ]


async def _inside(setup: Setup, action: Action, request: Request) -> Response:
    if not setup.entry.knows(request, setup.workshop.now()):
        return RedirectResponse("/setup/enter", status_code=303)
    if setup.created is not None and action is not _done:
        return RedirectResponse("/setup/done", status_code=303)
    return await action(setup, request)


async def _elsewhere(setup: Setup, request: Request) -> Response:
    """Lead to the pages; once the brand is there, ask again in a moment: the program is about to serve it."""
    if setup.created is None:
        return RedirectResponse("/setup/", status_code=307)
    return page(request, "setup_starting.html", status=503)


async def _door(setup: Setup, request: Request) -> Response:
    token = request.query_params.get("token", "")
    if not token:
        return page(request, "setup_door.html", state="needed", token="")
    if not setup.entry.opens(token, setup.workshop.now()):
        return page(request, "setup_door.html", status=410, state="expired", token="")
    return page(request, "setup_door.html", state="open", token=token)


async def _enter(setup: Setup, request: Request) -> Response:
    response = RedirectResponse("/setup/", status_code=303)
    token = (await fields(request)).get("token", "")
    if not setup.entry.enter(token, setup.workshop.now(), response):
        return page(request, "setup_door.html", status=410, state="expired", token="")
    return response


async def _begin(setup: Setup, _request: Request) -> Response:
    waiting = (step for step in STEPS if step not in setup.sitting.passed)
    return RedirectResponse(f"/setup/{next(waiting, LAST)}", status_code=303)


async def _step(setup: Setup, request: Request) -> Response:
    step = request.path_params["step"]
    if step not in STEPS:
        return refuse(request, 404)
    ahead = [item for item in STEPS[: STEPS.index(step)] if item not in setup.sitting.passed]
    if ahead:
        return RedirectResponse(f"/setup/{ahead[0]}", status_code=303)
    return await _show(setup, request, step)


async def _typed(setup: Setup, request: Request) -> Response:
    """Keep what was typed, then go where the button leads; back always leads back."""
    step = request.path_params["step"]
    if step not in STEPS or step == LAST:
        return refuse(request, 404)
    form = await fields(request)
    setup.sitting.keep(step, {name: _line(form[name], step) for name in FIELDS[step] if name in form})
    go = form.get("go", "next")
    if go == "back":
        return RedirectResponse(f"/setup/{before(step)}", status_code=303)
    wrong = dict(wrong_at(step, setup.sitting.read()))
    if wrong:
        setup.sitting.passed.discard(step)
        return await _show(setup, request, step, status=422)
    if go == "look" or (step == HOLIDAYS and asks_region(setup.sitting.typed, form.get("shown", ""))):
        return RedirectResponse(f"/setup/{step}", status_code=303)
    if step == WORDS and await _cannot_be_said(setup):
        setup.sitting.passed.discard(step)
        return await _show(setup, request, step, status=422)
    setup.sitting.passed.add(step)
    return RedirectResponse(f"/setup/{after(step)}", status_code=303)


def _line(text: str, step: str) -> str:
    kept = clean(text.replace("\r\n", "\n")).strip()[:_LONGEST]
    return kept if step == WORDS else " ".join(kept.split())


async def _cannot_be_said(setup: Setup) -> bool:
    seen = await setup.workshop.preview(setup.sitting.read().answers)
    return seen.calendar is None


async def _show(
    setup: Setup,
    request: Request,
    step: str,
    *,
    status: int = 200,
    unmet: tuple[str, NotMetError] | None = None,
    failure: str = "",
) -> Response:
    language = language_wanted(request)
    if step == LAST:
        shown = shown_last(setup.workshop, setup.sitting, language, failure=failure)
    else:
        shown = await shown_step(setup.workshop, setup.sitting, step, language, unmet=unmet)
    return page(request, f"setup_{step}.html", status=status, **shown)


async def _meet(setup: Setup, request: Request) -> Response:
    channel = request.path_params["channel"]
    if channel not in setup.workshop.titles():
        return refuse(request, 404)
    form = await fields(request)
    keys = {key: form.get(key, "").strip() for key in setup.workshop.keys(channel)}
    try:
        account = await setup.workshop.meet(channel, keys)
    except NotMetError as error:
        return await _show(setup, request, CHANNEL, status=422, unmet=(channel, error))
    setup.sitting.met[channel] = Met(account=account, keys=keys)
    return RedirectResponse(f"/setup/{CHANNEL}", status_code=303)


async def _leave(setup: Setup, request: Request) -> Response:
    channel = request.path_params["channel"]
    if setup.sitting.met.pop(channel, None) is None:
        return refuse(request, 404)
    await setup.workshop.leave(channel)
    return RedirectResponse(f"/setup/{CHANNEL}", status_code=303)


def _is_ready(setup: Setup) -> bool:
    return set(STEPS[:-1]) <= setup.sitting.passed


async def _rehearse(setup: Setup, _request: Request) -> Response:
    if not _is_ready(setup):
        return RedirectResponse("/setup/", status_code=303)
    files = setup.sitting.files()
    under_way = setup.workshop.rehearsal()
    if under_way is None or under_way.of != name_of(files) or not under_way.under_way:
        setup.workshop.rehearse(name_of(files), files)
    return RedirectResponse(f"/setup/{LAST}", status_code=303)


async def _create(setup: Setup, request: Request) -> Response:
    if not _is_ready(setup):
        return RedirectResponse("/setup/", status_code=303)
    try:
        await _create_once(setup)
    except SetupError as error:
        said = " ".join(part for part in (f"{error}.", error.hint) if part)
        return await _show(setup, request, LAST, status=409, failure=said)
    return RedirectResponse("/setup/done", status_code=303)


async def _create_once(setup: Setup) -> None:
    """Create the brand; a second press of the button waits for the first one's end."""
    async with setup.creating:
        if setup.created is None:
            setup.created = await setup.workshop.create(setup.sitting.files(), _secrets(setup.sitting))


def _secrets(sitting: Sitting) -> dict[str, str]:
    """Give every key that was typed, by its variable."""
    return {
        variables_of(channel, met.keys)[key]: value
        for channel, met in sitting.met.items()
        for key, value in met.keys.items()
    }


async def _done(setup: Setup, request: Request) -> Response:
    if setup.created is None:
        return RedirectResponse("/setup/", status_code=303)
    response = page(
        request,
        "setup_done.html",
        created=setup.created,
        met=setup.sitting.met,
        name=setup.sitting.read().answers.name,
    )
    response.headers["Connection"] = "close"
    response.background = BackgroundTask(setup.left)
    return response
