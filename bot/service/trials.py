"""Trying a sentence out: what the bot would say to it, where and when; nothing is sent or stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.knowledge.library import Knowledge
from bot.model.hours import Closure
from bot.model.incident import Incident
from bot.model.traits import Traits
from bot.service.asking import addresses, make_asker
from bot.service.incident_ports import IncidentStore
from bot.service.ports import Compute
from bot.settings.moments import read_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the bot would do; `answer` is in the shape of `ask --json`.

    `at` is the moment that was meant. `changes_at` is when the brand opens or closes next, None for never;
    `closure` says why it is closed.
    """

    answer: Mapping[str, Any]
    at: datetime
    open: bool
    closure: Closure | None
    changes_at: datetime | None


class Trials:
    """Asks the policy about sentences, as the brand's files are now."""

    def __init__(
        self,
        *,
        store: IncidentStore,
        knowledge: Callable[[], Knowledge],
        traits: Mapping[str, Traits],
        clock: Clock,
        compute: Compute,
    ) -> None:
        self._store, self._knowledge, self._traits = store, knowledge, dict(traits)
        self._clock, self._compute = clock, compute

    def channels(self) -> tuple[str, ...]:
        """List the addresses at which the brand answers."""
        return tuple(name for name, _traits, _surface in addresses(self._knowledge(), self._traits))

    async def ask(self, text: str, *, channel: str = "", language: str = "", at: str = "") -> Trial:
        """Work out what the bot would do with a text, the first of its conversation.

        `channel` is one of `channels`, "" for all of them; `language` "" is recognised; `at` is a moment as
        people write it, "" for now. Raises SetupError for a moment that cannot be read.
        """
        known, now = self._knowledge(), self._clock.now()
        moment = read_moment(at, known.calendar.zone, now) if at else now
        asker = make_asker(
            known,
            self._traits,
            channel=channel,
            language=language,
            now=moment,
            incidents=await self._open_incidents(),
        )
        answer = await self._compute(lambda: asker.ask(text))
        return self._trial(known, answer, moment)

    async def _open_incidents(self) -> tuple[Incident, ...]:
        return tuple(item for item in await self._store.live_incidents() if item.is_open)

    def _trial(self, known: Knowledge, answer: Mapping[str, Any], at: datetime) -> Trial:
        calendar = known.calendar
        is_open = calendar.is_open(at)
        return Trial(
            answer=answer,
            at=at,
            open=is_open,
            closure=calendar.closure(at),
            changes_at=calendar.next_closing(at) if is_open else calendar.next_opening(at),
        )
