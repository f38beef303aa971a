"""Reads what the panel asks for: a time to go to, as strict as the chat reads its messages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.channels.web.said import FaultError, read_object
from bot.errors import SetupError
from bot.settings.words import WrongValueError, duration

FARTHEST = timedelta(days=60)
"""How far one journey may go."""

_LONGEST = 40  # characters of a time in words

Moments = Callable[[str, datetime], datetime]
"""Reads a time in words ("sun 22:00") as seen from a moment. Raises SetupError."""


def read_nothing(body: bytes) -> None:
    """Read a body that asks for nothing in particular. Raises FaultError."""
    if read_object(body):
        raise FaultError(422, "bad_body", "The body must be an empty JSON object.")


def read_destination(body: bytes, moments: Moments, now: datetime) -> datetime:
    """Read where to: `{"to": "sun 22:00"}` or `{"by": "1h"}`. Raises FaultError, also for the past."""
    fields = read_object(body)
    if len(fields) != 1 or not fields.keys() <= {"to", "by"}:
        raise FaultError(422, "bad_body", "The body must have “to” (a time) or “by” (a span), and only that.")
    (name, value), *_ = fields.items()
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise FaultError(422, f"bad_{name}", f"“{name}” must be a short string.")
    moment = _at(value, moments, now) if name == "to" else now + _span(value)
    if moment <= now:
        raise FaultError(422, "past", "That is past: the clock only goes forward.")
    if moment > now + FARTHEST:
        raise FaultError(422, "too_far", f"That is too far: go {FARTHEST.days} days at most at once.")
    return moment


def _at(text: str, moments: Moments, now: datetime) -> datetime:
    try:
        return moments(text, now).astimezone(UTC)
    except SetupError as error:
        raise FaultError(422, "bad_to", f"{error}: {error.hint}.") from None
    except (OverflowError, ValueError):
        raise FaultError(422, "bad_to", f"“{text}” is not a time anyone will live in.") from None


def _span(text: str) -> timedelta:
    try:
        return min(duration(text), FARTHEST + timedelta(days=1))
    except (WrongValueError, OverflowError):
        raise FaultError(422, "bad_by", f"“{text}” is not a span: write 1h, 30m or 2d.") from None
