"""One turn: read what waits, decide without holding a lock, commit if nothing changed meanwhile."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.clock import Clock
from bot.knowledge.library import Knowledge
from bot.model.traits import Traits
from bot.model.turn import TurnResult, Work
from bot.policy.turn import take_turn
from bot.service.guard import Raised, guarded
from bot.service.live import Live
from bot.service.ports import Compute
from bot.service.store import Store
from bot.service.values import Hooks

_log = logging.getLogger(__name__)

POISON = 2
"""A turn that raised this often is set aside for a person (T42)."""

RACES = 20
"""A turn that lost the race for its conversation this often leaves it to the next sweep."""


class Turns:
    """Takes turns; keeps count of those that raise."""

    def __init__(
        self,
        *,
        store: Store,
        knowledge: Callable[[], Knowledge],
        traits: Mapping[str, Traits],
        clock: Clock,
        compute: Compute,
        live: Live,
        hooks: Hooks,
        notify: Callable[[int, timedelta], None],
    ) -> None:
        self._notify = notify
        self._store, self._knowledge, self._traits = store, knowledge, traits
        self._clock, self._compute, self._live, self._hooks = clock, compute, live, hooks
        self._raised: Counter[int] = Counter()

    async def take(self, conversation_id: int) -> tuple[str, str] | None:
        """Take the turn of a conversation; gives its (channel, account), None when nothing waited."""
        for _ in range(RACES):
            work = await self._store.work(conversation_id)
            if work is None:
                return None
            if await self._once(work):
                return work.conversation.channel, work.conversation.account
        _log.warning("conversation %d changed %d times during its turn", conversation_id, RACES)
        return None

    async def _once(self, work: Work) -> bool:
        key = f"turn of conversation {work.conversation.id}"
        ended = await guarded(partial(self._decide_and_commit, work), key=key)
        if isinstance(ended, Raised):
            return await self._poisoned(work, ended.what)
        return ended

    async def _decide_and_commit(self, work: Work) -> bool:
        traits = self._traits[work.conversation.channel]
        decide = partial(take_turn, work, self._knowledge(), traits, self._clock.now())
        return await self._commit(await self._compute(decide))

    async def _commit(self, result: TurnResult) -> bool:
        self._hooks.reached("before_turn_commit")
        committed = await self._store.commit_turn(result)
        self._hooks.reached("after_turn_commit")
        if committed:
            self._raised.pop(result.conversation.id, None)
            self._live.listed(result.conversation.id)
            self._tell(result)
        return committed

    def _tell(self, result: TurnResult) -> None:
        """Have the turns taken of the conversations that this one has told something."""
        conversation = result.conversation
        told = {place.id for place in conversation.places} if result.tell else set()
        if result.tell and conversation.public is not None:
            told.add(conversation.public.id)
        for number in told:
            self._notify(number, timedelta(0))

    async def _poisoned(self, work: Work, what: str) -> bool:
        conversation = work.conversation
        self._raised[conversation.id] += 1
        if self._raised[conversation.id] < POISON:
            return False
        del self._raised[conversation.id]
        rows = [item.id for item in work.waiting]
        await self._store.set_aside(conversation.id, rows, f"the bot failed on it: {what}", self._clock.now())
        self._live.listed(conversation.id)
        return True
