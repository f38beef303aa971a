"""The smallest Telegram bot there is on the same library: it answers each message with its text.

`python -m benchmarks.echo_bot BASE_URL TOKEN [PORT]`: it polls, or with a port takes a webhook at /echo.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def _echo(update: Update, _context: object) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def _application(base_url: str, token: str) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = Application.builder().token(token).base_url(base_url)
    application = builder.concurrent_updates(concurrent_updates=True).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    return application


async def _serve(base_url: str, token: str, port: int) -> None:
    """Take updates by webhook, as the library's own example does beside a web server."""
    application = _application(base_url, token)

    async def take(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    site = Starlette(routes=[Route("/echo", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(site, port=port, log_level="critical"))
    await application.bot.set_webhook("https://prova.example/echo", allowed_updates=["message"])
    async with application:
        await application.start()
        await server.serve()
        await application.stop()


def main() -> None:
    """Run until stopped."""
    base_url, token, *port = sys.argv[1:]
    if port:
        asyncio.run(_serve(base_url, token, int(port[0])))
    else:
        _application(base_url, token).run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main()
