"""Several questions in one message: one is answered, none is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from bot.knowledge.library import build
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.model.problem import Source
from bot.testing import Dialogue, Exchange
from tests.support.brand import MONDAY, TRAITS, small_brand, sources, talk

BOTH = "quando aprite? e dov'è il pacco?"


async def _asked(
    *also: tuple[str, float],
    first: tuple[str, float] = ("orari", 0.95),
    channel: str = "chat",
) -> tuple[Dialogue, Exchange]:
    knowledge, matcher = small_brand()
    matcher.reads(BOTH, first, also=also)
    dialogue = await talk(MONDAY, channel, knowledge=knowledge)
    return dialogue, await dialogue.say(BOTH)


def _handed_off(exchange: Exchange) -> str:
    return str(json.loads(exchange.decisions[-1].detail)["hand_off"])


async def _status(dialogue: Dialogue) -> CaseStatus:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation.case.status


async def test_the_first_is_answered_and_the_second_offered_in_one_message() -> None:
    dialogue, exchange = await _asked(("pacco", 0.9))
    assert [letter.purpose for letter in exchange.said] == [Purpose.ANSWER]
    assert exchange.text.splitlines() == ["Siamo aperti dalle 9 alle 18.", "Vuoi sapere anche di “Pacco”?"]
    assert exchange.said[0].buttons == ("Pacco", "No, basta così")
    assert await _status(dialogue) is CaseStatus.WAITING_FOR_CUSTOMER


async def test_a_yes_answers_the_second() -> None:
    for word in ("sì", "ok", "certo, grazie", "va bene", "1", "Pacco", "il pacco", "la prima", "paco"):
        dialogue, _ = await _asked(("pacco", 0.9))
        answer = await dialogue.say(word)
        assert "dov'è il pacco" in answer.text, word
        assert answer.decisions[-1].rule == "chosen"
        assert await _status(dialogue) is CaseStatus.ANSWERED


async def test_no_thanks_asks_no_person() -> None:
    for word in ("no", "No, basta così", "no grazie"):
        dialogue, _ = await _asked(("pacco", 0.9))
        answer = await dialogue.say(word)
        assert not answer.said
        assert not answer.tasks
        assert await _status(dialogue) is CaseStatus.ANSWERED


async def test_a_customer_who_says_nothing_is_reminded_and_may_still_choose() -> None:
    dialogue, _ = await _asked(("pacco", 0.9))
    reminder = await dialogue.wait(timedelta(days=1, hours=1))
    assert [letter.template for letter in reminder.said] == ["_remind"]
    assert "dov'è il pacco" in (await dialogue.say("sì")).text


async def test_the_third_is_offered_after_the_second() -> None:
    dialogue, exchange = await _asked(("pacco", 0.9), ("dati", 0.85))
    assert "“Pacco” o “Dati personali”" in exchange.text
    second = await dialogue.say("2")
    assert second.text.splitlines()[0].endswith("Ecco i tuoi dati.")
    assert "“Pacco”" in second.text
    assert "dov'è il pacco" in (await dialogue.say("sì")).text


async def test_a_yes_to_two_offers_takes_them_in_order() -> None:
    dialogue, _ = await _asked(("pacco", 0.9), ("dati", 0.85))
    assert "dov'è il pacco" in (await dialogue.say("sì")).text
    assert "i tuoi dati" in (await dialogue.say("sì")).text


async def test_the_second_waits_while_a_value_is_asked_for() -> None:
    dialogue, exchange = await _asked(("pacco", 0.9), first=("stato", 0.95))
    assert [letter.purpose for letter in exchange.said] == [Purpose.ASK_SLOT]
    matcher = dialogue.sportello.turns._knowledge().matcher
    matcher.values["VM-12345"] = "VM-12345"  # type: ignore[attr-defined]
    answer = await dialogue.say("VM-12345")
    assert "VM-12345 è partito" in answer.text
    assert "“Pacco”" in answer.text
    assert "dov'è il pacco" in (await dialogue.say("sì")).text


async def test_values_heard_beside_the_first_serve_the_second() -> None:
    knowledge, matcher = small_brand()
    matcher.reads(BOTH, ("orari", 0.95), also=[("stato", 0.9)], slots={"pratica": "VM-12345"})
    dialogue = await talk(knowledge=knowledge)
    await dialogue.say(BOTH)
    assert "VM-12345 è partito" in (await dialogue.say("sì")).text


async def test_half_sure_of_the_first_offers_all_and_forgets_none() -> None:
    dialogue, exchange = await _asked(("pacco", 0.9), first=("orari", 0.6))
    assert exchange.said[0].buttons == ("Orari", "Pacco", "Nessuna di queste")
    answer = await dialogue.say("1")
    assert "dalle 9 alle 18" in answer.text
    assert "“Pacco”" in answer.text


async def test_a_person_wanted_beside_a_question_gets_the_whole_message() -> None:
    for name, reason in (("persona", "asked_for_human"), ("reclamo", "angry")):
        dialogue, exchange = await _asked((name, 0.9))
        assert _handed_off(exchange) == reason
        assert await _status(dialogue) is CaseStatus.WAITING_FOR_AGENT


async def test_greetings_and_doubts_are_no_second_questions() -> None:
    _, exchange = await _asked(("saluto", 0.95), ("pacco", 0.3), ("orari", 0.9))
    assert exchange.text == "Siamo aperti dalle 9 alle 18."


async def test_where_the_offer_does_not_fit_a_person_gets_the_second_question() -> None:
    matcher = small_brand()[1]
    long = "Siamo aperti dalle 9 alle 18, dal lunedì al venerdì. " * 5
    orari = Source(path="replies/it/orari.j2", text=f"=== any\n{long}\n")
    changed = [orari if source.path == orari.path else source for source in sources()]
    built = build(changed, environ={}, traits=TRAITS, encoder=None).knowledge
    assert built is not None
    matcher.reads(BOTH, ("orari", 0.95), also=[("pacco", 0.9)])
    dialogue = await talk(MONDAY, "wall", knowledge=replace(built, matcher=matcher))
    exchange = await dialogue.say(BOTH)
    assert exchange.said[0].buttons == ()
    assert "Siamo aperti" in exchange.text
    assert [task.reason for task in exchange.tasks] == [HandOffReason.SEVERAL_QUESTIONS]
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.WAITING_FOR_AGENT
    kinds = {item.kind for item in conversation.follow_ups}
    assert FollowUpKind.REASSURE in kinds
    assert not kinds & {FollowUpKind.REMIND, FollowUpKind.GIVE_UP}


async def test_the_second_is_offered_also_where_the_first_needs_privacy() -> None:
    _, exchange = await _asked(("pacco", 0.9), first=("dati", 0.95), channel="wall")
    assert "Scrivimi in privato." in exchange.text
    assert "“Pacco”" in exchange.text


async def test_a_number_counts_the_choices_as_they_are_shown() -> None:
    matcher = small_brand()[1]
    reply = "=== any\nSiamo aperti.\nbuttons: Oggi | Domani\n"
    orari = Source(path="replies/it/orari.j2", text=reply)
    changed = [orari if source.path == orari.path else source for source in sources()]
    built = build(changed, environ={}, traits=TRAITS, encoder=None).knowledge
    assert built is not None
    matcher.reads(BOTH, ("orari", 0.95), also=[("pacco", 0.9)])
    dialogue = await talk(knowledge=replace(built, matcher=matcher))
    exchange = await dialogue.say(BOTH)
    assert exchange.said[0].buttons == ("Pacco", "No, basta così", "Oggi", "Domani")
    assert "dov'è il pacco" in (await dialogue.say("1")).text
