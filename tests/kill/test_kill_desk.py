"""kill -9 at random while people answer from a Telegram group: customers hear nothing twice, nothing is lost.

The judge is the fake platform's own log: what customers got, and what the group was told did not arrive.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.testing.telegram import FakeTelegram, Post
from tests.channels.telegram.desk_rig import DESK, FRANCESCA
from tests.support.brand import write_brand
from tests.support.program import running_program

KILLS = 10
CUSTOMERS = range(55001, 55001 + KILLS)
PATIENCE = 120.0
AGAIN = "Invia di nuovo"


def _project(folder: Path, fake: FakeTelegram) -> Path:
    channels = f"""
[channels.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{fake.base_url}"
poll_seconds = 5
burst_pause = "0s"
desk_group = "{DESK}"
"""
    project = write_brand(folder, channels, store="desk")
    settings = project / "settings.toml"
    people = f'FB = {{ name = "Francesca B.", telegram = {FRANCESCA} }}'
    text = settings.read_text(encoding="utf-8").replace('FB = { name = "Francesca B." }', people)
    settings.write_text(text, encoding="utf-8")
    return project


@dataclass
class _People:
    """Francesca, who answers every case she sees a card of; and what she wrote in which case."""

    fake: FakeTelegram
    chance: random.Random
    written: list[str] = field(default_factory=list)

    @property
    def group(self) -> list[Post]:
        return [post for post in self.fake.world.posts if post.chat == DESK]

    def carded(self) -> list[int]:
        """List the topics that have a card."""
        return sorted({post.topic for post in self.group if post.topic and post.text.startswith("TK-")})

    def answer(self) -> None:
        """Write an answer and a note in a topic, if there is one."""
        topics = self.carded()
        if topics:
            text = f"Risposta numero {len(self.written)}."
            thread = self.chance.choice(topics)
            self.fake.world.write_topic(DESK, thread, FRANCESCA, "// CANARINO tra noi")
            self.fake.world.write_topic(DESK, thread, FRANCESCA, text)
            self.written.append(text)

    def heard(self) -> list[str]:
        """List what customers got."""
        return [post.text for post in self.fake.world.posts if post.chat in CUSTOMERS]

    def unaccounted(self) -> list[str]:
        """List the answers that no customer has, and of which the group was not told."""
        told = [post.text for post in self.group if AGAIN in post.buttons]
        everything = "\n".join((*self.heard(), *told))
        return [text for text in self.written if text not in everything]


async def _until_settled(people: _People) -> None:
    """Wait until every answer is accounted for and every customer's case has a card."""
    async with asyncio.timeout(PATIENCE):
        while people.unaccounted() or len(people.carded()) < len(CUSTOMERS):
            await asyncio.sleep(0.2)


@pytest.mark.kill
async def test_kills_while_people_answer_from_the_group_lose_nothing_and_repeat_nothing(
    tmp_path: Path,
) -> None:
    chance = random.Random(20261126)
    fake = FakeTelegram()
    await fake.start()
    environ = {"TELEGRAM_TOKEN": fake.world.token}
    fake.world.forum(DESK, FRANCESCA)
    people = _People(fake, chance)
    project = _project(tmp_path, fake)
    try:
        for chat in CUSTOMERS:
            kind = chance.choice(("cut_after", "cut_before", "html", "slow"))
            method = chance.choice(("sendMessage", "createForumTopic", "editMessageText"))
            fake.fault(method, kind, value=503 if kind == "html" else 1)
            async with running_program(project, environ, only="telegram"):
                fake.world.say(chat, "voglio un operatore oggi")
                for _ in range(3):
                    await asyncio.sleep(1 + chance.random())
                    people.answer()
                await asyncio.sleep(chance.random() * 2)
        async with running_program(project, environ, only="telegram"):
            await _until_settled(people)
    finally:
        await fake.stop()
    times = Counter(people.heard())
    answers = {text: count for text, count in times.items() if text.endswith("^FB")}
    print(
        f"kills {KILLS}, customers {len(CUSTOMERS)}, answers written {len(people.written)}, arrived "
        f"{len(answers)}, twice {sum(count > 1 for count in answers.values())}, topics made "
        f"{fake.world.forums[DESK].made}, posts in the group {len(people.group)}"
    )
    assert not [text for text, count in answers.items() if count > 1]
    assert not people.unaccounted()
    assert not [text for text in times if "CANARINO" in text]
    assert len(answers) >= len(people.written) // 2
