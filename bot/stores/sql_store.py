"""The store over SQL: each method hands one unit of work to the transactions of its database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.model.approval import ApprovalStep, Standing
from bot.model.cost import Answered, Cost, Spent
from bot.model.draft import Ending
from bot.model.feedback import Feedback, Step
from bot.model.message import Inbound, Outbound
from bot.model.overheard import Overheard
from bot.model.promise import Promise
from bot.model.report import Records
from bot.model.response import Response
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource
from bot.model.traits import Rate
from bot.model.turn import TurnResult, Work
from bot.service.values import (
    Accepted,
    Batch,
    DeskTopic,
    DeskView,
    Dossier,
    InboxRow,
    Reconciled,
    SendOutcome,
    Task,
    TranscriptLine,
)
from bot.stores.sql_inbox import SqlInbox
from bot.stores.sql_lessons import SqlLessons
from bot.stores.sql_owed import SqlOwed
from bot.stores.sql_replies import SqlReplies
from bot.stores.sql_users import SqlUsers
from bot.stores.tx import Tx
from bot.stores.units import (
    approvals,
    breakers,
    claiming,
    clearing,
    costs,
    desk,
    drafts,
    echoes,
    feedback,
    followups,
    history,
    hours,
    intake,
    next_send,
    overhearing,
    promises,
    records,
    responses,
    settling,
    stopping,
    tasks,
    topics,
    transcript,
    turns,
)


class SqlStore(SqlInbox, SqlLessons, SqlReplies, SqlUsers, SqlOwed):
    """Keeps the truth in the tables of `schema/`, over the given transactions."""

    async def accept(self, batch: Batch, now: datetime) -> Accepted:
        return await self._transactions.write(lambda tx: intake.accept(tx, batch, now))

    async def clear(self, prefix: str, incidents: Sequence[int] = ()) -> int:
        """Delete the conversations whose keys begin so, with all that hangs on them, and these incidents.

        Gives how many conversations there were.
        """
        return await self._transactions.write(lambda tx: clearing.clear_conversations(tx, prefix, incidents))

    async def cursor(self, channel: str, account: str) -> str | None:
        return await self._transactions.read(lambda tx: intake.cursor(tx, channel, account))

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        return await self._transactions.read(lambda tx: costs.costs_of(tx, channel, account, day))

    async def spent(self, first: str, last: str) -> tuple[Spent, ...]:
        return await self._transactions.read(lambda tx: costs.spent(tx, first, last))

    async def answered(self, since: datetime, until: datetime) -> tuple[Answered, ...]:
        return await self._transactions.read(lambda tx: costs.answered(tx, since, until))

    async def work(self, conversation_id: int) -> Work | None:
        return await self._transactions.read(lambda tx: turns.work(tx, conversation_id))

    async def commit_turn(self, result: TurnResult) -> bool:
        return await self._transactions.write(lambda tx: turns.commit_turn(tx, result))

    async def set_aside(
        self, conversation_id: int, inbound: Sequence[int], reason: str, now: datetime
    ) -> None:
        def unit(tx: Tx) -> None:
            turns.set_aside(tx, conversation_id, inbound, reason, now)

        await self._transactions.write(unit)

    async def with_work(self) -> tuple[int, ...]:
        return await self._transactions.read(turns.with_work)

    async def claim(
        self, now: datetime, *, rates: Mapping[tuple[str, str], Sequence[Rate]], lease: timedelta, most: int
    ) -> tuple[Outbound, ...]:
        return await self._transactions.write(lambda tx: claiming.claim(tx, now, rates, lease, most))

    async def next_send(self, key: tuple[str, str], now: datetime) -> datetime | None:
        return await self._transactions.read(lambda tx: next_send.next_send(tx, key, now))

    async def settle(self, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
        def unit(tx: Tx) -> None:
            settling.settle(tx, outbound, outcome, now)

        await self._transactions.write(unit)

    async def in_doubt(self, now: datetime) -> tuple[Outbound, ...]:
        return await self._transactions.read(lambda tx: settling.in_doubt(tx, now))

    async def release_leases(self) -> None:
        await self._transactions.write(settling.release_leases)

    async def settle_doubt(self, outbound: Outbound, found: Reconciled, now: datetime) -> None:
        def unit(tx: Tx) -> None:
            settling.settle_doubt(tx, outbound, found, now)

        await self._transactions.write(unit)

    async def wake_due(self, now: datetime) -> tuple[int, ...]:
        coming = await self.next_wake(now)
        if coming is None or coming > now:
            return ()
        return await self._transactions.write(lambda tx: followups.wake_due(tx, now))

    async def next_wake(self, now: datetime) -> datetime | None:
        return await self._transactions.read(lambda tx: followups.next_wake(tx, now))

    async def next_due(self) -> datetime | None:
        return await self._transactions.read(followups.next_due)

    async def lines_after(self, channel: str, account: str, key: str, n: int) -> tuple[TranscriptLine, ...]:
        return await self._transactions.read(lambda tx: transcript.lines_after(tx, channel, account, key, n))

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        return await self._transactions.read(lambda tx: echoes.spoken(tx, channel, account, key, since))

    async def inbox(self) -> tuple[InboxRow, ...]:
        return await self._transactions.read(desk.inbox)

    async def dossier(self, conversation_id: int) -> Dossier | None:
        return await self._transactions.read(lambda tx: desk.dossier(tx, conversation_id))

    async def finish_task(self, task_id: int, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: tasks.finish_task(tx, task_id, by, now))

    async def resend(self, outbound_id: int, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: settling.resend(tx, outbound_id, by, now))

    async def hours_changed(self, file: str, by: str, now: datetime) -> None:
        await self._transactions.write(lambda tx: hours.hours_changed(tx, file, by, now))

    async def desk_views(self, place: str) -> tuple[DeskView, ...]:
        return await self._transactions.read(lambda tx: topics.desk_views(tx, place))

    async def desk_view(self, place: str, conversation_id: int) -> DeskView | None:
        return await self._transactions.read(lambda tx: topics.desk_view(tx, place, conversation_id))

    async def view_of_thread(self, place: str, thread: int) -> DeskView | None:
        return await self._transactions.read(lambda tx: topics.view_of_thread(tx, place, thread))

    async def save_topic(self, topic: DeskTopic, since: DeskTopic) -> None:
        await self._transactions.write(lambda tx: topics.save_topic(tx, topic, since))

    async def ending_of(self, draft_id: int) -> Ending | None:
        return await self._transactions.read(lambda tx: drafts.ending_of(tx, draft_id))

    async def tasks(self) -> tuple[Task, ...]:
        return await self._transactions.read(tasks.tasks)

    async def promises(self, since: datetime, until: datetime) -> tuple[Promise, ...]:
        return await self._transactions.read(lambda tx: promises.promises(tx, since, until))

    async def responses(self, since: datetime, until: datetime) -> tuple[Response, ...]:
        return await self._transactions.read(lambda tx: responses.responses(tx, since, until))

    async def feedback(self, since: datetime, until: datetime) -> tuple[Feedback, ...]:
        return await self._transactions.read(lambda tx: feedback.feedback(tx, since, until))

    async def steps(self, since: datetime, until: datetime) -> tuple[Step, ...]:
        return await self._transactions.read(lambda tx: feedback.steps(tx, since, until))

    async def standings(self) -> tuple[Standing, ...]:
        return await self._transactions.read(approvals.standings)

    async def approval_steps(self, most: int) -> tuple[ApprovalStep, ...]:
        return await self._transactions.read(lambda tx: approvals.approval_steps(tx, most))

    async def records(self, since: datetime, until: datetime) -> Records:
        return await self._transactions.read(lambda tx: records.records(tx, since, until))

    async def overheard(self, since: datetime, most: int) -> tuple[Overheard, ...]:
        return await self._transactions.read(lambda tx: overhearing.overheard(tx, since, most))

    async def heard(self, since: datetime, until: datetime) -> tuple[Inbound, ...]:
        return await self._transactions.read(lambda tx: history.heard(tx, since, until))

    async def put_back(self, outbound: Outbound, now: datetime) -> None:
        await self._transactions.write(lambda tx: settling.put_back(tx, outbound, now))

    async def stop(self, stop: Stop) -> bool:
        return await self._transactions.write(lambda tx: stopping.pull(tx, stop))

    async def release(
        self, by: str, now: datetime, *, sources: Collection[StopSource], scopes: Collection[StopScope]
    ) -> int:
        return await self._transactions.write(lambda tx: stopping.release(tx, by, now, sources, scopes))

    async def stops(self) -> tuple[Stop, ...]:
        return await self._transactions.read(stopping.holding)

    async def breakers(self) -> tuple[OpenBreaker, ...]:
        return await self._transactions.read(breakers.open_breakers)

    async def close_breaker(self, key: tuple[str, str], by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: breakers.close_breaker(tx, key, by, now))

    async def close(self) -> None:
        await self._transactions.close()
