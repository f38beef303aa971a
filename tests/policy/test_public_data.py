"""Nothing that is said in public shows personal data; people get their words back with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.message import InboundKind
from bot.model.turn import TaskKind
from bot.testing import Dialogue, Exchange
from tests.support.brand import MONDAY, TRAITS, small_brand, with_reply

IBAN = "IT60X0542811101000000123456"
QUESTION = "quando aprite?"


async def asked(channel: str, knowledge: Knowledge | None = None) -> tuple[Dialogue, Exchange]:
    dialogue = await Dialogue.open(knowledge or small_brand()[0], at=MONDAY, traits=TRAITS, channel=channel)
    return dialogue, await dialogue.say(QUESTION)


def saying(public: tuple[str, ...], *variants: str) -> Knowledge:
    """Make a brand whose hours are told in these words, and whose own numbers are these."""
    knowledge = with_reply(small_brand()[0], "orari", *variants)
    brand = replace(knowledge.settings.brand, public=public)
    return replace(knowledge, settings=replace(knowledge.settings, brand=brand))


async def test_a_persons_words_with_an_iban_are_not_said_in_public() -> None:
    dialogue, _ = await asked("wall.post")
    refused = await dialogue.agent(f"Rimborso fatto su {IBAN}")
    assert refused.said == ()
    (alert,) = [task for task in refused.tasks if task.kind is TaskKind.ALERT]
    assert alert.reason == "public_data"
    assert "personal data in public (IBAN)" in alert.text
    assert "Rimborso fatto su [IBAN]" in alert.text


async def test_what_was_not_said_answers_nothing_and_silences_nobody() -> None:
    dialogue, _ = await asked("wall.post")
    before = await dialogue.conversation()
    await dialogue.agent(f"Rimborso fatto su {IBAN}")
    after = await dialogue.conversation()
    assert before is not None
    assert after is not None
    assert after.state.agent == ""
    assert after.case.status is before.case.status is not CaseStatus.WITH_AGENT


async def test_the_same_words_are_said_in_private() -> None:
    dialogue, _ = await asked("wall.dm")
    (letter,) = (await dialogue.agent(f"Rimborso fatto su {IBAN}")).said
    assert IBAN in letter.text


@pytest.mark.parametrize("kind", [InboundKind.APPROVE, InboundKind.CORRECT])
async def test_neither_a_draft_nor_a_correction_says_it_in_public(kind: InboundKind) -> None:
    dialogue, _ = await asked("wall.post")
    conversation = await dialogue.conversation()
    assert conversation is not None
    payload = {"agent": "FB", "draft": "1", "outbound": "1", "id": "m1"}
    event = replace(dialogue._inbound(kind, text=f"su {IBAN}"), payload=payload)
    exchange = await dialogue._arrive(event)
    assert exchange.said == ()
    assert dialogue.channel.revised == []
    assert [item.rule for item in exchange.decisions] == ["public_data"]


async def test_the_brands_own_number_may_be_said_by_its_replies() -> None:
    _, exchange = await asked("wall.post", saying((), "Siamo aperti: 06 12345678."))
    assert "06 12345678" in exchange.text


async def test_a_slots_value_that_is_personal_is_not_repeated_in_public() -> None:
    knowledge = saying((), "Per {{ slot.pratica }} siamo aperti.")
    knowledge.matcher.reads(QUESTION, ("orari", 0.95), slots={"pratica": "3331234567"})  # type: ignore[attr-defined]
    intents = {**knowledge.intents}
    intents["orari"] = replace(intents["orari"], slots=("pratica",))
    dialogue, exchange = await asked("wall.post", replace(knowledge, intents=intents))
    assert "3331234567" not in exchange.text
    assert [letter.template for letter in exchange.said] == ["_handoff"]
    assert any("it would show personal data in public: phone" in task.text for task in exchange.tasks)
    del dialogue


async def test_a_person_may_say_the_numbers_that_settings_call_public() -> None:
    dialogue, _ = await asked("wall.post", saying(("06 12345678",), "Siamo aperti."))
    (letter,) = (await dialogue.agent("Ci trova anche allo 06-12345678")).said
    assert "06-12345678" in letter.text
