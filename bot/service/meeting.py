"""The port through which an account is met before it is switched on: its name, and a first message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWords:
    """The first message that reached the account; `text` may be empty, as with a photo."""

    name: str
    text: str


class Meeting(Protocol):
    """An account whose secrets have just been given; nothing is stored, answered or taken away there."""

    @property
    def greeting(self) -> str:
        """What to ask of a person so that a first message comes; known once the name is."""
        ...

    async def name(self) -> str:
        """Give the account's name. Raises ChannelError when the platform refuses or cannot be reached."""
        ...

    async def first_words(self, seconds: float) -> FirstWords | None:
        """Wait so long for a message; 0 looks once. None when none came. Raises ChannelError."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...
