"""Public first: a public answer, then the private conversation, then one public line without data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import Sportello, inline
from bot.channels.telegram import TRAITS as TELEGRAM
from bot.channels.x import TRAITS as X
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.message import Author, Inbound, Letter, Surface
from bot.model.traits import Traits
from bot.model.turn import TaskKind
from bot.service.values import Batch, Dossier, Task
from bot.settings.values import ChannelSettings, Mode
from bot.stores import open_memory_store
from bot.testing import FakeClock, RecordingChannel, StepEngine
from tests.support.brand import MONDAY, TRAITS, small_brand, with_settings

PAUSE, PACE = timedelta(0), timedelta(seconds=5)
GIULIA = Author(id="77", name="Giulia", language_hint="it")
IBAN = "IT60X0542811101000000123456"
PRIVATE_QUESTION, DONE = "i miei dati", "sì"


class Place:
    """One person on a channel that has both surfaces, each with a conversation of its own."""

    def __init__(
        self, traits: Traits, knowledge: Knowledge, *, named: bool, mode: Mode = Mode.ANSWER
    ) -> None:
        self.clock, self.channel = FakeClock(MONDAY), RecordingChannel(replace(traits, burst_pause=PAUSE))
        self.engine, self.named, self.heard = StepEngine(self.clock), named, 0
        name = traits.name
        channels = {name: ChannelSettings(name=name, mode=mode)}
        brand = with_settings(knowledge, channels=channels)
        self.sportello = Sportello(
            store=open_memory_store(),
            knowledge=lambda: brand,
            clock=self.clock,
            engine=self.engine,
            connect={name: lambda _link: self.channel},
            traits={**TRAITS, name: self.channel.traits},
            compute=inline,
        )

    async def say(self, surface: Surface, text: str, author: Author = GIULIA) -> list[Letter]:
        """Let somebody write, in public or in private; gives what was sent since."""
        self.heard += 1
        public = surface is Surface.PUBLIC
        said = Inbound(
            channel=self.channel.traits.name,
            account=self.channel.account,
            event_key=f"e{self.heard}",
            conversation_key=f"post:{author.id}" if public else f"dm:{author.id}",
            author=author,
            surface=surface,
            text=text,
            message_id=str(self.heard),
            thread=str(self.heard) if public else "",
            elsewhere=f"post:{author.id}" if self.named and not public else "",
            occurred_at=self.clock.now(),
            received_at=self.clock.now(),
        )
        return await self.after(said)

    async def after(self, event: Inbound | None = None) -> list[Letter]:
        """Let an event come in, and all that follows from it happen."""
        before = len(self.channel.sent)
        if event is not None:
            await self.sportello.intake.accept(
                Batch(channel=event.channel, account=event.account, items=(event,))
            )
        await self.engine.settle()
        while (moment := await self.engine.next_send()) is not None and moment <= self.clock.now() + PACE:
            self.clock.move_to(max(moment, self.clock.now() + PACE / 5))
            await self.engine.settle()
        return [item.letter for item in self.channel.sent[before:]]

    async def dossier(self, number: int) -> Dossier:
        found = await self.sportello.agents.dossier(number)
        assert found is not None
        return found


PUBLIC, PRIVATE = Surface.PUBLIC, Surface.PRIVATE
IN_PUBLIC, IN_PRIVATE = 1, 2
"""The conversations' numbers, in the order in which they begin."""


def place(traits: Traits, *, named: bool) -> Place:
    return Place(traits, small_brand()[0], named=named)


def tasks(dossier: Dossier, kind: TaskKind) -> list[Task]:
    return [task for task in dossier.tasks if task.kind is kind]


@pytest.fixture(params=["told by the channel", "known by the person"])
def named(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "told by the channel")


async def test_in_a_group_the_public_one_is_closed_by_one_line_without_data(named: bool) -> None:
    group = place(TELEGRAM, named=named)
    (invited,) = await group.say(PUBLIC, PRIVATE_QUESTION)
    assert invited.template == "_ask_private"
    (private,) = await group.say(PRIVATE, PRIVATE_QUESTION)
    assert private.surface is PRIVATE
    conversation = (await group.dossier(IN_PRIVATE)).conversation
    public = (await group.dossier(IN_PUBLIC)).conversation
    assert conversation.case.previous == public.case.number
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    (closing,) = await group.after()
    assert (closing.template, closing.surface) == ("_closed_public", PUBLIC)
    assert (await group.dossier(IN_PUBLIC)).conversation.case.status is CaseStatus.CLOSED
    why = [sentence for item in (await group.dossier(IN_PUBLIC)).decisions for sentence in item.why]
    assert f"settled in private as {conversation.case.reference}" in why


async def test_the_closing_line_is_said_once() -> None:
    group = place(TELEGRAM, named=True)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, PRIVATE_QUESTION)
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert len(await group.after()) == 1
    await group.say(PRIVATE, "quando aprite?")
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await group.after() == []


async def test_on_x_where_one_automatic_message_is_allowed_the_line_waits_for_a_person() -> None:
    x = place(X, named=True)
    (invited,) = await x.say(PUBLIC, f"il mio iban è {IBAN}")
    assert invited.template == "_personal_data"
    await x.say(PRIVATE, PRIVATE_QUESTION)
    await x.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await x.after() == []
    public = await x.dossier(IN_PUBLIC)
    (draft,) = tasks(public, TaskKind.DRAFT)
    assert "Ci siamo sentiti in privato" in draft.text
    assert any("allows 1 automatic message on a post" in why for item in public.decisions for why in item.why)
    assert public.draft is not None
    assert await x.sportello.agents.approve(IN_PUBLIC, public.draft.id, "FB")
    (said,) = await x.after()
    assert (said.text, said.reply_to) == (draft.text, invited.reply_to)


async def test_a_customer_who_says_it_is_solved_closes_it_in_public_too() -> None:
    group = place(TELEGRAM, named=True)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, "dov'è il pacco?")
    await group.engine.settle()
    while (moment := await group.engine.next_event()) is not None:
        group.clock.move_to(moment)
        sent = await group.after()
        if any(letter.template == "_check" for letter in sent):
            break
    said = await group.say(PRIVATE, DONE)
    assert [(letter.template, letter.surface) for letter in said] == [("_closed_public", PUBLIC)]


async def test_a_person_who_answers_in_private_is_reminded_once_of_the_public_line() -> None:
    x = place(X, named=True)
    await x.say(PUBLIC, PRIVATE_QUESTION)
    await x.say(PRIVATE, "boh")
    for number, text in enumerate(("Ci penso io.", "Fatto.")):
        await x.sportello.agents.reply(IN_PRIVATE, "FB", text, id=f"reply-{number}")
        await x.after()
    owed = [task for task in (await x.dossier(IN_PRIVATE)).tasks if task.reason == "public_owed"]
    assert len(owed) == 1


async def test_what_was_answered_in_public_owes_no_line_there() -> None:
    group = place(TELEGRAM, named=True)
    await group.say(PUBLIC, "quando aprite?")
    await group.say(PRIVATE, PRIVATE_QUESTION)
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await group.after() == []


async def test_another_persons_private_message_closes_nothing_in_public() -> None:
    group = place(TELEGRAM, named=False)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, PRIVATE_QUESTION, Author(id="78", name="Marco"))
    assert (await group.dossier(IN_PRIVATE)).conversation.public is None
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await group.after() == []


async def test_private_data_given_in_private_never_reaches_the_public_line() -> None:
    group = place(TELEGRAM, named=True)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, f"ecco: {IBAN}")
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    await group.after()
    public = [item.letter for item in group.channel.sent if item.letter.surface is PUBLIC]
    assert all(IBAN not in letter.text for letter in public)
    assert IBAN in (await group.dossier(IN_PRIVATE)).lines[0].text


async def test_an_agent_who_has_taken_over_in_public_says_the_line_themselves() -> None:
    group = place(TELEGRAM, named=True)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, PRIVATE_QUESTION)
    await group.sportello.agents.take_over(IN_PUBLIC, "FB")
    await group.after()
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await group.after() == []
    assert [task.reason for task in (await group.dossier(IN_PUBLIC)).tasks] == ["public_owed"]


async def test_where_people_approve_what_is_said_the_line_waits_as_a_draft_that_can_be_approved() -> None:
    group = Place(TELEGRAM, small_brand()[0], named=True, mode=Mode.DRAFT)
    await group.say(PUBLIC, PRIVATE_QUESTION)
    await group.say(PRIVATE, PRIVATE_QUESTION)
    await group.sportello.agents.reply(IN_PUBLIC, "FB", "Ci scriva in privato.", id="reply-0001")
    await group.after()
    await group.sportello.agents.hand_back(IN_PUBLIC, "FB")
    await group.after()
    await group.sportello.agents.close_case(IN_PRIVATE, "FB")
    assert await group.after() == []
    public = await group.dossier(IN_PUBLIC)
    assert public.conversation.case.status is CaseStatus.WAITING_FOR_AGENT
    (draft,) = tasks(public, TaskKind.DRAFT)
    assert "Ci siamo sentiti in privato" in draft.text
