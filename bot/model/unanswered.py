"""A question that the bot did not answer by itself: what people teach it from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

CHOSE = "the customer chose it"
"""Why a decision answers what the customer picked when asked back: the question is answered after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """What a customer wrote (a burst is one text, a line a message) when only a person could answer.

    `rule` is the policy's that left it to a person or asked back. `answer` is the first thing a person wrote
    in the conversation afterwards, "" where nobody has. `name` and `handle` are the customer's.
    """

    text: str
    at: datetime
    channel: str
    rule: str
    language: str = ""
    name: str = ""
    handle: str = ""
    answer: str = ""
