"""A channel that writes down what it is given, and fails when it is told to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from bot.model.message import Outbound
from bot.model.traits import Idempotency, Traits
from bot.service.ports import Link
from bot.service.values import Absent, CannotTell, Health, Reconciled, SendOutcome, Sent, Standing


class RecordingChannel:
    """Keeps every message sent in `sent`, and every change of one in `revised` (None: taken back).

    `outcomes` are given, in order, instead of success. An outcome of Unknown can be had with the message sent
    (`lose_answer`) or not: what `reconcile` says then follows the traits' idempotency.
    """

    def __init__(self, traits: Traits, account: str = "test") -> None:
        self._traits, self._account = traits, account
        self.sent: list[Outbound] = []
        self.revised: list[tuple[str, str | None]] = []
        self.outcomes: deque[tuple[SendOutcome, bool]] = deque()

    @classmethod
    def connect(cls, traits: Traits, link: Link) -> RecordingChannel:
        """Make one as a connector is made."""
        del link
        return cls(traits)

    @property
    def traits(self) -> Traits:
        """What this channel can do."""
        return self._traits

    @property
    def account(self) -> str:
        """The account's name."""
        return self._account

    def next_outcome(self, outcome: SendOutcome, *, delivered: bool = False) -> None:
        """Give this outcome to the next send; `delivered`: the message got through all the same."""
        self.outcomes.append((outcome, delivered))

    async def run(self) -> None:
        """Bring in nothing, until cancelled: tests call the intake themselves."""
        await asyncio.Event().wait()

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Write the message down, or do as told."""
        outcome, delivered = self.outcomes.popleft() if self.outcomes else (Sent(id=f"m{outbound.id}"), True)
        if delivered:
            self.sent.append(outbound)
        return outcome

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:
        """Write down what an earlier message is to say now, or do as told."""
        return self._revise(outbound, text)

    async def delete(self, outbound: Outbound) -> SendOutcome:
        """Write down that an earlier message is taken back, or do as told."""
        return self._revise(outbound, None)

    def _revise(self, outbound: Outbound, text: str | None) -> SendOutcome:
        outcome, done = self.outcomes.popleft() if self.outcomes else (Sent(id=f"m{outbound.id}"), True)
        if done and outbound.letter.revises is not None:
            self.revised.append((outbound.letter.revises.id, text))
        return outcome

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Say whether the message is among the sent ones, as far as the traits allow to know."""
        if self._traits.idempotency is Idempotency.NONE:
            return CannotTell(reason="this channel keeps no record")
        found = any(item.id == outbound.id for item in self.sent)
        return Sent(id=f"m{outbound.id}") if found else Absent()

    async def typing(self, conversation_key: str) -> None:
        """Do nothing."""

    async def health(self) -> Health:
        """Say that all is well."""
        return Health(standing=Standing.OK)

    def routes(self) -> Sequence[object]:
        """Serve nothing."""
        return ()

    async def close(self) -> None:
        """Do nothing."""
