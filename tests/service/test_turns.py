"""A turn that raises, wherever it does, ends with a person; nothing is retried for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.model.message import Inbound, InboundKind
from bot.model.turn import TaskKind, TurnResult
from bot.service.store import Store
from bot.service.values import Batch
from tests.support.brand import talk


class Breaking:
    """A store whose turns cannot be written, by a mistake that is not the machine's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit_turn(self, _result: TurnResult) -> bool:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")


async def test_a_turn_that_cannot_be_written_is_set_aside_for_a_person() -> None:
    dialogue = await talk()
    dialogue.sportello.turns._store = Breaking(dialogue.sportello.store)
    exchange = await dialogue.say("quando aprite?")
    assert not exchange.said
    assert [task.kind for task in exchange.tasks] == [TaskKind.POISON]
    assert "UnicodeEncodeError" in exchange.tasks[0].text


class Overtaken:
    """A store in which another message is heard while the first turn is being decided."""

    def __init__(self, store: Store, meanwhile: Inbound) -> None:
        self._store, self._meanwhile = store, meanwhile
        self.conflicts = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit_turn(self, result: TurnResult) -> bool:
        if not self.conflicts:
            other = replace(result, done=(), letters=(), decisions=())
            await self._store.commit_turn(other)
            batch = Batch(
                channel=self._meanwhile.channel, account=self._meanwhile.account, items=(self._meanwhile,)
            )
            await self._store.accept(batch, self._meanwhile.received_at)
        committed = await self._store.commit_turn(result)
        self.conflicts += not committed
        return committed


async def test_a_turn_that_was_overtaken_is_decided_again_with_what_has_come_meanwhile() -> None:
    dialogue = await talk()
    meanwhile = dialogue._inbound(InboundKind.MESSAGE, text="operatore!")
    store = Overtaken(dialogue.sportello.store, meanwhile)
    dialogue.sportello.turns._store = store
    exchange = await dialogue.say("quando aprite?")
    assert store.conflicts == 1
    assert len(exchange.said) == 1
    assert len(exchange.decisions) == 1
    assert len(exchange.decisions[0].inbound) == 2
