"""How long customers wait: from the first message without an answer to what was then said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One wait of a customer. `since` is their first unanswered message; all times are aware, UTC.

    `any_at` is when they first heard anything, an acknowledgement included; `answer_at` when they had an
    answer that is more than that, from `answered_by`: "bot", or an agent's key. None: not yet.
    """

    conversation_id: int
    since: datetime
    any_at: datetime | None = None
    answer_at: datetime | None = None
    answered_by: str = ""
