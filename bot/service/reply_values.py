"""What the editing of replies is made of: a draft, the texts a file has had, what was said of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.message import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """A text that is not published; `base` names the file's text on which it was begun.

    `version` counts from 1; 0 in a draft that is not saved yet.
    """

    path: str
    text: str
    base: str
    author: str
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyVersion:
    """A text a file has had; `author` is "" where it was not published at the desk."""

    id: int
    path: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidReply:
    """A message of the bot's own, to whom and when."""

    conversation_id: int
    channel: str
    letter: Letter
    name: str
    at: datetime
