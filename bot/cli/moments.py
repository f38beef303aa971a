"""Moments as people read them at the terminal."""

from __future__ import annotations

from datetime import datetime

from bot.model.hours import Calendar


def in_words(calendar: Calendar, moment: datetime) -> str:
    """Give a moment on the brand's clock: "Wednesday 9 December at 09:00"."""
    local = calendar.local(moment)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def opening(calendar: Calendar, now: datetime) -> str:
    """Say whether the brand is open, and when that changes."""
    if calendar.is_open(now):
        closing = calendar.next_closing(now)
        return f"open now, until {in_words(calendar, closing)}" if closing else "open now, and always"
    following = calendar.next_opening(now)
    why = calendar.closure(now)
    reason = f" ({why.value})" if why is not None else ""
    if following is None:
        return f"closed now{reason}, and no opening is known"
    return f"closed now{reason}; opens {in_words(calendar, following)}"
