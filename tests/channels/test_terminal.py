"""The terminal keeps the contract of every channel; its platform is a pipe and a sheet of paper."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import pytest

from bot.channels.terminal import TRAITS, Terminal, connect, lines_of, shown
from bot.model.message import Letter, Purpose
from bot.service.ports import Channel
from bot.service.values import Unknown
from tests.contracts.channel import ChannelContract, outbound, running
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link


class _Paper(io.StringIO):
    """Takes what is printed; `gone` is a terminal whose window was closed."""

    gone = False

    def write(self, text: str) -> int:
        if self.gone:
            raise BrokenPipeError(32, "Broken pipe")
        return super().write(text)


class _Rig:
    conversation_key = "you"

    def __init__(self) -> None:
        read, self._write = os.pipe()
        self.reads = os.fdopen(read, encoding="utf-8")
        self.paper = _Paper()
        self.intake = MemoryIntake()
        self.channel: Channel = self._make()

    def _make(self) -> Terminal:
        return Terminal(make_link("terminal", self.intake), reads=self.reads, writes=self.paper)

    async def say(self, text: str) -> None:
        self.type(f"{text}\n".encode())

    def type(self, data: bytes) -> None:
        os.write(self._write, data)

    def leave(self) -> None:
        os.close(self._write)
        self._write = -1

    async def posts(self) -> Sequence[str]:
        return self.paper.getvalue().splitlines()

    async def unacknowledged(self) -> None:
        return None

    def fail(self, kind: str) -> bool:
        self.paper.gone = kind == "error"
        return self.paper.gone

    def interrupt(self) -> bool:
        return False

    async def again(self) -> Terminal:
        return self._make()

    def close(self) -> None:
        self.reads.close()
        if self._write >= 0:
            self.leave()


@pytest.fixture
def rig() -> Iterator[_Rig]:
    made = _Rig()
    yield made
    made.close()


class TestTerminal(ChannelContract):
    declared = TRAITS

    async def test_a_line_may_come_in_pieces_and_the_last_without_an_end(self, rig: _Rig) -> None:
        async with running(rig.channel):
            rig.type(b"perch")
            await asyncio.sleep(0)
            rig.type("é\r\n\n  \ne poi".encode())
            await rig.intake.until_rows(1)
            rig.leave()
            await rig.intake.until_rows(2)
        assert [message.text for message in rig.intake.messages] == ["perché", "e poi"]

    async def test_after_the_last_line_it_waits_for_the_answers(self, rig: _Rig) -> None:
        rig.leave()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(rig.channel.run(), 0.05)

    async def test_keys_that_mean_something_to_terminals_are_not_stored(self, rig: _Rig) -> None:
        rig.type(b"ciao\x1b[31m\x00 rosso\xff\n")
        async with running(rig.channel):
            await rig.intake.until_rows(1)
        assert rig.intake.messages[0].text == "ciao[31m rosso\ufffd"

    async def test_two_sessions_never_share_event_keys(self, rig: _Rig) -> None:
        for channel in (rig.channel, await rig.again()):
            async with running(channel):
                await rig.say("ciao")
                await rig.intake.until_rows(len(rig.intake.rows) + 1)
        assert len(rig.intake.rows) == 2

    async def test_a_window_that_was_closed_is_an_outcome(self, rig: _Rig) -> None:
        rig.paper.gone = True
        outcome = await rig.channel.send(outbound(rig))
        assert isinstance(outcome, Unknown)
        assert "Broken pipe" in outcome.evidence


async def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("uno\ndue\n", encoding="utf-8")
    stream: TextIO
    with path.open(encoding="utf-8") as stream:
        assert [line async for line in lines_of(stream)] == ["uno", "due"]


def test_buttons_are_numbered_as_they_can_be_chosen() -> None:
    letter = Letter(purpose=Purpose.CLARIFY, text="Cosa intendi?", buttons=("Ricarica", "Altro"))
    assert shown(letter) == "Cosa intendi?\n  1) Ricarica\n  2) Altro"


def test_it_is_made_without_settings() -> None:
    assert connect(make_link("terminal", MemoryIntake())).traits is TRAITS
