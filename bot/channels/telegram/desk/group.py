"""Keeps the desk's group showing what the store says: one call at a time, written down after each."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from telegram.error import RetryAfter, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.desk.acts import Acts
from bot.channels.telegram.desk.calls import call_for, notice_call, number_in
from bot.channels.telegram.desk.operators import Handled, Notice, Operators
from bot.channels.telegram.desk.planning import Confirm, Planned, done, lost
from bot.channels.telegram.desk.plans import Plans
from bot.channels.telegram.desk.stops import Stops
from bot.channels.telegram.desk.troubles import Fault, ailment, fault_of, refusal
from bot.channels.telegram.errors import back_off, retry_after
from bot.channels.telegram.pace import GroupPace, Wait
from bot.clock import Clock
from bot.errors import StoreError
from bot.service.group_port import DeskGroup
from bot.service.guard import Raised, guarded
from bot.service.values import DeskTopic

_log = logging.getLogger(__name__)

SPARE = 5
"""So many of a minute's messages are kept for what people wait for."""

_SETTLE = 1.0  # seconds in which the rest of a burst may come, so that it is shown at once
_APART = 1.05  # seconds between two messages to one chat
_LOOK = 300.0
_REST = 60.0


@dataclass(frozen=True, slots=True)
class _Pause:
    """Seconds until the next round; `deaf`: nothing that changes meanwhile makes it sooner."""

    seconds: float
    deaf: bool = False


_AT_ONCE = _Pause(0.0)


class Group:
    """One group. `ailment` says what a person must change there; "" while all is well."""

    def __init__(
        self, desk: DeskGroup, api: Api, clock: Clock, *, place: str, account: str, wait: Wait
    ) -> None:
        self._desk, self._api, self._clock, self._wait = desk, api, clock, wait
        self._place, self._account = place, account
        self._acts = Acts(desk=desk, account=account, place=place)
        self._operators = Operators(self._acts, clock)
        self._pace, self._last = GroupPace(), clock.monotonic() - _APART
        self._notices: deque[Notice] = deque()
        self._plans, self._stops = Plans(), Stops()
        self._failures = 0
        self._looked = False
        self.ailment = ""

    async def handle(self, raw: object) -> Handled | None:
        """Say what an update becomes; None if it is not of the group. Raises StoreError."""
        return await self._operators.handle(raw)

    def tell(self, notices: Iterable[Notice]) -> None:
        """Have sentences said in the group as soon as its pace allows."""
        self._notices.extend(notices)
        if self._notices:
            self._desk.nudge()

    async def run(self) -> None:
        """Work until cancelled. Customers are served whatever happens here: trouble is logged, and rested."""
        while True:
            seen = self._desk.count()
            pause = await self._guarded_round()
            if pause.deaf:
                await self._wait(pause.seconds)
            elif pause.seconds:
                await self._desk.changed(seen, pause.seconds)
                await self._wait(_SETTLE)

    async def _guarded_round(self) -> _Pause:
        try:
            ended = await guarded(self._round, key="the desk's group on Telegram")
        except StoreError:
            return _Pause(_REST, deaf=True)
        return _Pause(_REST, deaf=True) if isinstance(ended, Raised) else ended

    async def _round(self) -> _Pause:
        """Do the most urgent thing there is."""
        try:
            if self.ailment or not self._looked:
                await self._look()
            pause = _Pause(_REST, deaf=True) if self.ailment else await self._most_urgent()
        except TelegramError as error:
            self._failures += 1
            if isinstance(error, RetryAfter):
                return _Pause(retry_after(error).total_seconds(), deaf=True)
            return _Pause(back_off(self._failures, self._account), deaf=True)
        self._failures = 0
        return pause

    async def _look(self) -> None:
        """See whether the group is fit for a desk, and say so where that has changed."""
        found = await ailment(self._api, self._place, self._account)
        self._looked = True
        self._ails(found)

    def _ails(self, found: str) -> None:
        if found and found != self.ailment:
            _log.error("%s Customers are served on.", found)
        elif self.ailment and not found:
            _log.warning("The desk's group on Telegram is well again.")
        self.ailment = found

    async def _most_urgent(self) -> _Pause:
        looks = self._acts.looks
        news = self._stops.news(await self._desk.stopped(), looks)
        if news:
            self._notices.append(Notice(text=news))
        if self._notices:
            return await self._say(self._notices[0])
        views = await self._desk.views(self._place)
        planned = await asyncio.to_thread(self._plans.lacking, views, looks)
        if not planned:
            return _Pause(_LOOK)
        first = planned[0]
        if not isinstance(first.step, Confirm):
            wait = await self._turn(urgent=first.urgent)
            if wait:
                return _Pause(wait)
        await self._do(first)
        return _AT_ONCE

    async def _turn(self, *, urgent: bool) -> float:
        """Wait for the chat to take a message; gives the seconds that are left where a minute's are spent."""
        wait = self._pace.take(self._place, self._clock.monotonic(), spare=0 if urgent else SPARE)
        if wait:
            return wait.total_seconds()
        soon = self._last + _APART - self._clock.monotonic()
        if soon > 0:
            await self._wait(soon)
        self._last = self._clock.monotonic()
        return 0.0

    async def _say(self, notice: Notice) -> _Pause:
        wait = await self._turn(urgent=True)
        if wait:
            return _Pause(wait)
        try:
            await self._api.call(*notice_call(self._place, notice))
        except TelegramError as error:
            if fault_of(error) is Fault.AGAIN:
                raise
        self._notices.popleft()
        return _AT_ONCE

    async def _do(self, planned: Planned) -> None:
        """Take a step and write it down. What happens in between happens again: colleagues see it twice."""
        view, step = planned.view, planned.step
        method, params = call_for(view.topic, step)
        try:
            topic = done(view, step, number_in(await self._api.call(method, params)))
        except TelegramError as error:
            found = await self._after(error, planned)
            if found is None:
                return
            topic = found
        await self._desk.save(topic, view.topic)

    async def _after(self, error: TelegramError, planned: Planned) -> DeskTopic | None:
        """Give the topic as a failed step shows it to be; None where nothing was learned of it."""
        view, step = planned.view, planned.step
        match fault_of(error):
            case Fault.DONE:
                return done(view, step, view.topic.card)
            case Fault.TOPIC_GONE:
                return lost(view.topic)
            case Fault.CARD_GONE:
                return replace(view.topic, card=0)
            case Fault.TOPIC_CLOSED if not view.topic.closed:
                return replace(view.topic, closed=True)
            case Fault.GROUP:
                await self._look()
                self._ails(self.ailment or refusal(error))
                return None
            case Fault.AGAIN:
                raise error
            case Fault.STEP | Fault.TOPIC_CLOSED:
                _log.warning("Telegram refuses a step for conversation %d: left out.", view.conversation.id)
                self._plans.refuse(planned)
                return None
