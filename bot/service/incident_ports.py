"""What the incident service needs of the store. Each method is one transaction and may raise StoreError."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.incident import Incident, IncidentStatus, Report, Tally
from bot.service.incident_values import Burst, Post, Reached, Said, Word


class IncidentStore(Protocol):
    """Incidents, who belongs to them, and what was reported lately."""

    async def incidents(self, most: int) -> tuple[Incident, ...]:
        """List the open incidents, the suggestions, and the latest others, `most` of these at most."""
        ...

    async def live_incidents(self) -> tuple[Incident, ...]:
        """List the open incidents and the suggestions."""
        ...

    async def incident(self, incident_id: int) -> Incident | None:
        """Give one incident; None if there is none such."""
        ...

    async def said_of(self, incident_id: int, most: int) -> tuple[Said, ...]:
        """List what people said of an incident, newest first, `most` words at most."""
        ...

    async def open_incident(self, word: Word, conversations: Sequence[int], suggestion: int) -> int:
        """Open an incident that has these conversations; gives its number, 0 if the suggestion is gone."""
        ...

    async def change_incident(self, item: Incident, word: Word, status: IncidentStatus) -> bool:
        """Say more about an open incident, or that it is over; False if it is no longer as it was read."""
        ...

    async def dismiss_incident(self, incident_id: int, by: str, now: datetime) -> bool:
        """Note that a suggestion is no incident; False if it is no suggestion any more."""
        ...

    async def attach(self, incident_id: int, conversations: Sequence[int]) -> int:
        """Add conversations to an open incident; they are told its latest word. Gives how many are new."""
        ...

    async def attached(self, incident_id: int) -> frozenset[int]:
        """Give the conversations that belong to an incident."""
        ...

    async def announce(self, now: datetime, *, only_first: bool) -> tuple[int, ...]:
        """Turn the latest words into events of some conversations, each once; none given: all are told.

        `only_first`: only the words by which incidents were opened. A call that finds nothing writes nothing.
        """
        ...

    async def suggest(self, bursts: Sequence[Burst], ebbed: Sequence[int], now: datetime) -> tuple[int, ...]:
        """Write down bursts and which suggestions have ebbed; gives the numbers of new suggestions."""
        ...

    async def remind_late(self, numbers: Sequence[int], now: datetime) -> int:
        """Tell people once that the next word of these incidents is late; gives how many are new."""
        ...

    async def count_again(self, numbers: Sequence[int], now: datetime) -> None:
        """Bring the tasks of open incidents up to date."""
        ...

    async def reached(self, incident_id: int) -> tuple[Reached, ...]:
        """Count whom an incident's word goes to."""
        ...

    async def reached_of(self, conversations: Sequence[int]) -> tuple[Reached, ...]:
        """Count conversations by channel, surface and language."""
        ...

    async def reports(self, since: datetime, until: datetime) -> tuple[Report, ...]:
        """List what was reported after `since` up to `until`, oldest first."""
        ...

    async def unknown_reports(self, since: datetime, most: int) -> tuple[Report, ...]:
        """List the reports that match no intent after `since`, newest first, `most` at most."""
        ...

    async def tallies(self, intent: str, since: datetime) -> tuple[Tally, ...]:
        """List how many people reported an intent ("*": anything) in each hour that had any, oldest first."""
        ...

    async def posts(self, inbound: Sequence[int]) -> tuple[Post, ...]:
        """Give these messages, in order."""
        ...
