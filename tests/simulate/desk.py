"""The people of the desk: they look in, take over, answer, hand back, close, and clear up doubts."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.model.case import CaseStatus
from bot.model.message import OutboundStatus
from bot.model.turn import TaskKind
from bot.service.values import InboxRow

if TYPE_CHECKING:
    from tests.simulate.process import Process
    from tests.simulate.world import World

AGENT = "FB"


class Desk:
    """Acts through the same services as the console; remembers what it did, as people do."""

    def __init__(self, world: World, random: Random) -> None:
        self._world, self._random, self._words = world, random, 0

    async def visit(self, process: Process) -> None:
        """Look at the inbox and do something about a few conversations."""
        try:
            rows = await process.sportello.agents.inbox()
            waiting = [row for row in rows if row.tasks or row.status is CaseStatus.WAITING_FOR_AGENT]
            for row in self._random.sample(waiting, min(len(waiting), 8)):
                await self._serve(process, row)
        except StoreError:
            return

    async def _serve(self, process: Process, row: InboxRow) -> None:
        await self._clear(process, row)
        act = self._random.choice(("take_over", "reply", "reply", "close", "hand_back", "race", "nothing"))
        await self._act(process, act, row.conversation_id)

    async def _act(self, process: Process, act: str, conversation_id: int) -> None:
        agents, world = process.sportello.agents, self._world
        match act:
            case "take_over":
                await agents.take_over(conversation_id, AGENT)
                self._later(
                    self._random.uniform(60, 7200),
                    self._random.choice(("reply", "hand_back", "close")),
                    conversation_id,
                )
            case "reply":
                self._words += 1
                key = f"w{self._words}"
                world.ledger.agent_words[key] = (conversation_id, f"Parola {key}.")
                self._say(key)
            case "close":
                await agents.close_case(conversation_id, AGENT)
            case "hand_back":
                await agents.hand_back(conversation_id, AGENT)
            case "race":
                await self._race(process, conversation_id)
            case _:
                return

    async def _race(self, process: Process, conversation_id: int) -> None:
        """Close, or take over, at the very moment at which a follow-up falls due."""
        dossier = await process.sportello.agents.dossier(conversation_id)
        if dossier is None or not dossier.conversation.follow_ups:
            return
        due = min(item.at for item in dossier.conversation.follow_ups)
        at = (due - self._world.time.start).total_seconds() + self._random.uniform(-0.2, 0.6)
        act = self._random.choice(("close", "take_over"))
        self._world.ledger.happened[f"{act} racing a follow-up"] += 1
        self._world.at(at, lambda: self._now(act, conversation_id))

    def _later(self, seconds: float, act: str, conversation_id: int) -> None:
        self._world.at(self._world.time.seconds + seconds, lambda: self._now(act, conversation_id))

    def _now(self, act: str, conversation_id: int) -> None:
        process = self._world.process
        if process is not None and not process.dead:
            process.do(lambda: self._try(process, act, conversation_id))

    async def _try(self, process: Process, act: str, conversation_id: int) -> None:
        try:
            await self._act(process, act, conversation_id)
        except StoreError:
            return

    def _say(self, key: str) -> None:
        """Say it until it is known to be accepted: people press the button again."""
        process = self._world.process
        if process is not None and not process.dead:
            process.do(lambda: self._reply(process, key))
        self._world.at(self._world.time.seconds + 90, lambda: self._again(key))

    def _again(self, key: str) -> None:
        if key not in self._world.accepted_words:
            self._say(key)

    async def _reply(self, process: Process, key: str) -> None:
        conversation_id, text = self._world.ledger.agent_words[key]
        try:
            if await process.sportello.agents.reply(conversation_id, AGENT, text, id=key):
                self._world.accepted_words.add(key)
        except StoreError:
            return

    async def _clear(self, process: Process, row: InboxRow) -> None:
        agents, ledger = process.sportello.agents, self._world.ledger
        dossier = await agents.dossier(row.conversation_id)
        for letter in dossier.pending if dossier is not None else ():
            doubtful = letter.status in {OutboundStatus.UNKNOWN, OutboundStatus.REFUSED}
            if doubtful and self._random.random() < 0.3 and await agents.resend(letter.id, AGENT):
                ledger.resent[letter.id] += 1
        for task in row.tasks:
            if task.kind is not TaskKind.HAND_OFF and self._random.random() < 0.5:
                ledger.finished[row.conversation_id, task.kind.value] += 1
                await agents.finish_task(task.id, AGENT)
