"""A brand whose people answer from a Telegram group: the real program over the server to rehearse with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.app import Sportello, inline
from bot.channels.telegram import TRAITS as TELEGRAM
from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.options import read_options
from bot.knowledge.library import Knowledge
from bot.model.message import Author, Inbound, InboundKind, Letter, Outbound, Surface
from bot.service.live import INBOX
from bot.service.ports import Link
from bot.service.store import Store
from bot.service.values import Batch, Hooks, SendOutcome
from bot.settings.values import ChannelSettings, Mode, Person
from bot.stores import open_memory_store
from bot.testing import FakeClock, RecordingChannel, StepEngine
from bot.testing.telegram import FakeTelegram, Post
from bot.testing.telegram.forums import Forum
from tests.support.brand import CHAT, MONDAY, TRAITS, small_brand, with_settings
from tests.support.patience import PATIENCE

DESK, FRANCESCA, MARCO, STRANGER, CUSTOMER = -1001234567890, 71, 72, 73, 55501
PEOPLE = {
    "FB": Person(key="FB", name="Francesca B.", telegram=FRANCESCA),
    "MR": Person(key="MR", name="Marco Rossi-Collaudo", telegram=MARCO),
}


class RecordedTelegram(Telegram):
    """The connector, with every letter it was given in `letters`."""

    letters: list[Letter]

    async def send(self, outbound: Outbound) -> SendOutcome:
        self.letters.append(outbound.letter)
        return await super().send(outbound)


@dataclass
class DeskRig:
    """The program running; customers write on the web chat (`hear`) or on Telegram itself."""

    fake: FakeTelegram
    sportello: Sportello
    engine: StepEngine
    clock: FakeClock
    web: RecordingChannel
    telegram: RecordedTelegram
    heard: int = 0

    @property
    def forum(self) -> Forum:
        return self.fake.world.forums[DESK]

    @property
    def names(self) -> list[str]:
        """The names of the topics."""
        return [topic.name for topic in self.fake.world.topics(DESK)]

    @property
    def thread(self) -> int:
        """The newest topic's thread."""
        return max(self.forum.topics)

    def posts(self, thread: int | None = None) -> list[Post]:
        """List what the bot posted in the group, or in one topic."""
        posts = [post for post in self.fake.world.posts if post.chat == DESK]
        return posts if thread is None else [post for post in posts if post.topic == thread]

    async def hear(
        self, text: str, *, key: str = "giulia", name: str = "Giulia", surface: Surface = Surface.PRIVATE
    ) -> None:
        """Let a customer of the web chat write."""
        await self._arrive(InboundKind.MESSAGE, text, key, name, surface)

    async def _arrive(
        self, kind: InboundKind, text: str, key: str, name: str, surface: Surface = Surface.PRIVATE
    ) -> None:
        self.heard += 1
        now = self.clock.now()
        said = Inbound(
            channel="chat",
            account="test",
            event_key=f"e{self.heard}",
            conversation_key=key,
            author=Author(id=key, name=name, language_hint="it", followers=152),
            kind=kind,
            surface=surface,
            text=text,
            message_id=str(self.heard),
            occurred_at=now,
            received_at=now,
        )
        await self.sportello.intake.accept(Batch(channel="chat", account="test", items=(said,)))
        await self.engine.settle()

    async def correct(self, text: str, *, key: str = "giulia") -> None:
        """Let a customer of the web chat change their last message after it was read."""
        await self._arrive(InboundKind.EDIT, text, key, "Giulia")

    def write(self, text: str, *, by: int = FRANCESCA, thread: int | None = None, **content: object) -> int:
        """Let somebody write in a topic; gives the message's number."""
        place = self.thread if thread is None else thread
        return self.fake.world.write_topic(DESK, place, by, text, **content)

    def press(self, label: str, *, by: int = FRANCESCA) -> None:
        """Let somebody press the newest button with this label."""
        self.fake.world.press(DESK, label, by=by)

    @property
    def questions(self) -> list[Post]:
        """The messages that ask somebody for words in place of a draft."""
        return [post for post in self.posts() if post.asks_reply]

    def answer(self, text: str, *, by: int = FRANCESCA, nth: int = -1, **content: object) -> int:
        """Let somebody answer the newest of those, or the `nth`; gives the number of their message."""
        return self.fake.world.answer(self.questions[nth], by, text, **content)

    @property
    def said(self) -> list[str]:
        """What customers of the web chat were sent, in order."""
        return [item.letter.text for item in self.web.sent]

    async def until(self, claim: Callable[[], bool]) -> None:
        """Let the program work until something holds; ten seconds at most."""
        async with asyncio.timeout(PATIENCE):
            while not claim():
                await self.engine.settle()
                await asyncio.sleep(0.002)

    async def quiet(self) -> None:
        """Let the program work until it has nothing more to say or do in the group."""
        unchanged = 0
        while unchanged < 12:
            before = (len(self.fake.calls), len(self.fake.world.unconfirmed()))
            self.sportello.live.changed(INBOX)
            await self.engine.settle()
            await asyncio.sleep(0.01)
            calls = [call for call in self.fake.calls[before[0] :] if call[0] != "getUpdates"]
            unchanged = 0 if calls or self.fake.world.unconfirmed() else unchanged + 1


def brand(
    fake: FakeTelegram, *, mode: Mode = Mode.ANSWER, language: str = "it", webhook: str = ""
) -> Knowledge:
    """Give the small brand with two people known on Telegram, and the group as its desk."""
    knowledge, _ = small_brand()
    options = {
        "token": fake.world.token,
        "base_url": fake.base_url,
        "desk_group": str(DESK),
        "burst_pause": "0s",
        **({"webhook": webhook} if webhook else {}),
    }
    channels = {
        "chat": ChannelSettings(name="chat", mode=mode),
        "telegram": ChannelSettings(name="telegram", options=options),
    }
    spoken = replace(knowledge.settings.brand, languages=(language,))
    return with_settings(knowledge, people=PEOPLE, channels=channels, brand=spoken)


@asynccontextmanager
async def running_desk(
    fake: FakeTelegram,
    *,
    store: Store | None = None,
    hooks: Hooks | None = None,
    mode: Mode = Mode.ANSWER,
    clock: FakeClock | None = None,
    language: str = "it",
    webhook: str = "",
) -> AsyncIterator[DeskRig]:
    """Run the program with its desk in a group; waits take no time and move its clock on."""
    moving = clock or FakeClock(MONDAY)
    fake.world.now = lambda: moving.now().timestamp()
    if DESK not in fake.world.forums:
        fake.world.forum(DESK, FRANCESCA, MARCO, STRANGER)
    for user, name in ((FRANCESCA, "Francesca"), (MARCO, "Marco"), (STRANGER, "Zoe")):
        fake.world.person(user)["first_name"] = name

    async def wait(seconds: float) -> None:
        if seconds < 60:  # longer ones only look again whether all is well
            moving.move(timedelta(seconds=seconds))
        await asyncio.sleep(0.001 if seconds < 60 else 0.02)

    knowledge = brand(fake, mode=mode, language=language, webhook=webhook)
    engine = StepEngine(moving)
    web = RecordingChannel(replace(CHAT, limits={Surface.PRIVATE: 1000, Surface.PUBLIC: 280}))
    made: list[RecordedTelegram] = []

    def telegram(link: Link) -> RecordedTelegram:
        made.append(RecordedTelegram(link, read_options(link.settings), wait=wait))
        made[0].letters = []
        return made[0]

    sportello = Sportello(
        store=store or open_memory_store(),
        knowledge=lambda: knowledge,
        clock=moving,
        engine=engine,
        connect={"chat": lambda _link: web, "telegram": telegram},
        traits={**TRAITS, "telegram": TELEGRAM},
        compute=inline,
        hooks=hooks,
    )
    await sportello.start()
    try:
        yield DeskRig(fake, sportello, engine, moving, web, made[0])
    finally:
        await sportello.stop()
