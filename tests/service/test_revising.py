"""A person corrects or takes back what was sent: one way through, audited, and safe when interrupted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import Sportello, inline
from bot.model.message import Surface
from bot.model.turn import TaskKind
from bot.service.values import Later, Refused, Revision, TranscriptLine, Unknown
from bot.stores import open_memory_store
from bot.testing import Dialogue, FakeClock, RecordingChannel, StepEngine
from tests.support.brand import CHAT, MONDAY, TRAITS, small_brand

EVERYWHERE = frozenset({Surface.PRIVATE})
ABLE = replace(CHAT, edits=EVERYWHERE, deletes=EVERYWHERE)


async def talk(traits: object = ABLE) -> tuple[Dialogue, TranscriptLine]:
    """Let the bot answer a question; gives its line."""
    clock, channel = FakeClock(MONDAY), RecordingChannel(traits)  # type: ignore[arg-type]
    engine, knowledge = StepEngine(clock), small_brand()[0]
    sportello = Sportello(
        store=open_memory_store(),
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={"chat": lambda _link: channel},
        traits=TRAITS,
        compute=inline,
    )
    dialogue = Dialogue(sportello, engine, clock, channel)
    assert (await dialogue.say("quando aprite?")).said
    return dialogue, (await lines(dialogue))[-1]


async def lines(dialogue: Dialogue) -> tuple[TranscriptLine, ...]:
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    return dossier.lines


async def as_read(dialogue: Dialogue) -> tuple[TranscriptLine, ...]:
    return await dialogue.sportello.intake.lines_after("chat", "test", dialogue.customer.id, 0)


async def correct(dialogue: Dialogue, line: TranscriptLine, text: str = "Scusi: alle 10.") -> bool:
    done = await dialogue.sportello.agents.correct(1, line.n, "FB", text)
    await dialogue.engine.settle()
    return done


async def take_back(dialogue: Dialogue, line: TranscriptLine) -> bool:
    done = await dialogue.sportello.agents.take_back(1, line.n, "FB")
    await dialogue.engine.settle()
    return done


async def test_a_corrected_message_reads_as_corrected_and_people_see_what_it_said() -> None:
    dialogue, line = await talk()
    assert await correct(dialogue, line)
    assert dialogue.channel.revised == [(line.id, "Scusi: alle 10. ^FB")]
    now = (await lines(dialogue))[-1]
    assert (now.n, now.text, now.before) == (line.n, "Scusi: alle 10. ^FB", line.text)
    assert (now.revision, now.revised_by) == (Revision.CORRECTED, "FB")
    told = (await as_read(dialogue))[-1]
    assert (told.revises, told.text) == (line.n, "Scusi: alle 10. ^FB")
    assert all(line.text not in (read.text, read.before) for read in await as_read(dialogue))


async def test_what_was_taken_back_is_read_by_people_only() -> None:
    dialogue, line = await talk()
    assert await take_back(dialogue, line)
    assert dialogue.channel.revised == [(line.id, None)]
    assert (await lines(dialogue))[-1].text == line.text
    assert (await lines(dialogue))[-1].revision is Revision.TAKEN_BACK
    assert all(line.text not in read.text for read in await as_read(dialogue))
    assert not await take_back(dialogue, line)
    assert not await correct(dialogue, line)


async def test_a_correction_is_a_decision_that_names_the_person_and_answers_nobody() -> None:
    dialogue, line = await talk()
    before = await dialogue.conversation()
    assert await correct(dialogue, line)
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert (dossier.decisions[-1].rule, dossier.decisions[-1].why) == ("correct", ("FB corrects a message",))
    assert before is not None
    assert dossier.conversation.case.status is before.case.status
    assert not dossier.conversation.state.agent


async def test_a_message_corrected_twice_keeps_what_it_said_first() -> None:
    dialogue, line = await talk()
    for text in ("Alle 10.", "Alle 11."):
        assert await correct(dialogue, line, text)
    now = (await lines(dialogue))[-1]
    assert (now.text, now.before) == ("Alle 11. ^FB", line.text)


@pytest.mark.parametrize("outcome", [Unknown(evidence="cut"), Later(after=timedelta(0), reason="slowly")])
async def test_an_interrupted_change_is_made_again(outcome: Unknown | Later) -> None:
    dialogue, line = await talk()
    dialogue.channel.next_outcome(outcome, delivered=isinstance(outcome, Unknown))
    assert await take_back(dialogue, line)
    await dialogue.wait(timedelta(minutes=1))
    assert dialogue.channel.revised[-1] == (line.id, None)
    assert (await lines(dialogue))[-1].revision is Revision.TAKEN_BACK
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert not dossier.pending


async def test_a_refused_change_is_a_task_and_the_line_stays_as_it_was() -> None:
    dialogue, line = await talk()
    dialogue.channel.next_outcome(Refused(reason="too old", permanent=True))
    assert await take_back(dialogue, line)
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert [task.kind for task in dossier.tasks] == [TaskKind.NOT_SENT]
    assert dossier.lines[-1] == line


async def test_a_change_waits_behind_what_is_still_to_be_sent() -> None:
    dialogue, line = await talk()
    dialogue.channel.next_outcome(Later(after=timedelta(seconds=30), reason="slowly"))
    await dialogue.agent("Arrivo")
    assert await correct(dialogue, line)
    assert not dialogue.channel.revised
    await dialogue.wait(timedelta(minutes=1))
    assert [item.letter.text for item in dialogue.channel.sent][-1] == "Arrivo ^FB"
    assert len(dialogue.channel.revised) == 1


async def test_where_a_channel_cannot_nothing_is_offered_or_done() -> None:
    dialogue, line = await talk(CHAT)
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert not dossier.correctable
    assert not dossier.removable
    assert not await correct(dialogue, line)
    assert not await take_back(dialogue, line)


async def test_what_the_customer_said_and_what_is_not_there_cannot_be_changed() -> None:
    dialogue, line = await talk()
    first = (await lines(dialogue))[0]
    assert first.sender == "customer"
    for n in (first.n, line.n + 99):
        assert not await dialogue.sportello.agents.correct(1, n, "FB", "altro")
    assert not await dialogue.sportello.agents.take_back(7, line.n, "FB")
    assert not await dialogue.sportello.agents.correct(1, line.n, "FB", "  ")
