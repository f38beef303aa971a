"""The rehearsal keeps life's rules: pauses, rates, opening hours, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model.traits import Rate
from bot.rehearsal.people import Staff
from bot.rehearsal.report import Result
from bot.rehearsal.stage import answering, play
from bot.rehearsal.telling import report_of
from bot.rehearsal.watching import Said, Turned
from bot.settings.values import ChannelSettings, Mode
from tests.rehearsal.rig import ALONE, HOUR, MINUTE, ONE, SECOND, line, played, rehearsed, said, script
from tests.support.brand import MONDAY, TRAITS, small_brand

PATIENT = {**TRAITS, "chat": replace(TRAITS["chat"], burst_pause=timedelta(seconds=3))}


async def test_messages_within_the_pause_are_one_turn() -> None:
    lines = (line("buona"), line("sera", SECOND), line("boh", 2 * SECOND))
    outcome = await play(script(lines), small_brand()[0], PATIENT, ALONE)
    first = next(event for event in outcome.events if isinstance(event, Turned))
    assert len(first.inbound) == 3
    assert first.at == script(lines).since + 3 * SECOND


async def test_messages_after_the_pause_are_turns_of_their_own() -> None:
    outcome = await play(script((line("buona"), line("sera", 4 * SECOND))), small_brand()[0], PATIENT, ALONE)
    turned = [event for event in outcome.events if isinstance(event, Turned) and event.inbound]
    assert [len(event.inbound) for event in turned[:2]] == [1, 1]


async def test_the_pause_that_the_settings_give_a_channel_is_kept() -> None:
    knowledge, _matcher = small_brand()
    channels = {
        **knowledge.settings.channels,
        "chat": ChannelSettings(name="chat", options={"burst_pause": "9s"}),
    }
    slow = replace(knowledge, settings=replace(knowledge.settings, channels=channels))
    outcome = await played(line("buona"), line("sera", 8 * SECOND), knowledge=slow)
    first = next(event for event in outcome.events if isinstance(event, Turned))
    assert len(first.inbound) == 2


async def test_a_channels_rate_holds_in_the_time_of_the_rehearsal() -> None:
    slow = replace(TRAITS["chat"], rates=(Rate(scope="account", count=2, per=timedelta(seconds=60)),))
    lines = tuple(line("quando aprite?", customer=f"c{number}") for number in range(6))
    outcome = await play(script(lines), small_brand()[0], {**TRAITS, "chat": slow}, ALONE)
    times = [event.at for event in outcome.events if isinstance(event, Said)]
    assert len(times) == 6
    assert times[-1] - times[0] >= timedelta(seconds=60)
    assert all(times[n + 2] - times[n] >= timedelta(seconds=29) for n in range(4))


async def test_nobody_waits_while_time_passes(caplog: object) -> None:
    del caplog
    outcome = await played(line("boh"), line("boh", timedelta(days=9), "bea"), staff=ONE)
    assert outcome.ended - outcome.script.since > timedelta(days=9)


async def test_people_answer_in_opening_hours_only() -> None:
    report = await rehearsed(line("una cosa strana"), staff=ONE)
    (talk,) = report.talks
    answers = [entry.at for entry in talk.entries if entry.who == "person"]
    assert [f"{moment:%a %H}" for moment in answers] == ["Mon 09"]
    assert report.desk.answered == 1
    assert report.summary.promises["kept"] == 1


async def test_who_was_promised_first_is_answered_first() -> None:
    lines = tuple(
        line("una cosa strana", number * 20 * MINUTE, f"c{number}", at=MONDAY) for number in range(4)
    )
    report = await rehearsed(*lines, staff=Staff(count=1, answer_in=timedelta(minutes=30)))
    answered = [
        (entry.at, talk.customer) for talk in report.talks for entry in talk.entries if entry.who == "person"
    ]
    assert [customer for _at, customer in sorted(answered)] == ["c0", "c1", "c2", "c3"]
    assert report.desk.longest_queue >= 1


async def test_without_people_every_promise_is_renewed_and_somebody_still_waits() -> None:
    report = await rehearsed(line("una cosa strana"), staff=ALONE)
    assert report.desk.answered == 0
    assert report.desk.left_waiting == 1
    assert report.summary.promises["kept"] == 0
    assert report.summary.promises["renewed"] >= 1
    assert report.summary.longest_wait_of == "anna"


async def test_a_channel_in_draft_holds_its_words_back_and_says_how_many_wait() -> None:
    knowledge, _matcher = small_brand()
    channels = {**knowledge.settings.channels, "chat": ChannelSettings(name="chat", mode=Mode.DRAFT)}
    careful = replace(knowledge, settings=replace(knowledge.settings, channels=channels))
    report = await rehearsed(line("quando aprite?", at=MONDAY), knowledge=careful)
    (message,) = report.messages
    assert (message.result, message.held) == (Result.HANDED_OVER, True)
    assert report.summary.drafts == 1
    assert said(report.talks[0])[1] == ("Mon 10:00", "bot")
    bold = await rehearsed(line("quando aprite?", at=MONDAY), knowledge=answering(careful))
    assert bold.messages[0].result is Result.ANSWERED
    assert bold.summary.drafts == 0


async def test_an_invented_customer_presses_the_button_that_was_meant() -> None:
    lines = tuple(
        line("forse", number * MINUTE, f"c{number}", at=MONDAY, about="pacco") for number in range(8)
    )
    report = await rehearsed(*lines, invented=True)
    pressed = [message.text for message in report.messages if "+" in message.id]
    assert pressed.count("Pacco") >= 4


async def test_a_real_customer_says_only_what_was_written() -> None:
    report = await rehearsed(line("forse", at=MONDAY, about="pacco"))
    assert [message.id for message in report.messages] == ["1"]


async def test_a_person_who_took_over_answers_what_is_asked_next() -> None:
    lines = (line("una cosa strana", at=MONDAY), line("e un'altra cosa?", 2 * HOUR, at=MONDAY))
    report = await rehearsed(*lines, staff=ONE)
    assert [who for _at, who in said(report.talks[0])].count("person") == 2


async def test_what_was_rehearsed_twice_is_the_same() -> None:
    lines = tuple(line("una cosa strana", number * MINUTE, f"c{number}") for number in range(5))
    first, second = [report_of(await played(*lines, staff=ONE), answering=False) for _ in range(2)]
    assert first == second
