"""What the service needs from a store, as a Protocol; the units of `stores/` supply it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

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
from bot.service.hours_ports import HoursStore
from bot.service.inbox_ports import InboxStore
from bot.service.incident_ports import IncidentStore
from bot.service.lesson_ports import LessonStore
from bot.service.owed import OwedStore
from bot.service.reply_ports import ReplyStore
from bot.service.user_ports import UserStore
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


class Store(InboxStore, IncidentStore, LessonStore, ReplyStore, UserStore, OwedStore, HoursStore, Protocol):
    """The truth. Every method is one transaction; each raises StoreError when the store cannot be used."""

    async def accept(self, batch: Batch, now: datetime) -> Accepted:
        """Commit 1: rows ON CONFLICT DO NOTHING, conversations and cases opened, cursor moved, together."""
        ...

    async def cursor(self, channel: str, account: str) -> str | None:
        """Give a channel's cursor."""
        ...

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        """List what an account was charged on a day of UTC, written as 2026-11-21."""
        ...

    async def spent(self, first: str, last: str) -> tuple[Spent, ...]:
        """Sum what was charged from a day of UTC to another, both included, by day, account and kind."""
        ...

    async def answered(self, since: datetime, until: datetime) -> tuple[Answered, ...]:
        """Count the questions that began from `since` to before `until` and have been answered."""
        ...

    async def work(self, conversation_id: int) -> Work | None:
        """Read a conversation and what waits in it; None when nothing waits."""
        ...

    async def commit_turn(self, result: TurnResult) -> bool:
        """Commit 2, if the conversation still has the version that was read; False: decide again."""
        ...

    async def set_aside(
        self, conversation_id: int, inbound: Sequence[int], reason: str, now: datetime
    ) -> None:
        """Take poisonous messages out of the way: done, and a person has a task with the reason."""
        ...

    async def with_work(self) -> tuple[int, ...]:
        """List the conversations in which something waits, oldest first."""
        ...

    async def claim(
        self, now: datetime, *, rates: Mapping[tuple[str, str], Sequence[Rate]], lease: timedelta, most: int
    ) -> tuple[Outbound, ...]:
        """Commit 3: mark due heads of conversations `sending`, within the rates of their (channel, account).

        Only accounts named in `rates` are served. Skips conversations with a message in flight or in doubt;
        an automatic message waits while its conversation has unheard inbound. What is stopped, by the switch
        or by the account's breaker, is not marked.
        """
        ...

    async def put_back(self, outbound: Outbound, now: datetime) -> None:
        """Queue a claimed message again as if it had not been claimed: its call was not begun."""
        ...

    async def next_send(self, key: tuple[str, str], now: datetime) -> datetime | None:
        """Give when something queued for a (channel, account) may next be sent; None when nothing is."""
        ...

    async def settle(self, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
        """Commit 4: write down how a send ended; Unknown leaves it in doubt, for `settle_doubt`."""
        ...

    async def in_doubt(self, now: datetime) -> tuple[Outbound, ...]:
        """List messages whose send was begun and never settled, and whose lease is over."""
        ...

    async def release_leases(self) -> None:
        """End every lease: called once at start-up, when no other sender can be alive."""
        ...

    async def settle_doubt(self, outbound: Outbound, found: Reconciled, now: datetime) -> None:
        """Write down what a look-up found: sent, to be sent again, or a task for a person."""
        ...

    async def wake_due(self, now: datetime) -> tuple[int, ...]:
        """Turn some due follow-ups into inbound events, the most urgent first; give their conversations.

        Each becomes the event `followup:<id>` in the commit that ends it. At most a batch at a time, and
        what was missed (the process was down) at a pace; none are given only when nothing more may be woken
        now, and then nothing was written and no lock was taken.
        """
        ...

    async def next_wake(self, now: datetime) -> datetime | None:
        """Give when `wake_due` next has something to wake: not after `now` if it has; None if never."""
        ...

    async def next_due(self) -> datetime | None:
        """Give when the next follow-up falls due."""
        ...

    async def lines_after(self, channel: str, account: str, key: str, n: int) -> tuple[TranscriptLine, ...]:
        """Give a conversation's messages after number `n`, as its customer sees them, oldest first."""
        ...

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        """Give the texts this program has said in a conversation since a moment, or may have said."""
        ...

    async def inbox(self) -> tuple[InboxRow, ...]:
        """List open conversations that want a person first, then those answered lately (at most 200)."""
        ...

    async def dossier(self, conversation_id: int) -> Dossier | None:
        """Give everything about one conversation; None if there is none such."""
        ...

    async def finish_task(self, task_id: int, by: str, now: datetime) -> bool:
        """Mark a task done; False if it was."""
        ...

    async def resend(self, outbound_id: int, by: str, now: datetime) -> bool:
        """Queue again, at a person's word, a message that was refused or may not have been sent."""
        ...

    async def desk_views(self, place: str) -> tuple[DeskView, ...]:
        """Give what a group of people is to see: what wants a person, and what its topics show."""
        ...

    async def desk_view(self, place: str, conversation_id: int) -> DeskView | None:
        """Give one conversation as a group is to see it; None if there is none such."""
        ...

    async def view_of_thread(self, place: str, thread: int) -> DeskView | None:
        """Give the conversation that a topic of a group shows; None if it shows none."""
        ...

    async def save_topic(self, topic: DeskTopic, since: DeskTopic) -> None:
        """Write down what changed of a topic since it was read; what others changed of it stays."""
        ...

    async def ending_of(self, draft_id: int) -> Ending | None:
        """Say how a draft stands, and who ended it; None if there is none such."""
        ...

    async def tasks(self) -> tuple[Task, ...]:
        """List what people still have to do, oldest first."""
        ...

    async def promises(self, since: datetime, until: datetime) -> tuple[Promise, ...]:
        """List the promises made to customers from `since` to before `until`, oldest first."""
        ...

    async def responses(self, since: datetime, until: datetime) -> tuple[Response, ...]:
        """List the customers' waits that began from `since` to before `until`, oldest first."""
        ...

    async def feedback(self, since: datetime, until: datetime) -> tuple[Feedback, ...]:
        """List the cases asked from `since` to before `until` whether they are solved, oldest first."""
        ...

    async def steps(self, since: datetime, until: datetime) -> tuple[Step, ...]:
        """List the decisions from `since` to before `until`, in order within each conversation."""
        ...

    async def standings(self) -> tuple[Standing, ...]:
        """List how far every intent has come from drafts to answering by itself."""
        ...

    async def approval_steps(self, most: int) -> tuple[ApprovalStep, ...]:
        """List the latest steps on that way, the newest first."""
        ...

    async def records(self, since: datetime, until: datetime) -> Records:
        """Read what the report of a time is counted from."""
        ...

    async def overheard(self, since: datetime, most: int) -> tuple[Overheard, ...]:
        """List what was said about the brand, not to it, from `since` on, newest first."""
        ...

    async def heard(self, since: datetime, until: datetime) -> tuple[Inbound, ...]:
        """List what customers wrote or pressed from `since` to before `until`, oldest first."""
        ...

    async def stop(self, stop: Stop) -> bool:
        """Hold sending back from this commit on; False if the same was held already."""
        ...

    async def release(
        self, by: str, now: datetime, *, sources: Collection[StopSource], scopes: Collection[StopScope]
    ) -> int:
        """Let go of what these sources hold in these scopes; gives how many holds ended."""
        ...

    async def stops(self) -> tuple[Stop, ...]:
        """List what holds sending back now, the first pulled first."""
        ...

    async def breakers(self) -> tuple[OpenBreaker, ...]:
        """List the accounts that are stopped by themselves, the longest stopped first."""
        ...

    async def close_breaker(self, key: tuple[str, str], by: str, now: datetime) -> bool:
        """Let a (channel, account) send again at a person's word; False if it was not stopped."""
        ...

    async def close(self) -> None:
        """Finish what is written and let go of the file."""
        ...
