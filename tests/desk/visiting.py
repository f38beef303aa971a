"""A person who is signed in at the desk, as the tests of its pages need one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.role import Role

HOST = "http://desk.test"
OURS = {"Origin": HOST}
ITALIAN = {"Accept-Language": "it"}


async def enter(
    client: httpx.AsyncClient, desk: Desk, person: str = "FB", role: Role = Role.ADMIN
) -> httpx.Response:
    """Sign in by a link of the person's own, who becomes a user by it."""
    if await desk.users.get(person) is None:
        await desk.users.add(person, desk.people[person].name, role, by="test")
    link = await new_link(desk.users, base=HOST, owner=person)
    return await client.post("/desk/enter", data={"token": link.partition("token=")[2]}, headers=OURS)


@asynccontextmanager
async def visiting(
    desk: Desk,
    *,
    headers: Mapping[str, str] = ITALIAN,
    follow: bool = False,
    role: Role = Role.ADMIN,
) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser of Francesca's, signed in, who has a role; `follow`: it goes where it is sent."""
    site = build_site(chat_routes=[], desk_routes=routes(desk))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(site), base_url=HOST, headers=dict(headers), follow_redirects=follow
    ) as client:
        await enter(client, desk, role=role)
        yield client
