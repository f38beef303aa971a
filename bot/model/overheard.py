"""What was said about the brand, not to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """A post as the list shows it; `urgent`: a person was asked to look at once. `at` is aware, UTC."""

    conversation_id: int
    channel: str
    name: str
    handle: str
    text: str
    intent: str
    urgent: bool
    at: datetime
