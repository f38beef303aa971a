"""What became of a message is worked out from what was sent, and what is odd is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge.library import Knowledge, build
from bot.model.effects import Decision, Outcome
from bot.model.message import Letter, Outbound, Purpose
from bot.model.problem import Source
from bot.rehearsal.report import Mark, Report, Result, Sort
from bot.rehearsal.stage import Played
from bot.rehearsal.telling import report_of
from bot.rehearsal.watching import Event, Said
from tests.rehearsal.rig import ALONE, HOUR, MINUTE, line, played, rehearsed
from tests.support.brand import MONDAY, SATURDAY, TRAITS, small_brand, sources


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("quando aprite?", Result.ANSWERED),
        ("forse", Result.ASKED),
        ("il mio ordine?", Result.ASKED),
        ("una cosa strana", Result.ACKNOWLEDGED),
        ("stop", Result.ANSWERED),
    ],
)
async def test_each_outcome_of_a_first_message_on_saturday(text: str, result: Result) -> None:
    report = await rehearsed(line(text))
    assert report.messages[0].result is result
    assert not report.findings


async def test_in_hours_a_stranger_question_is_handed_over() -> None:
    report = await rehearsed(line("una cosa strana", at=MONDAY))
    assert report.messages[0].result is Result.HANDED_OVER
    assert report.messages[0].promised == MONDAY + HOUR


async def test_a_second_message_while_waiting_is_in_a_persons_queue_without_words() -> None:
    report = await rehearsed(line("una cosa strana"), line("allora?", MINUTE))
    assert [message.result for message in report.messages] == [Result.ACKNOWLEDGED, Result.HANDED_OVER]
    assert report.messages[1].words == ()
    assert not report.findings


async def test_thanks_need_no_word_and_the_reason_is_told() -> None:
    report = await rehearsed(line("quando aprite?"), line("ok", MINUTE))
    assert report.messages[1].result is Result.QUIET
    assert report.messages[1].reason


async def test_what_is_said_at_night_is_counted() -> None:
    report = await rehearsed(line("una cosa strana", 13 * HOUR), line("quando aprite?", 14 * HOUR, "bea"))
    assert {item.purpose: item.count for item in report.summary.night} == {"acknowledgement": 1, "answer": 1}
    assert all(Mark.NIGHT in talk.marks for talk in report.talks)
    assert not report.findings


def _with(outcome: Played, *events: Event) -> Report:
    return report_of(replace(outcome, events=(*outcome.events, *events)), answering=False)


def _extra(outcome: Played, after: timedelta, text: str, purpose: Purpose = Purpose.FOLLOW_UP) -> Said:
    """Make a message that the rules would never have sent."""
    at = SATURDAY + after
    outbound = Outbound(
        id=99,
        channel="chat",
        account="rehearsal",
        conversation_id=1,
        conversation_key="anna",
        letter=Letter(purpose=purpose, text=text),
        attempt=1,
        queued_at=at,
        first_attempt_at=at,
    )
    return Said(at=at, conversation=outcome.events[0].conversation, outbound=outbound)


async def test_a_second_acknowledgement_in_one_closed_period_is_found() -> None:
    outcome = await played(line("una cosa strana"))
    report = _with(outcome, _extra(outcome, 5 * HOUR, "Siamo chiusi.", Purpose.ACKNOWLEDGEMENT))
    assert [item.sort for item in report.findings] == [Sort.SECOND_ACKNOWLEDGEMENT]
    assert Mark.FINDING in report.talks[0].marks


async def test_what_is_said_by_itself_in_quiet_hours_is_found() -> None:
    outcome = await played(line("una cosa strana"))
    report = _with(outcome, _extra(outcome, 13 * HOUR, "Ancora qui?"))
    assert [item.sort for item in report.findings] == [Sort.IN_QUIET_HOURS]


@pytest.mark.parametrize(
    "text",
    [
        "Ciao , eccoci.",
        "Ciao  a te.",
        "Torniamo {{ hours.next_open }}.",
        "Pratica “”.",
        "Entro None.",
        "Sì, , no.",
    ],
)
async def test_a_gap_in_a_sentence_is_found(text: str) -> None:
    outcome = await played(line("una cosa strana"))
    report = _with(outcome, _extra(outcome, HOUR, text))
    assert [item.sort for item in report.findings] == [Sort.GAP]


@pytest.mark.parametrize("text", ["Un attimo… eccoci.", "Dalle 9.00 alle 18,30.", "Sì (oggi) - “bene”."])
async def test_a_whole_sentence_is_no_gap(text: str) -> None:
    outcome = await played(line("una cosa strana"))
    assert not _with(outcome, _extra(outcome, HOUR, text)).findings


async def test_what_does_not_fit_and_what_is_said_twice_is_found() -> None:
    outcome = await played(line("una cosa strana"))
    long = _extra(outcome, HOUR, "a" * 1001)
    report = _with(outcome, long, replace(long, at=long.at + timedelta(minutes=1)))
    assert [item.sort for item in report.findings] == [Sort.TOO_LONG, Sort.TOO_LONG, Sort.SAID_TWICE]


async def test_a_promise_at_a_closed_hour_is_found() -> None:
    outcome = await played(line("una cosa strana"))
    (promise,) = [item for item in outcome.promises if item.step == 0]
    wrong = replace(promise, due_at=promise.due_at - timedelta(hours=5))
    report = report_of(replace(outcome, promises=(wrong,)), answering=False)
    assert [item.sort for item in report.findings] == [Sort.PROMISE_WHEN_CLOSED]


async def test_a_message_from_which_nothing_came_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that is silent for no reason loses the message, whatever it says of itself."""
    silent = Decision(rule="answer", outcome=Outcome.ANSWER)
    monkeypatch.setattr("bot.policy.turn.decide", lambda *_args, **_named: silent)
    report = await rehearsed(line("una cosa strana"))
    assert report.messages[0].result is Result.LOST
    assert [item.sort for item in report.findings] == [Sort.NO_OUTCOME]


async def test_a_message_that_breaks_the_bot_is_set_aside_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_args: object, **_named: object) -> Decision:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.policy.turn.decide", broken)
    report = await rehearsed(line("una cosa strana"))
    assert report.messages[0].result is Result.SET_ASIDE
    assert "ZeroDivisionError" in report.messages[0].reason
    assert not report.findings


def brand_with(path: str, text: str) -> Knowledge:
    """Give the small brand with one file changed."""
    changed = tuple(Source(path=path, text=text) if item.path == path else item for item in sources())
    built = build(changed, environ={}, traits=TRAITS, encoder=None)
    assert built.knowledge is not None, built.problems
    return replace(built.knowledge, matcher=small_brand()[0].matcher)


async def test_a_reply_of_the_brands_that_leaves_a_gap_is_found_where_it_is_said() -> None:
    wrong = brand_with("replies/it/orari.j2", "=== any\nCiao{{ customer.name }} , siamo aperti.\n")
    report = await rehearsed(line("quando aprite?"), knowledge=wrong, staff=ALONE)
    assert [item.sort for item in report.findings] == [Sort.GAP]
