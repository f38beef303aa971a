"""The page of users: who may sign in, adding one, and changing their role or way in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.sections import ME, section_page
from bot.desk.signin import new_link
from bot.desk.visit import Visit, fields, refuse
from bot.desk.words import words
from bot.model.role import Role
from bot.service.user_ports import Changed
from bot.service.users import OWN_LINK_LASTS, WrongUserError

HOME = "/desk/users"


async def show_users(visit: Visit) -> Response:
    """List the users."""
    return await _page(visit)


async def add_user(visit: Visit) -> Response:
    """Add a user and show the link by which they come in first."""
    form = await fields(visit.request)
    key, name, role = form.get("key", "").strip(), form.get("name", ""), _role(form.get("role"))
    if role is None:
        return refuse(visit.request, 400)
    try:
        user = await visit.desk.users.add(key, name, role, by=visit.person.key)
    except WrongUserError as error:
        typed = {"key": key, "name": name}
        return await _page(visit, wrong=words(visit.language)[f"user_wrong_{error.wrong}"], typed=typed)
    return await _with_link(visit, user.key)


async def make_link(visit: Visit) -> Response:
    """Show a new link for a user."""
    return await _with_link(visit, visit.request.path_params["key"])


async def change_role(visit: Visit) -> Response:
    """Give a user another role."""
    role = _role((await fields(visit.request)).get("role"))
    if role is None:
        return refuse(visit.request, 400)
    key = visit.request.path_params["key"]
    return await _changed(visit, await visit.desk.users.change_role(key, role, by=visit.person.key))


async def remove_user(visit: Visit) -> Response:
    """Take a user out."""
    key = visit.request.path_params["key"]
    return await _changed(visit, await visit.desk.users.remove(key, by=visit.person.key))


async def _changed(visit: Visit, changed: Changed) -> Response:
    if changed is Changed.UNKNOWN:
        return refuse(visit.request, 404)
    if changed is Changed.LAST_ADMIN:
        return await _page(visit, wrong=words(visit.language)["users_last_admin"])
    return RedirectResponse(HOME, status_code=303)


async def _with_link(visit: Visit, key: str) -> Response:
    link = await new_link(
        visit.desk.users,
        base=_site(visit.request, secure=visit.desk.secure),
        owner=key,
        by=visit.person.key,
        lasts=OWN_LINK_LASTS,
    )
    if not link:
        return refuse(visit.request, 404)
    return await _page(visit, link=link, linked=key)


def _site(request: Request, *, secure: bool) -> str:
    return f"{'https' if secure else 'http'}://{request.headers.get('host', '')}"


def _role(text: str | None) -> Role | None:
    return Role(text) if text in {role.value for role in Role} else None


async def _page(
    visit: Visit,
    *,
    wrong: str = "",
    typed: dict[str, str] | None = None,
    link: str = "",
    linked: str = "",
) -> Response:
    w = words(visit.language)
    return await section_page(
        visit,
        ME,
        "users.html",
        status=422 if wrong else 200,
        users=await visit.desk.users.every(),
        roles=[(role.value, w[f"role_{role}"]) for role in Role],
        wrong=wrong,
        typed={"key": "", "name": "", **(typed or {})},
        link=link,
        linked=linked,
    )
