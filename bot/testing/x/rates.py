"""How often each endpoint may be called in fifteen minutes, counted apart and told in headers."""

from __future__ import annotations

from dataclasses import dataclass, field

WINDOW = 900.0
LIMITS = {
    "GET /2/users/me": 75,
    "GET /2/users/:id/mentions": 300,
    "GET /2/users/:id/tweets": 900,
    "GET /2/tweets": 900,
    "GET /2/tweets/search/recent": 300,
    "POST /2/tweets": 100,
    "DELETE /2/tweets/:id": 50,
    "POST /2/media/upload/initialize": 1875,
    "POST /2/media/upload/:id/append": 1875,
    "POST /2/media/upload/:id/finalize": 1875,
    "GET /2/media/upload": 1000,
    "GET /2/dm_events": 15,
    "GET /2/dm_conversations/with/:id/dm_events": 15,
    "POST /2/dm_conversations/with/:id/messages": 15,
    "POST /oauth2/token": 450,
    "GET /2/webhooks": 450,
    "POST /2/webhooks": 450,
    "PUT /2/webhooks/:id": 450,
    "GET /2/activity/subscriptions": 500,
    "POST /2/activity/subscriptions": 500,
    "DELETE /2/activity/subscriptions/:id": 500,
    "GET /2/activity/stream": 450,
    "GET /2/tweets/search/stream": 50,
    "GET /2/tweets/search/stream/rules": 450,
    "POST /2/tweets/search/stream/rules": 100,
}
"""Every endpoint there is, with its calls in a window."""

DAILY_MESSAGES = 1440
"""Direct messages in twenty-four hours."""


@dataclass(slots=True)
class Rates:
    """Counts the calls of the window under way."""

    limits: dict[str, int] = field(default_factory=lambda: dict(LIMITS))
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def take(self, endpoint: str, now: float) -> tuple[bool, dict[str, str]]:
        """Count a call: whether it may be, and the headers that tell what is left."""
        begun, used = self._windows.get(endpoint, (now, 0))
        if now >= begun + WINDOW:
            begun, used = now, 0
        limit = self.limits[endpoint]
        allowed = used < limit
        if allowed:
            used += 1
        self._windows[endpoint] = (begun, used)
        left = {"limit": limit, "remaining": limit - used, "reset": int(begun + WINDOW)}
        return allowed, {f"x-rate-limit-{name}": str(value) for name, value in left.items()}
