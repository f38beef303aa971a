"""A turn that raises, wherever it does, ends with a person; nothing is retried for ever."""

from __future__ import annotations

from typing import Any

from bot.model.turn import TurnResult
from bot.service.ports import Store
from bot.service.values import TaskKind
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
