"""Asks a demo that runs on this machine to take its invented conversations away."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.channels.web.demo.routes import BASE
from bot.cli.keeping import settings_of
from bot.cli.plan import LOOPBACK
from bot.cli.ports import is_own
from bot.cli.program import program
from bot.errors import SetupError

_PATIENCE = 30.0


def clear(project: Path, port: int | None) -> int:
    """Give how many conversations were taken away. Raises SetupError where no demo runs."""
    console = settings_of(project).console
    host = console.host if is_own(console.host) else LOOPBACK
    where = console.port if port is None else port
    connection = HTTPConnection(host, where, timeout=_PATIENCE)
    try:
        connection.request("POST", f"{BASE}/clear", "{}", {"Content-Type": "application/json"})
        answer = connection.getresponse()
        found = json.loads(answer.read()) if answer.status == 200 else None
    except (OSError, HTTPException, ValueError):
        found = None
    finally:
        connection.close()
    cleared = found.get("cleared") if isinstance(found, dict) else None
    if not isinstance(cleared, int):
        raise SetupError(
            f"no demo is running on {host}:{where}",
            hint=f"start one with `{program()} run --demo`, or name its port with --port",
        )
    return cleared
