"""What every request passes: security headers on the way out, a cap on size and time on the way in."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.faults import fault

BIGGEST_BODY = 256 * 1024
"""Bytes of a request's body, the largest update of a platform with room to spare; more is not read."""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_YEAR = "max-age=31536000"


def safe_headers(*, secure: bool) -> dict[str, str]:
    """Give the headers every answer carries; `secure`: the site is reached by https."""
    return {**_HEADERS, **({"Strict-Transport-Security": _YEAR} if secure else {})}


class SafeHeaders:
    """Sets the security headers of every answer; what says nothing of caching is not stored."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = safe_headers(secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _dress(self, headers: MutableHeaders) -> None:
        headers.update(self._headers)
        headers.setdefault("Cache-Control", "no-cache" if "etag" in headers else "no-store")


class BoundedBody:
    """Reads a request's whole body, at most `biggest` bytes within `seconds`, before the routes see it."""

    def __init__(self, app: ASGIApp, *, biggest: int = BIGGEST_BODY, seconds: float = 10.0) -> None:
        self._app = app
        self._biggest = biggest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._read(Headers(scope=scope), receive)
        except TimeoutError:
            await fault(scope, 408, close=True)(scope, receive, send)
        except _TooLargeError:
            await fault(scope, 413, close=True)(scope, receive, send)
        except _GoneError:
            return
        else:
            await self._app(scope, _replay(body, receive), send)

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        declared = headers.get("content-length", "")
        if declared.isdigit() and (len(declared) > 12 or int(declared) > self._biggest):
            raise _TooLargeError
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise _GoneError
            body += message.get("body", b"")
            if len(body) > self._biggest:
                raise _TooLargeError
            if not message.get("more_body", False):
                return bytes(body)


class _TooLargeError(Exception):
    pass


class _GoneError(Exception):
    pass


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
