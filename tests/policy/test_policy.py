"""The policy as stories over the whole path: what is said, when, and what a person is asked to do."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.hand_off import HandOffReason
from bot.model.matching import Candidate, Match
from bot.model.message import InboundKind, Purpose
from bot.model.turn import TaskKind
from bot.service.values import Later
from bot.testing import Dialogue, Exchange
from tests.support.brand import MONDAY, ROME, SATURDAY, ScriptedMatcher, talk


def purposes(exchange: Exchange) -> list[Purpose]:
    return [letter.purpose for letter in exchange.said]


def handed_off(exchange: Exchange) -> str:
    reasons: list[str] = [json.loads(decision.detail)["hand_off"] for decision in exchange.decisions]
    return next((reason for reason in reversed(reasons) if reason), "")


def scripted(dialogue: Dialogue) -> ScriptedMatcher:
    matcher = dialogue.sportello.turns._knowledge().matcher
    assert isinstance(matcher, ScriptedMatcher)
    return matcher


async def status(dialogue: Dialogue) -> CaseStatus:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation.case.status


async def follow_ups(dialogue: Dialogue) -> set[FollowUpKind]:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return {item.kind for item in conversation.follow_ups}


async def test_a_confident_question_is_answered_at_once() -> None:
    dialogue = await talk()
    exchange = await dialogue.say("quando aprite?")
    assert purposes(exchange) == [Purpose.ANSWER]
    assert "dalle 9 alle 18" in exchange.text
    assert await status(dialogue) is CaseStatus.ANSWERED


async def test_a_confident_question_at_night_is_answered_alone_without_acknowledgement() -> None:
    dialogue = await talk(SATURDAY)
    assert purposes(await dialogue.say("quando aprite?")) == [Purpose.ANSWER]


async def test_a_closed_period_is_acknowledged_once_with_the_next_opening_and_a_promise() -> None:
    dialogue = await talk(SATURDAY)
    exchange = await dialogue.say("bla bla")
    assert purposes(exchange) == [Purpose.ACKNOWLEDGEMENT]
    assert "lunedì alle 9" in exchange.text
    assert FollowUpKind.PROMISE in await follow_ups(dialogue)
    again = await dialogue.say("ci siete?")
    assert not again.said
    assert "acknowledged already in this closed period" in again.decisions[-1].why


async def test_what_the_bot_cannot_read_goes_to_a_person_and_the_customer_is_told_when() -> None:
    dialogue = await talk()
    exchange = await dialogue.say("bla bla")
    assert purposes(exchange) == [Purpose.HAND_OFF]
    assert "entro oggi alle 11" in exchange.text
    assert handed_off(exchange) == HandOffReason.LOW_CONFIDENCE
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]
    assert not (await dialogue.say("allora?")).said


async def test_half_sure_is_asked_once_and_the_choice_is_answered() -> None:
    dialogue = await talk()
    exchange = await dialogue.say("forse")
    assert purposes(exchange) == [Purpose.CLARIFY]
    assert exchange.said[0].buttons == ("Orari", "Pacco", "Nessuna di queste")
    answer = await dialogue.button("Pacco")
    assert answer.decisions[-1].rule == "chosen"
    assert "dov'è il pacco" in answer.text


async def test_none_of_these_goes_to_a_person() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    assert handed_off(await dialogue.button("Nessuna di queste")) == HandOffReason.TIE


async def test_a_choice_may_be_made_by_its_number() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    assert "dalle 9 alle 18" in (await dialogue.say("1")).text


async def test_the_bot_does_not_ask_what_was_meant_twice_in_a_row() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    assert purposes(await dialogue.say("forse")) == [Purpose.HAND_OFF]


async def test_a_customer_who_asks_for_a_person_gets_one() -> None:
    dialogue = await talk()
    exchange = await dialogue.say("operatore!")
    assert handed_off(exchange) == HandOffReason.ASKED_FOR_HUMAN
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT


async def test_asking_for_a_person_again_is_reassured_once_then_left_to_the_person() -> None:
    dialogue = await talk()
    await dialogue.say("operatore!")
    assert (await dialogue.say("operatore!")).said[0].template == "_human_soon"
    assert not (await dialogue.say("operatore!")).said


async def test_an_angry_customer_goes_to_a_person() -> None:
    assert handed_off(await (await talk()).say("vergogna")) == HandOffReason.ANGRY


async def test_the_word_stop_is_obeyed_confirmed_once_and_undone_by_start() -> None:
    dialogue = await talk()
    assert purposes(await dialogue.say("STOP")) == [Purpose.STOP]
    assert not (await dialogue.say("quando aprite?")).said
    assert not (await dialogue.say("stop")).said
    assert "dimmi" in (await dialogue.say("start")).text
    assert (await dialogue.say("quando aprite?")).said


async def test_after_stop_no_follow_up_is_sent() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.say("stop")
    assert not (await dialogue.wait(timedelta(days=8))).said


async def test_a_missing_value_is_asked_for_and_then_used() -> None:
    dialogue = await talk()
    asked = await dialogue.say("il mio ordine?")
    assert purposes(asked) == [Purpose.ASK_SLOT]
    scripted(dialogue).values["IT-4711"] = "IT-4711"
    assert "L'ordine IT-4711 è partito" in (await dialogue.say("IT-4711")).text


async def test_two_answers_without_a_value_bring_a_person() -> None:
    dialogue = await talk()
    await dialogue.say("il mio ordine?")
    assert purposes(await dialogue.say("boh")) == [Purpose.ASK_SLOT]
    assert handed_off(await dialogue.say("non so")) == HandOffReason.SLOT_FAILED


async def test_a_person_who_answers_signs_and_silences_the_bot() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.agent("Ecco fatto")
    assert exchange.text == "Ecco fatto ^FB"
    assert not exchange.tasks
    assert not (await dialogue.say("quando aprite?")).said
    assert await status(dialogue) is CaseStatus.WITH_AGENT


async def test_handing_back_lets_the_bot_answer_again() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Ecco fatto")
    await dialogue.hand_back()
    assert (await dialogue.say("quando aprite?")).said


async def test_a_promise_is_cancelled_by_a_persons_answer() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.agent("Ecco fatto")
    assert FollowUpKind.PROMISE not in await follow_ups(dialogue)
    assert not (await dialogue.wait(timedelta(days=4))).said


async def test_a_promise_that_falls_due_is_renewed_twice_then_a_person_is_alarmed() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(days=3))
    late = [letter for letter in exchange.said if letter.template == "_late"]
    assert len(late) == 2
    assert any(task.kind is TaskKind.ALERT for task in exchange.tasks)
    assert exchange.said[-1].template == "_overdue"


async def test_no_follow_up_is_said_at_a_closed_hour() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(days=5))
    calendar = dialogue.sportello.turns._knowledge().calendar
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    said = [line for line in dossier.lines if line.sender == "bot"][1:]
    assert said
    assert all(calendar.is_open(line.at) for line in said)


async def test_a_promise_due_while_a_person_has_taken_over_alarms_them_and_stays_owed() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.take_over()
    exchange = await dialogue.wait(timedelta(hours=2))
    assert not exchange.said
    assert any(task.kind is TaskKind.ALERT for task in exchange.tasks)
    assert FollowUpKind.PROMISE in await follow_ups(dialogue)


async def test_a_customer_whom_the_agent_forgot_is_taken_care_of_again() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Guardo subito")
    await dialogue.say("e allora?")
    exchange = await dialogue.wait(timedelta(days=1))
    assert [letter.template for letter in exchange.said] == ["_reassure"]
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT


async def test_an_answer_is_followed_up_and_a_yes_resolves_the_case() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    asked = await dialogue.wait(timedelta(hours=2))
    assert asked.said[0].buttons == ("Sì, risolto", "No, non ancora")
    await dialogue.button("Sì, risolto")
    assert await status(dialogue) is CaseStatus.RESOLVED


async def test_a_no_to_is_it_solved_brings_a_person() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(timedelta(hours=2))
    assert purposes(await dialogue.say("no")) == [Purpose.HAND_OFF]


async def test_closing_with_an_open_promise_tells_the_customer() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.close()
    assert exchange.said[0].template == "_closed"
    assert await status(dialogue) is CaseStatus.CLOSED


async def test_a_message_after_closing_opens_a_new_case_that_names_the_old() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    first = await dialogue.conversation()
    await dialogue.close()
    await dialogue.say("quando aprite?")
    second = await dialogue.conversation()
    assert first is not None
    assert second is not None
    assert second.case.previous == first.case.number
    assert second.case.number != first.case.number


async def test_the_same_text_again_and_again_is_left_to_a_person() -> None:
    dialogue = await talk()
    exchanges = [await dialogue.say("quando aprite?") for _ in range(5)]
    assert [bool(exchange.said) for exchange in exchanges] == [True, True, True, False, False]
    assert handed_off(exchanges[-1]) == HandOffReason.LOOP


async def test_the_wording_changes_from_one_answer_to_the_next() -> None:
    dialogue = await talk()
    texts = {(await dialogue.say("quando aprite?")).text for _ in range(2)}
    assert len(texts) == 2


async def test_an_answer_comes_in_the_customers_language() -> None:
    exchange = await (await talk()).say("when are you open?")
    assert exchange.said[0].language == "en"


async def test_personal_data_is_asked_for_in_private_only() -> None:
    exchange = await (await talk(channel="wall.post")).say("i miei dati")
    assert exchange.said[0].template == "_ask_private"


async def test_the_bot_signs_in_public() -> None:
    exchange = await (await talk(channel="wall.post")).say("quando aprite?")
    assert exchange.text.endswith("^Bot")


async def test_every_decision_is_kept_with_its_rule_and_why() -> None:
    dialogue = await talk(SATURDAY)
    exchange = await dialogue.say("bla bla")
    assert exchange.decisions[-1].rule == "off_hours"
    assert exchange.decisions[-1].why


async def test_a_standing_promise_is_not_put_off_by_writing_again() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    before = await dialogue.conversation()
    await dialogue.wait(timedelta(minutes=20))
    await dialogue.say("operatore!")
    after = await dialogue.conversation()
    assert before is not None
    assert after is not None
    due = [next(i.at for i in c.follow_ups if i.kind is FollowUpKind.PROMISE) for c in (before, after)]
    assert due[0] == due[1] == MONDAY.replace(hour=11).astimezone(ROME)


async def test_thanks_to_a_person_bring_no_second_reassurance() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Fatto, tutto a posto")
    await dialogue.say("Grazie mille!")
    exchange = await dialogue.wait(timedelta(days=3))
    assert not exchange.said
    await dialogue.hand_back()
    assert await status(dialogue) is CaseStatus.ANSWERED


async def test_a_customer_who_wrote_during_a_take_over_is_not_forgotten_when_it_is_handed_back() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    await dialogue.take_over()
    await dialogue.say("e il mio rimborso?")
    exchange = await dialogue.hand_back()
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]


async def test_writing_again_in_a_closed_period_after_a_person_answered_owes_an_answer_again() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.agent("Ecco fatto")
    await dialogue.hand_back()
    assert not (await dialogue.say("e il resto?")).said
    assert FollowUpKind.PROMISE in await follow_ups(dialogue)


async def test_a_take_over_that_has_run_out_lets_the_case_wait_for_a_person_once() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Ecco fatto")
    await dialogue.wait(timedelta(hours=24))
    assert purposes(await dialogue.say("e il resto?")) == [Purpose.HAND_OFF]
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
    assert not (await dialogue.say("allora?")).said


async def test_the_same_question_once_a_week_is_answered_every_week() -> None:
    dialogue = await talk()
    for _ in range(6):
        assert (await dialogue.say("quando aprite?")).said
        await dialogue.wait(timedelta(days=7))


async def test_blocking_and_coming_back_does_not_undo_a_stop() -> None:
    dialogue = await talk()
    await dialogue.say("stop")
    await dialogue.happens(InboundKind.BLOCKED)
    await dialogue.happens(InboundKind.UNBLOCKED)
    assert not (await dialogue.say("quando aprite?")).said


async def test_a_closed_case_stays_closed_when_a_person_writes_again() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    await dialogue.close()
    assert (await dialogue.agent("Un'ultima cosa")).said
    assert await status(dialogue) is CaseStatus.CLOSED


async def test_a_customer_who_opted_out_has_the_case_closed_without_a_notice() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    await dialogue.say("stop")
    assert not (await dialogue.wait(timedelta(days=10))).said
    assert await status(dialogue) is CaseStatus.CLOSED


async def test_a_message_that_was_left_for_more_than_a_day_is_for_people() -> None:
    dialogue = await talk()
    await dialogue.write_unheard("quando aprite?")
    dialogue.clock.move(timedelta(hours=25))
    exchange = await dialogue.wait(timedelta(0))
    assert not exchange.said
    assert handed_off(exchange) == HandOffReason.STALE


async def test_an_answer_that_could_not_be_sent_for_more_than_a_day_is_left_to_a_person() -> None:
    dialogue = await talk()
    dialogue.channel.next_outcome(Later(after=timedelta(hours=25), reason="the platform is down"))
    await dialogue.say("quando aprite?")
    exchange = await dialogue.wait(timedelta(hours=26))
    assert not exchange.said
    assert [task.kind for task in exchange.tasks] == [TaskKind.NOT_SENT]


async def test_yes_to_the_only_meaning_offered_is_that_meaning() -> None:
    dialogue = await talk()
    scripted(dialogue).reads("boh orari", ("orari", 0.7))
    assert purposes(await dialogue.say("boh orari")) == [Purpose.CLARIFY]
    assert "dalle 9 alle 18" in (await dialogue.say("sì")).text


async def test_a_choice_may_be_named_by_its_place_in_words() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    assert "dov'è il pacco" in (await dialogue.say("la seconda")).text


async def test_a_value_given_before_the_question_is_not_asked_for_again() -> None:
    dialogue = await talk()
    unsure = Candidate(intent="stato", confidence=0.7)
    reading = Match(language="it", candidates=(unsure,), slots={"pratica": "IT-4711"})
    scripted(dialogue).says["e il IT-4711"] = reading
    await dialogue.say("e il IT-4711")
    assert "L'ordine IT-4711 è partito" in (await dialogue.say("sì")).text


async def test_an_ok_after_an_answer_calls_nobody() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    for text in ("ok", "👍", "Grazie!"):
        exchange = await dialogue.say(text)
        assert not exchange.said
        assert not exchange.tasks


async def test_asking_for_a_person_off_hours_is_answered_once_after_the_acknowledgement() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    assert (await dialogue.say("operatore!")).said[0].template == "_human_soon"
    assert not (await dialogue.say("operatore!")).said


async def test_a_renewed_promise_takes_longer_than_the_one_that_was_not_kept() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=1, minutes=1))
    assert "entro oggi alle 14" in exchange.text


async def test_another_question_is_asked_back_about_while_a_person_is_awaited() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    assert purposes(await dialogue.say("forse")) == [Purpose.CLARIFY]
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
    assert "dov'è il pacco" in (await dialogue.button("Pacco")).text
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
