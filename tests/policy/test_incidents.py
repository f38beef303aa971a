"""An open incident: its customers get its text once and its end once; everybody else is answered as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import IncidentError
from bot.model.incident import Announcement
from bot.model.promise import PromiseState
from bot.model.turn import TaskKind
from bot.settings.values import Mode
from bot.testing import Dialogue
from tests.support.brand import MONDAY, SATURDAY, small_brand, talk, with_settings

HOUR = timedelta(hours=1)
TEXTS = {"it": "La rete non va a Torino.", "en": "The network is down in Turin."}
END = {"it": "La rete va di nuovo.", "en": "The network works again."}


def announcement(at: datetime = MONDAY, **changes: Any) -> Announcement:
    said = Announcement(intents=("pacco",), texts=TEXTS, next_update=at + 2 * HOUR)
    return replace(said, **changes)


async def opened(dialogue: Dialogue, **changes: object) -> int:
    said = announcement(dialogue.clock.now(), **changes)
    return await dialogue.sportello.incidents.open(said, title="Rete", by="FB")


async def closed(dialogue: Dialogue, number: int) -> None:
    await dialogue.sportello.incidents.close(number, Announcement(texts=END), by="FB")


async def later(dialogue: Dialogue, span: timedelta = timedelta(seconds=10)) -> str:
    return (await dialogue.wait(span)).text


async def test_a_matching_question_gets_the_incidents_text_and_its_next_time() -> None:
    dialogue = await talk()
    await opened(dialogue)
    exchange = await dialogue.say("dov'è il pacco?")
    assert [item.rule for item in exchange.decisions] == ["incident"]
    assert "La rete non va a Torino. Novità oggi alle 12" in exchange.text
    assert exchange.tasks == ()


async def test_off_hours_the_incidents_text_is_said_too() -> None:
    dialogue = await talk(SATURDAY)
    await opened(dialogue)
    assert "La rete non va" in (await dialogue.say("dov'è il pacco?")).text


async def test_an_english_customer_reads_english() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("where is my parcel?", ("pacco", 0.9), language="en")
    dialogue = await talk(knowledge=knowledge)
    await opened(dialogue)
    assert "The network is down in Turin." in (await dialogue.say("where is my parcel?")).text


async def test_half_sure_is_sure_enough_for_an_incident() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("niente da fare", ("pacco", 0.55))
    dialogue = await talk(knowledge=knowledge)
    await opened(dialogue)
    assert "La rete non va" in (await dialogue.say("niente da fare")).text


async def test_an_unrelated_question_is_answered_as_ever() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("mi fate lo sconto?", ("reclamo", 0.3))
    dialogue = await talk(knowledge=knowledge)
    await opened(dialogue)
    assert "Siamo aperti dalle 9 alle 18." in (await dialogue.say("quando aprite?")).text
    assert (await dialogue.say("mi fate lo sconto?")).decisions[-1].rule == "hand_off"


async def test_who_writes_again_gets_a_short_word_and_then_silence() -> None:
    dialogue = await talk()
    await opened(dialogue)
    first = await dialogue.say("dov'è il pacco?")
    again = await dialogue.say("dov'è il pacco?")
    third = await dialogue.say("dov'è il pacco?")
    assert "Il guasto c'è ancora" in again.text
    assert "La rete non va" in first.text
    assert "La rete non va" not in again.text
    assert third.said == ()
    assert third.decisions[-1].rule == "incident"
    assert third.tasks == ()


async def test_an_attached_customers_unclear_word_gets_the_short_one_and_then_a_person() -> None:
    dialogue = await talk()
    await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    assert "Il guasto c'è ancora" in (await dialogue.say("ma quanto ci vuole ancora")).text
    assert (await dialogue.say("e allora con le scatole blu?")).decisions[-1].rule == "hand_off"


async def test_thanks_after_the_text_ask_for_nothing() -> None:
    dialogue = await talk()
    await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    exchange = await dialogue.say("ok grazie")
    assert (exchange.said, exchange.decisions[-1].rule) == ((), "asks_nothing")


async def test_another_question_of_a_told_customer_is_answered() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("pacco e orari?", ("pacco", 0.9), also=(("orari", 0.9),))
    dialogue = await talk(knowledge=knowledge)
    await opened(dialogue)
    first = await dialogue.say("pacco e orari?")
    assert "La rete non va" in first.text
    assert "Vuoi sapere anche di “Orari”" in first.text
    assert "Siamo aperti" in (await dialogue.say("pacco e orari?")).text


async def test_an_angry_customer_still_has_a_person() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("pacco! siete pessimi", ("pacco", 0.9), also=(("reclamo", 0.95),))
    dialogue = await talk(knowledge=knowledge)
    await opened(dialogue)
    exchange = await dialogue.say("pacco! siete pessimi")
    assert [task.reason for task in exchange.tasks] == ["angry"]


async def test_another_place_than_the_incidents_is_answered_as_ever() -> None:
    knowledge, matcher = small_brand()
    for text in ("il pacco non arriva a Torino", "il pacco non arriva a Bari", "dov'è il pacco"):
        matcher.reads(text, ("pacco", 0.95))
    rules = {}
    for text in list(matcher.says)[-3:]:
        dialogue = await talk(knowledge=knowledge)
        await opened(dialogue, place="Torino")
        rules[text] = (await dialogue.say(text)).decisions[-1].rule
    assert rules == {
        "il pacco non arriva a Torino": "incident",
        "il pacco non arriva a Bari": "answer",
        "dov'è il pacco": "incident",
    }


async def test_a_phrase_tells_of_an_incident_that_has_no_intent() -> None:
    dialogue = await talk()
    await opened(dialogue, intents=(), words=("schermo blu",))
    assert (await dialogue.say("ho uno schermo tutto blu")).decisions[-1].rule == "incident"
    other = await talk()
    await opened(other, intents=(), words=("schermo blu",))
    assert (await other.say("ho uno schermo rosso")).decisions[-1].rule == "hand_off"


async def test_faq_answers_of_a_topic_pause_with_the_incidents_topic() -> None:
    dialogue = await talk()
    await opened(dialogue, topics=("generale",))
    assert (await dialogue.say("quando aprite?")).decisions[-1].rule == "incident"


async def test_a_question_by_a_button_is_the_incidents_as_well() -> None:
    knowledge, _ = small_brand()
    dialogue = await talk(knowledge=knowledge)
    await dialogue.say("forse")
    await opened(dialogue)
    assert (await dialogue.say("Pacco")).decisions[-1].rule == "incident"


async def test_who_reported_before_is_told_at_once_and_leaves_the_queue_with_the_promise_renewed() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("il pacco forse", ("pacco", 0.55), ("orari", 0.54))
    knowledge = with_settings(knowledge, matching=replace(knowledge.settings.matching, ask_above=0.5))
    dialogue = await talk(knowledge=knowledge)
    await dialogue.say("il pacco forse")
    await dialogue.say("aiuto")
    promised = await dialogue.conversation()
    assert promised is not None
    assert promised.case.status == "waiting_for_agent"
    await opened(dialogue)
    told = await later(dialogue)
    conversation = await dialogue.conversation()
    assert "La rete non va" in told
    assert conversation is not None
    assert conversation.case.status == "answered"
    tasks = await dialogue.sportello.store.tasks()
    assert [(task.kind, task.conversation_id) for task in tasks] == [(TaskKind.INCIDENT, 0)]
    now = dialogue.clock.now()
    (promise,) = await dialogue.sportello.store.promises(now - HOUR, now)
    assert promise.state is PromiseState.RENEWED
    assert "Ci stiamo lavorando" not in await later(dialogue, timedelta(days=3))


async def test_who_waits_for_a_person_about_something_else_keeps_waiting() -> None:
    dialogue = await talk()
    await dialogue.say("operatore!")
    await opened(dialogue)
    exchange = await dialogue.say("dov'è il pacco?")
    assert "La rete non va" in exchange.text
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]


async def test_an_update_and_the_end_are_told_once_each() -> None:
    dialogue = await talk()
    number = await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    more = announcement(dialogue.clock.now(), texts={"it": "Torna alle 12.", "en": "Back at 12."})
    await dialogue.sportello.incidents.update(number, more, by="FB")
    assert "Torna alle 12." in await later(dialogue)
    await closed(dialogue, number)
    assert "La rete va di nuovo." in await later(dialogue)
    assert await later(dialogue, HOUR) == ""
    assert await dialogue.sportello.store.tasks() == ()
    assert (await dialogue.say("dov'è il pacco?")).decisions[-1].rule == "answer"


async def test_only_the_latest_of_two_words_in_a_row_is_said() -> None:
    dialogue = await talk()
    number = await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    store = dialogue.sportello.store
    more = announcement(dialogue.clock.now(), texts={"it": "Torna alle 12.", "en": "Back at 12."})
    await dialogue.sportello.incidents.update(number, more, by="FB")
    await closed(dialogue, number)
    told = await later(dialogue)
    assert "Torna alle 12" not in told
    assert told.count("La rete va di nuovo.") == 1
    item = await store.incident(number)
    assert item is not None
    assert (item.attached, item.waiting) == (1, 0)


async def test_at_night_the_end_waits_for_the_morning() -> None:
    dialogue = await talk(MONDAY + 10 * HOUR)
    number = await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(2 * HOUR)
    await closed(dialogue, number)
    assert await later(dialogue, HOUR) == ""
    dialogue.clock.move_to(MONDAY + 23 * HOUR)
    await dialogue.sportello.waker.sweep()
    assert "La rete va di nuovo." in await later(dialogue)


async def test_nothing_is_said_to_who_opted_out_or_has_an_agent() -> None:
    dialogue = await talk()
    number = await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    await dialogue.take_over()
    await closed(dialogue, number)
    exchange = await dialogue.wait(timedelta(minutes=1))
    assert exchange.said == ()
    assert [task.reason for task in exchange.tasks] == ["incident_over"]
    other = await talk()
    number = await opened(other)
    await other.say("dov'è il pacco?")
    await other.say("stop")
    await closed(other, number)
    assert (await other.wait(HOUR)).said == ()


async def test_a_window_that_has_shut_makes_the_end_a_task() -> None:
    dialogue = await talk(channel="shop")
    number = await opened(dialogue)
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(25 * HOUR)
    await closed(dialogue, number)
    exchange = await dialogue.wait(timedelta(minutes=1))
    assert exchange.said == ()
    assert [task.reason for task in exchange.tasks] == ["incident_over"]


async def test_a_channel_in_draft_mode_says_what_a_person_wrote() -> None:
    knowledge, _ = small_brand()
    channels = dict(knowledge.settings.channels)
    channels["wall"] = replace(channels["wall"], mode=Mode.DRAFT)
    dialogue = await talk(channel="wall.post", knowledge=with_settings(knowledge, channels=channels))
    await opened(dialogue)
    exchange = await dialogue.say("dov'è il pacco?")
    assert "La rete non va" in exchange.text
    assert exchange.tasks == ()
    assert (await dialogue.say("quando aprite?")).said == ()


async def test_an_update_that_does_not_come_in_time_is_an_urgent_task() -> None:
    dialogue = await talk()
    number = await opened(dialogue)
    dialogue.clock.move(2 * HOUR + timedelta(minutes=1))
    await dialogue.sportello.waker.sweep()
    await dialogue.sportello.waker.sweep()
    late = [task for task in await dialogue.sportello.store.tasks() if task.reason == f"late:{number}"]
    assert [task.priority for task in late] == ["high"]
    more = announcement(dialogue.clock.now())
    await dialogue.sportello.incidents.update(number, more, by="FB")
    assert [task.reason for task in await dialogue.sportello.store.tasks()] == [f"open:{number}"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"texts": {"it": "Guasto."}}, "the text in “en” is missing"),
        ({"next_update": MONDAY - HOUR}, "the time of the next update is past"),
        ({"next_update": None}, "say when the next update comes: customers are told that time"),
        ({"intents": ()}, "name at least one intent, topic or phrase"),
        ({"intents": ("paco",)}, "there is no intent “paco”: did you mean “pacco”?"),
        ({"texts": {"it": "a" * 260, "en": "b"}}, "cannot be said on wall.post"),
    ],
)
async def test_what_cannot_be_said_is_refused_before_anything_is_sent(
    changes: dict[str, Any], reason: str
) -> None:
    dialogue = await talk()
    with pytest.raises(IncidentError, match=r"."):
        await opened(dialogue, **changes)
    preview = await dialogue.sportello.incidents.preview_opening(announcement(**changes))
    assert [one for one in preview.reasons if reason in one]
    assert await dialogue.sportello.incidents.every() == ()


async def test_a_phrase_that_matches_everything_is_refused() -> None:
    knowledge, _ = small_brand()
    dialogue = await talk(knowledge=knowledge)
    for number in range(25):
        await dialogue.say(f"la mia richiesta {number}")
    preview = await dialogue.sportello.incidents.preview_opening(announcement(words=("la",)))
    assert preview.reasons == ("“la” is in 25 of the last 25 messages: it matches nearly all",)
