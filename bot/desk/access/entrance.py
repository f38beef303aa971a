"""The desk's door: in by a one-time link or a password, and out."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.access.guessing import link_guess, password_guess, too_many
from bot.desk.ports import Desk
from bot.desk.signin import end_session, give_cookies
from bot.desk.visit import Visit, fields, language_wanted, page, refuse
from bot.desk.words import words
from bot.service.users import Door, Entered, Wrong, WrongUserError

_log = logging.getLogger(__name__)

_LONGEST = 400
_HOME = "/desk/"


async def show_door(desk: Desk, request: Request) -> Response:
    """Show what to come in by; opening a link changes nothing."""
    token = request.query_params.get("token", "")
    if not token:
        return await _closed(desk, request, "")
    door = await desk.users.door(token)
    return await _closed(desk, request, "expired") if door is None else _open(desk, request, token, door)


async def come_in(desk: Desk, request: Request) -> Response:
    """Let in whoever has a link, or knows a user's password."""
    form = await fields(request)
    if form.get("token"):
        return await _by_link(desk, request, form)
    return await _by_password(desk, request, form)


async def leave(visit: Visit) -> Response:
    """End the session."""
    response = RedirectResponse("/desk/enter", status_code=303)
    await end_session(visit.desk, visit.request, response)
    _log.info("%s signed out", visit.person.key)
    return response


async def _by_link(desk: Desk, request: Request, form: Mapping[str, str]) -> Response:
    guess, token = link_guess(desk, request), form.get("token", "")
    if wait := guess.wait():
        return too_many(request, wait)
    guess.begin()
    door = await desk.users.door(token)
    if door is None:
        return await _refuse_link(desk, request)
    try:
        entered = await _entered(desk, token, door, form)
    except WrongUserError as error:
        if error.wrong is Wrong.LINK:
            return await _refuse_link(desk, request)
        guess.was_right()
        return _open(desk, request, token, door, form=form, wrong=error.wrong)
    guess.was_right()
    return refuse(request, 400) if entered is None else _in(desk, entered)


async def _entered(desk: Desk, token: str, door: Door, form: Mapping[str, str]) -> Entered | None:
    """Let in who the link is for; None where an unknown person was chosen. Raises WrongUserError."""
    chosen, password = form.get("person", ""), form.get("password", "")[:_LONGEST]
    if door.owner is not None:
        return await desk.users.enter(token, door.owner.key, password)
    if not door.first:
        known = chosen in {user.key for user in door.admins}
        return await desk.users.enter(token, chosen, password) if known else None
    person = desk.people.get(chosen)
    if chosen and person is None:
        return None
    key, name = (person.key, person.name) if person is not None else _typed(form)
    return await desk.users.begin(token, key, name, password)


def _typed(form: Mapping[str, str]) -> tuple[str, str]:
    return form.get("key", "").strip(), form.get("name", "")


async def _by_password(desk: Desk, request: Request, form: Mapping[str, str]) -> Response:
    key, password = form.get("key", "").strip()[:_LONGEST], form.get("password", "")[:_LONGEST]
    if not key or not password:
        return refuse(request, 400)
    guess = await password_guess(desk, request, key)
    if wait := guess.wait():
        return too_many(request, wait)
    guess.begin()
    entered = await desk.users.sign_in(key, password)
    if entered is None:
        _log.warning("refused a sign-in: the user name or the password is wrong")
        return await _closed(desk, request, "wrong", status=401)
    guess.was_right()
    return _in(desk, entered)


async def _refuse_link(desk: Desk, request: Request) -> Response:
    _log.warning("refused a sign-in: the link is unknown, used or expired")
    await desk.users.refused("link")
    return await _closed(desk, request, "expired")


def _in(desk: Desk, entered: Entered) -> Response:
    response = RedirectResponse(_HOME, status_code=303)
    give_cookies(desk, response, entered)
    return response


async def _closed(desk: Desk, request: Request, told: str, status: int = 0) -> Response:
    """Show the door to who has no link; `told` is what was wrong."""
    begun = bool(await desk.users.every())
    return page(
        request,
        "door.html",
        status=status or (410 if told else 200),
        brand=desk.brand,
        told=told or ("" if begun else "needed"),
        with_password=begun,
    )


def _open(
    desk: Desk,
    request: Request,
    token: str,
    door: Door,
    *,
    form: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
) -> Response:
    """Show the door to who has a link."""
    people = desk.people.values() if door.first else door.admins
    return page(
        request,
        "door_link.html",
        status=200 if wrong is None else 422,
        brand=desk.brand,
        token=token,
        door=door,
        people=[(one.key, one.name) for one in people],
        form={name: (form or {}).get(name, "") for name in ("person", "key", "name")},
        other=form is not None and not form.get("person"),
        wrong=words(language_wanted(request))[f"user_wrong_{wrong}"] if wrong is not None else "",
    )
