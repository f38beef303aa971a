"""The site around the pages: health, kind faults, headers even on a crash, no path out of its files."""

from __future__ import annotations

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.desk.door import CSP
from bot.desk.site import build_site


async def crash(_request: Request) -> Response:
    raise RuntimeError("the password is hunter2")


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


def a_client(*, healthy: bool = True) -> httpx.AsyncClient:
    async def answer() -> bool:
        return healthy

    chat = [Route("/crash", crash), Route("/api/crash", crash), Route("/echo", echo, methods=["POST"])]
    site = build_site(chat_routes=chat, desk_routes=[], healthy=answer)
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://site.test")


@pytest.mark.parametrize(("healthy", "status"), [(True, 200), (False, 503)])
async def test_health_is_one_plain_line(*, healthy: bool, status: int) -> None:
    async with a_client(healthy=healthy) as client:
        answer = await client.get("/healthz")
    assert (answer.status_code, answer.text.count("\n")) == (status, 1)


@pytest.mark.parametrize("path", ["/crash", "/api/crash"])
async def test_a_crash_is_told_kindly_without_details_and_with_every_header(path: str) -> None:
    async with a_client() as client:
        answer = await client.get(path, headers={"Accept-Language": "it"})
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["cache-control"] == "no-store"
    assert ("Qualcosa è andato storto" in answer.text) is (path == "/crash")


@pytest.mark.parametrize(
    ("language", "title"), [("it", "Qui non c’è niente"), ("en", "There is nothing here")]
)
async def test_a_missing_page_is_told_in_the_readers_language(language: str, title: str) -> None:
    async with a_client() as client:
        answer = await client.get("/<script>", headers={"Accept-Language": language})
    assert (answer.status_code, title in answer.text, "<script>" in answer.text) == (404, True, False)


@pytest.mark.parametrize(
    "path", ["/static/../site.py", "/static/%2e%2e/site.py", "/static/..%2fsite.py", "/static/"]
)
async def test_static_files_lead_nowhere_else(path: str) -> None:
    async with a_client() as client:
        assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(("size", "status"), [(262_144, 200), (262_145, 413)])
async def test_a_body_has_a_bound_and_arrives_whole_below_it(size: int, status: int) -> None:
    body = b"x" * size
    async with a_client() as client:
        answer = await client.post("/echo", content=body)
    assert answer.status_code == status
    assert (answer.content == body) is (status == 200)


async def test_without_a_chat_the_root_leads_to_the_desk() -> None:
    site = build_site(chat_routes=[], desk_routes=[])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://site.test") as client:
        assert (await client.get("/")).headers["location"] == "/desk/"
