"""The store's part for incidents: each method hands one unit of work to the transactions of its database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.incident import Incident, IncidentStatus, Report, Tally
from bot.service.incident_values import Burst, Post, Reached, Said, Word
from bot.stores.tx import Transactions
from bot.stores.units import announcing, incidents, reports, suggesting


class SqlIncidents:
    """Keeps incidents in the tables of `schema/`, over the given transactions."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    async def incidents(self, most: int) -> tuple[Incident, ...]:
        return await self._transactions.read(lambda tx: incidents.incidents(tx, most))

    async def live_incidents(self) -> tuple[Incident, ...]:
        return await self._transactions.read(incidents.live_incidents)

    async def incident(self, incident_id: int) -> Incident | None:
        return await self._transactions.read(lambda tx: incidents.read_incident(tx, incident_id))

    async def said_of(self, incident_id: int, most: int) -> tuple[Said, ...]:
        return await self._transactions.read(lambda tx: incidents.said_of(tx, incident_id, most))

    async def open_incident(self, word: Word, conversations: Sequence[int], suggestion: int) -> int:
        return await self._transactions.write(
            lambda tx: incidents.open_incident(tx, word, conversations, suggestion)
        )

    async def change_incident(self, item: Incident, word: Word, status: IncidentStatus) -> bool:
        return await self._transactions.write(lambda tx: incidents.change_incident(tx, item, word, status))

    async def dismiss_incident(self, incident_id: int, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: incidents.dismiss_incident(tx, incident_id, by, now))

    async def attach(self, incident_id: int, conversations: Sequence[int]) -> int:
        return await self._transactions.write(lambda tx: incidents.attach(tx, incident_id, conversations))

    async def attached(self, incident_id: int) -> frozenset[int]:
        return await self._transactions.read(lambda tx: incidents.attached(tx, incident_id))

    async def announce(self, now: datetime, *, only_first: bool) -> tuple[int, ...]:
        behind = await self._transactions.read(lambda tx: announcing.anyone_behind(tx, only_first=only_first))
        if not behind:
            return ()
        return await self._transactions.write(lambda tx: announcing.announce(tx, now, only_first=only_first))

    async def suggest(self, bursts: Sequence[Burst], ebbed: Sequence[int], now: datetime) -> tuple[int, ...]:
        return await self._transactions.write(lambda tx: suggesting.suggest(tx, bursts, ebbed, now))

    async def remind_late(self, numbers: Sequence[int], now: datetime) -> int:
        return await self._transactions.write(lambda tx: suggesting.remind_late(tx, numbers, now))

    async def count_again(self, numbers: Sequence[int], now: datetime) -> None:
        await self._transactions.write(lambda tx: suggesting.count_again(tx, numbers, now))

    async def reached(self, incident_id: int) -> tuple[Reached, ...]:
        return await self._transactions.read(lambda tx: announcing.reached(tx, incident_id))

    async def reached_of(self, conversations: Sequence[int]) -> tuple[Reached, ...]:
        return await self._transactions.read(lambda tx: announcing.reached_of(tx, tuple(conversations)))

    async def reports(self, since: datetime, until: datetime) -> tuple[Report, ...]:
        return await self._transactions.read(lambda tx: reports.reports(tx, since, until))

    async def unknown_reports(self, since: datetime, most: int) -> tuple[Report, ...]:
        return await self._transactions.read(lambda tx: reports.unknown_reports(tx, since, most))

    async def tallies(self, intent: str, since: datetime) -> tuple[Tally, ...]:
        return await self._transactions.read(lambda tx: reports.tallies(tx, intent, since))

    async def posts(self, inbound: Sequence[int]) -> tuple[Post, ...]:
        return await self._transactions.read(lambda tx: reports.posts(tx, inbound))
