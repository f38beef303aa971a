"""How times, people and lines are written in the group: plain text, in which a customer's words are data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.knowledge.names import private_name
from bot.model.conversation import Conversation
from bot.model.text import utf16_length
from bot.service.ports import DeskGroup
from bot.service.values import TranscriptLine
from bot.settings.values import Person

MOST = 4096
"""UTF-16 units that Telegram takes in a message."""

_HIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
_MARKS, _AGENT = {"customer": "👤", "bot": "🤖"}, "🎧"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What the group's messages are written with.

    `words` are the group's and `desk` the desk's own, both in `language`; `titles` are the channels'.
    """

    words: Mapping[str, str]
    desk: Mapping[str, str]
    language: str
    zone: ZoneInfo
    people: Mapping[str, Person]
    titles: Mapping[str, str]

    def when(self, at: datetime) -> str:
        """Give a time on the brand's clock, the same whenever it is read: "mer 9 dic, 14:30"."""
        return format_datetime(at.astimezone(self.zone), "EEE d MMM, HH:mm", locale=self.language)

    def agent(self, key: str) -> str:
        """Name an agent to colleagues."""
        person = self.people.get(key)
        return person.name if person is not None else key

    def customer(self, conversation: Conversation) -> str:
        """Name a customer, by a name that carries nothing else."""
        contact = conversation.contact
        return private_name(contact.name) or private_name(contact.handle) or self.words["unnamed"]

    def line(self, line: TranscriptLine, most: int) -> str:
        """Write a line of the conversation, at most so many UTF-16 units long."""
        return shortened(f"{self._who(line)} {quoted(line.text)}", most)

    def _who(self, line: TranscriptLine) -> str:
        if line.sender in _MARKS:
            return _MARKS[line.sender]
        return f"{_AGENT} {self.agent(line.author)}:" if line.author else _AGENT


def looks_of(group: DeskGroup, words: Mapping[str, str]) -> Looks:
    """Gather what messages are written with, from the settings as they are now."""
    settings = group.settings
    return Looks(
        words=words,
        desk=group.words,
        language=settings.brand.languages[0],
        zone=group.zone,
        people=settings.people,
        titles=group.titles,
    )


def quoted(text: str) -> str:
    """Give somebody's words so that no line of theirs looks like one of ours; hidden marks are left out."""
    return "\n   ".join(_HIDDEN.sub("", text).strip().split("\n"))


def shortened(text: str, most: int) -> str:
    """Cut a text to so many UTF-16 units, with … at its end where something is missing."""
    if utf16_length(text) <= most:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return f"{kept.rstrip()}…"
