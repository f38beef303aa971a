"""The webhook's door: opens to who holds the app's secret, and says 200 when the event is on disk."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.x.activity.events import Events
from bot.channels.x.options import Options
from bot.errors import StoreError

HEADER = "x-twitter-webhooks-signature"
"""The header in which X signs what it sends."""

BIGGEST = 64 * 1024
"""Bytes of an event; a larger one is refused, and what it told of is found by the next poll."""

_TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{8,256}")
_LONGEST_SIGNATURE = 200


def signature(secret: str, message: bytes) -> bytes:
    """Sign as X does, both what it sends and the answer to its challenge."""
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return b"sha256=" + b64encode(digest)


def verify(shown: Sequence[str], body: bytes, options: Options) -> bool:
    """Tell whether a request is X's own: it came with one signature, over exactly this body; pure.

    Comparing takes a time that tells nothing, and is of bytes: text beyond ASCII cannot be compared so.
    """
    if len(shown) != 1 or len(shown[0]) > _LONGEST_SIGNATURE:
        return False
    given = shown[0].encode("utf-8", "surrogatepass")
    secrets = filter(None, (options.consumer_secret, options.consumer_secret_before))
    return any(hmac.compare_digest(given, signature(secret, body)) for secret in secrets)


class Door:
    """Answers X's challenges and takes its events in."""

    def __init__(self, events: Events, options: Options) -> None:
        self._events, self._options = events, options

    def routes(self) -> Sequence[BaseRoute]:
        """Give the routes at the path of the public address."""
        path = self._options.webhook_path
        return [
            Route(path, self._challenge, methods=["GET"]),
            Route(path, self._take, methods=["POST"]),
        ]

    async def _challenge(self, request: Request) -> Response:
        """Prove that the secret is here.

        The key that signs the answer also signs events: a token that could be an event's body is refused,
        or anybody could have a forgery signed.
        """
        tokens = request.query_params.getlist("crc_token")
        if len(tokens) != 1 or _TOKEN.fullmatch(tokens[0]) is None:
            return Response(status_code=400)
        proof = signature(self._options.consumer_secret, tokens[0].encode())
        return JSONResponse({"response_token": proof.decode()})

    async def _take(self, request: Request) -> Response:
        """Take an event in. 401 without its signature, 503 while it cannot be stored."""
        body = await request.body()
        if len(body) > BIGGEST:
            return Response(status_code=413)
        if not verify(request.headers.getlist(HEADER), body, self._options):
            return Response(status_code=401)
        event = _object(body)
        if event is None:
            return Response(status_code=400)
        try:
            await self._events.take(event)
        except StoreError:
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response()


def _object(body: bytes) -> Mapping[str, object] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
