"""What a server to rehearse with is told under `/control/`: asked in JSON, answered in JSON, errors plain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.testing.wire import Reply, Request

CONTROL = "/control/"

Params = dict[str, Any]
Control = Callable[[Params], object]


def is_control(request: Request) -> bool:
    """Tell whether a request moves the platform's world, and is none of the platform's own."""
    return request.path.startswith(CONTROL)


def controlled(request: Request, controls: Mapping[str, Control]) -> Reply:
    """Do what is asked, whatever kind of content the request says it has; an error says what is wrong."""
    what = request.path.removeprefix(CONTROL)
    if what not in controls:
        return as_json(404, {"error": f"there is no {what!r}; there are {', '.join(sorted(controls))}"})
    try:
        params = json.loads(request.body or b"{}")
        if not isinstance(params, dict):
            return as_json(400, {"error": "the parameters must be a JSON object"})
        return as_json(200, {"result": controls[what](params)})
    except KeyError as missing:
        return as_json(400, {"error": f"{what}: there is no {missing}"})
    except (TypeError, ValueError) as wrong:
        return as_json(400, {"error": f"{what}: {wrong}"})


def as_json(status: int, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Give an answer whose body is JSON."""
    return Reply(status=status, body=json.dumps(body).encode(), headers=headers or {})
