"""One's own account: who one is, and changing the password."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.desk.access.guessing import password_guess, too_many
from bot.desk.sections import ME, section_page
from bot.desk.signin import give_cookies
from bot.desk.visit import Visit, fields
from bot.desk.words import words
from bot.service.users import WrongUserError

_LONGEST = 400


async def show_me(visit: Visit) -> Response:
    """Show the account."""
    return await _page(visit, done=visit.request.query_params.get("done") == "yes")


async def change_password(visit: Visit) -> Response:
    """Change the password: the current one is needed, and every other session ends."""
    form = await fields(visit.request)
    current, new = form.get("current", "")[:_LONGEST], form.get("new", "")[:_LONGEST]
    users, key, w = visit.desk.users, visit.person.key, words(visit.language)
    if new != form.get("again", "")[:_LONGEST]:
        return await _page(visit, wrong=w["me_differ"])
    if await _has_password(visit) and (refused := await _unless_theirs(visit, current)) is not None:
        return refused
    try:
        await users.change_password(key, new, by=key)
    except WrongUserError as error:
        return await _page(visit, wrong=w[f"user_wrong_{error.wrong}"])
    entered = await users.sign_in(key, new)
    if entered is None:
        return RedirectResponse("/desk/enter", status_code=303)
    response = RedirectResponse("/desk/me?done=yes", status_code=303)
    give_cookies(visit.desk, response, entered)
    return response


async def _unless_theirs(visit: Visit, current: str) -> Response | None:
    """Answer a wrong current password; a guess at it counts as one at the door does."""
    guess = await password_guess(visit.desk, visit.request, visit.person.key)
    if wait := guess.wait():
        return too_many(visit.request, wait)
    guess.begin()
    if not await visit.desk.users.is_theirs(visit.person.key, current):
        return await _page(visit, wrong=words(visit.language)["me_not_yours"])
    guess.was_right()
    return None


async def _has_password(visit: Visit) -> bool:
    user = await visit.desk.users.get(visit.person.key)
    return user is not None and user.has_password


async def _page(visit: Visit, *, wrong: str = "", done: bool = False) -> Response:
    w = words(visit.language)
    return await section_page(
        visit,
        ME,
        "me.html",
        status=422 if wrong else 200,
        facts=w["me_facts"].format(key=visit.person.key, role=w[f"role_{visit.role}"]),
        has_password=await _has_password(visit),
        wrong=wrong,
        done=done,
    )
