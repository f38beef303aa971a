"""What may go wrong on purpose, as the API's error JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web.said import FaultError
from bot.errors import StoreError

Endpoint = Callable[[Request], Awaitable[Response]]


def answering(endpoint: Endpoint) -> Endpoint:
    """Turn the faults an endpoint raises, and a store that cannot be used, into error JSON."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except FaultError as fault:
            return _fault(fault)
        except StoreError:
            message = "Your message could not be stored just now: send it again in a moment."
            return _fault(FaultError(503, "try_again", message, retry_after=5))

    return answer


def _fault(fault: FaultError) -> JSONResponse:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else None
    body = {"error": {"code": fault.code, "message": fault.message}}
    return JSONResponse(body, status_code=fault.status, headers=headers)
