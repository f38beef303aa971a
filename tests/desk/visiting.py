"""A person who is signed in at the desk, as the tests of its pages need one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.role import Role

HOST = "http://desk.test"
OURS = {"Origin": HOST}
ITALIAN = {"Accept-Language": "it"}


async def enter(client: httpx.AsyncClient, desk: Desk, person: str = "FB") -> httpx.Response:
    """Sign in by a link of the desk's."""
    token = (await new_link(desk.agents, base=HOST, now=desk.clock.now())).partition("token=")[2]
    return await client.post("/desk/enter", data={"token": token, "person": person}, headers=OURS)


@asynccontextmanager
async def visiting(
    desk: Desk,
    *,
    headers: Mapping[str, str] = ITALIAN,
    follow: bool = False,
    role: Role = Role.ADMIN,
) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser of Francesca's, signed in, who has a role; `follow`: it goes where it is sent."""
    site = build_site(chat_routes=[], desk_routes=routes(replace(desk, roles={"FB": role})))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(site), base_url=HOST, headers=dict(headers), follow_redirects=follow
    ) as client:
        await enter(client, desk)
        yield client
