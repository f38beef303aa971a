"""The store's part for teaching: each method hands one unit of work to the transactions of its database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.message import Inbound
from bot.model.unanswered import Unanswered
from bot.service.lesson_ports import Lesson
from bot.stores.sql_incidents import SqlIncidents
from bot.stores.units import history, lessons, unanswered
from bot.teaching.change import Change


class SqlLessons(SqlIncidents):
    """Keeps what there is to teach from and what is taught, over the given transactions."""

    async def unanswered(self, since: datetime, until: datetime, most: int) -> tuple[Unanswered, ...]:
        return await self._transactions.read(lambda tx: unanswered.unanswered(tx, since, until, most))

    async def dismiss(self, digests: Sequence[str], *, by: str, now: datetime) -> None:
        await self._transactions.write(lambda tx: unanswered.dismiss(tx, digests, by, now))

    async def dismissed(self) -> frozenset[str]:
        return await self._transactions.read(unanswered.dismissed)

    async def heard_lately(self, most: int) -> tuple[Inbound, ...]:
        return await self._transactions.read(lambda tx: history.heard_lately(tx, most))

    async def lesson(self, person: str) -> Change:
        return await self._transactions.read(lambda tx: lessons.lesson(tx, person))

    async def keep_lesson(self, person: str, change: Change, now: datetime) -> None:
        await self._transactions.write(lambda tx: lessons.keep_lesson(tx, person, change, now))

    async def add_taught(self, lesson: Lesson) -> None:
        await self._transactions.write(lambda tx: lessons.add_taught(tx, lesson))

    async def taught(self, most: int) -> tuple[Lesson, ...]:
        return await self._transactions.read(lambda tx: lessons.taught(tx, most))
