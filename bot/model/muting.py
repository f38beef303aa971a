"""A person's word that the bot says nothing to a contact for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Who muted a contact, why, and until when."""

    agent: str
    reason: str
    until: datetime
