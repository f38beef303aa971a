"""What stops sending: the switch that a person pulls, and the breaker that opens by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StopScope(StrEnum):
    """What is not sent: nothing at all, or only what the bot wrote."""

    EVERYTHING = "everything"
    AUTOMATIC = "automatic"

    def forbids(self, *, automatic: bool) -> bool:
        """Tell whether a message is held back; `automatic`: the bot, not a person, wants it sent."""
        return automatic or self is StopScope.EVERYTHING


class StopSource(StrEnum):
    """How the switch was pulled; a file's hold ends with the file, the others' at a person's word."""

    PERSON = "person"
    SIGNAL = "signal"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A pulled switch: by whom, why ("" where nobody said), since when."""

    source: StopSource
    scope: StopScope
    by: str
    why: str
    since: datetime


class BreakerCause(StrEnum):
    """Why an account was stopped by itself."""

    RUNAWAY = "runaway"  # more automatic messages in a minute than the brand allows
    REFUSALS = "refusals"  # the platform refused message after message


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBreaker:
    """An account whose messages wait: since when, and from when one of them is tried."""

    channel: str
    account: str
    cause: BreakerCause
    opened_at: datetime
    retry_at: datetime
