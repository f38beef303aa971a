"""The report's figures: each means what its definition says, and the groups add up to the whole."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.calendar import make_calendars
from bot.model.feedback import Feedback
from bot.model.promise import Promise, PromiseState
from bot.model.report import Decided, Place, Records, Spoken
from bot.model.response import Response
from bot.reporting.counting import NOT_KNOWN
from bot.reporting.figures import Report
from bot.reporting.figures import report_of as counted
from bot.reporting.groups import OUTCOMES, SHARES, Group, share_of
from bot.reporting.times import Times, in_words, times_of
from bot.reporting.words import DEFINITIONS, TITLES
from bot.reporting.writing import as_csv, as_json, hand_off_shares, in_lines
from bot.settings.hearing import PolicyWords
from tests.support.brand import MONDAY, small_brand

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CALENDARS = make_calendars(small_brand()[0].settings.hours, {})
NOTHING = PolicyWords()


def wait(number: int, *, any_at: timedelta | None, answer_at: timedelta | None, by: str = "bot") -> Response:
    return Response(
        conversation_id=number,
        since=MONDAY,
        any_at=None if any_at is None else MONDAY + any_at,
        answer_at=None if answer_at is None else MONDAY + answer_at,
        answered_by=by if answer_at is not None else "",
    )


def records(**changes: object) -> Records:
    base: dict[str, object] = {"since": MONDAY, "until": MONDAY + DAY}
    return Records(**{**base, **changes})  # type: ignore[arg-type]


def report_of(rows: Records, own: PolicyWords = NOTHING) -> Report:
    return counted(rows, CALENDARS, own, now=rows.until)


def decided(number: int, rule: str = "answer", intent: str = "", hand_off: str = "") -> Decided:
    return Decided(conversation_id=number, rule=rule, outcome="", intent=intent, hand_off=hand_off)


PLACES = (
    Place(conversation_id=1, channel="web", language="it", intent="orari"),
    Place(conversation_id=2, channel="x", language="it"),
    Place(conversation_id=3, channel="x", language="en", intent="pacco"),
)


def test_first_word_and_first_answer_are_told_apart() -> None:
    waits = (
        wait(1, any_at=2 * MINUTE, answer_at=2 * MINUTE),
        wait(2, any_at=MINUTE, answer_at=DAY, by="FB"),
        wait(3, any_at=None, answer_at=None),
    )
    total = report_of(records(places=PLACES, waits=waits)).total
    assert (total.conversations, total.questions, total.unanswered) == (3, 3, 1)
    assert total.first_word == Times(count=2, median=60, p90=120)
    assert total.first_answer == Times(count=2, median=120, p90=86400)
    # from ten on Monday to ten on Tuesday the small brand is open for eight hours
    assert total.first_answer_open.p90 == 8 * 3600


def test_a_conversation_is_contained_when_all_is_answered_and_no_person_took_part() -> None:
    waits = tuple(wait(number, any_at=MINUTE, answer_at=MINUTE) for number in (1, 2, 3))
    rows = records(
        places=PLACES,
        waits=waits,
        decided=(decided(1), decided(2, "hand_off", hand_off="tie"), decided(2, "hand_off", hand_off="tie")),
        spoken=(Spoken(conversation_id=3, text="Eccomi", by_person=True),),
    )
    report = report_of(rows)
    assert (report.total.contained, report.total.handed_off) == (1, 1)
    assert report.hand_offs == {"tie": 1}
    assert share_of(report.total, "contained") == 1 / 3


def test_whoever_was_sent_elsewhere_is_counted_by_bot_and_person_alike_and_named() -> None:
    spoken = (
        Spoken(conversation_id=1, text="Chiama il call center al 800 123", by_person=True),
        Spoken(conversation_id=1, text="Scrivi una mail", by_person=True),
        Spoken(conversation_id=2, text="Ecco la risposta.", by_person=False),
        Spoken(conversation_id=3, text="Passi allo sportello di zona!", by_person=False),
    )
    rows = records(places=PLACES, spoken=spoken)
    assert set(report_of(rows).elsewhere) == {1}
    own = report_of(rows, PolicyWords(elsewhere=("sportell* di zona",)))
    assert set(own.elsewhere) == {1, 3}
    assert own.elsewhere[3] == "sportello di zona"
    assert share_of(own.total, "elsewhere") == 2 / 3


def test_promises_are_counted_by_what_became_of_them_and_open_ones_past_their_time_are_late() -> None:
    def told(state: PromiseState, due: timedelta) -> Promise:
        return Promise(conversation_id=1, made_at=MONDAY, due_at=MONDAY + due, state=state)

    promises = (
        told(PromiseState.KEPT, HOUR),
        told(PromiseState.BROKEN, HOUR),
        told(PromiseState.OPEN, HOUR),
        told(PromiseState.OPEN, 2 * DAY),
    )
    found = report_of(records(places=PLACES, promises=promises)).promises
    assert found == {"kept": 1, "renewed": 0, "broken": 1, "late": 1, "released": 0, "open": 1}


def test_said_again_and_most_asked_are_counted() -> None:
    rows = records(
        places=PLACES,
        decided=(
            decided(2, "duplicate"),
            decided(3, "overheard"),
            decided(1, intent="orari"),
            decided(3, intent="orari"),
        ),
    )
    report = report_of(rows)
    assert (report.total.duplicates, report.total.overheard, report.asked) == (1, 1, {"orari": 2})
    assert {group.name: group.duplicates for group in report.channels} == {"web": 0, "x": 1}


def test_a_conversation_counts_in_the_hour_of_its_first_question_on_the_brands_clock() -> None:
    late = replace(wait(1, any_at=HOUR, answer_at=HOUR), since=MONDAY + 11 * HOUR)
    waits = (late, wait(1, any_at=MINUTE, answer_at=MINUTE), replace(late, conversation_id=2))
    hours = {group.name: group for group in report_of(records(places=PLACES, waits=waits)).hours}
    begun = f"{MONDAY.astimezone(CALENDARS.brand.zone).hour:02}"
    assert {name: group.questions for name, group in hours.items()} == {
        begun: 2,
        f"{(int(begun) + 11) % 24:02}": 1,
        NOT_KNOWN: 0,
    }


def test_the_hand_off_rate_of_a_reason_is_its_part_of_all_conversations() -> None:
    rows = records(
        places=PLACES,
        waits=tuple(wait(number, any_at=None, answer_at=None) for number in (1, 2)),
        decided=(decided(1, hand_off="tie"), decided(1, hand_off="angry"), decided(3, hand_off="tie")),
    )
    report = report_of(rows)
    assert report.hand_offs == {"angry": 1, "tie": 1}, "conversation 3 has no question in these days"
    assert hand_off_shares(report) == {"angry": 0.5, "tie": 0.5}
    assert hand_off_shares(report_of(records())) == {}


def test_promises_kept_and_csat_are_shares_of_what_is_over_and_of_who_has_said() -> None:
    states = (PromiseState.KEPT, PromiseState.BROKEN, PromiseState.RELEASED, PromiseState.OPEN)
    due = {PromiseState.OPEN: 2 * DAY}
    promises = tuple(
        Promise(conversation_id=1, made_at=MONDAY, due_at=MONDAY + due.get(state, HOUR), state=state)
        for state in states
    )
    said = ((1, True), (2, False), (3, None), (3, True))
    feedback = tuple(_feedback(number, solved=solved) for number, solved in said)
    total = report_of(records(places=PLACES, promises=promises, feedback=feedback)).total
    assert (total.kept, total.promised, share_of(total, "kept")) == (1, 2, 0.5)
    assert (total.solved, total.judged) == (2, 3)


_SPANS = st.one_of(st.none(), st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)))
_MOMENTS = st.integers(-50, 50).map(lambda hours: MONDAY + hours * HOUR)
_NUMBERS = st.integers(1, 3)


def _feedback(number: int, *, solved: bool | None) -> Feedback:
    return Feedback(
        conversation_id=number,
        reference="",
        channel="web",
        template="orari",
        variant=1,
        asked_at=MONDAY,
        solved=solved,
    )


@given(
    rows=st.lists(st.tuples(_NUMBERS, _SPANS, _SPANS, st.sampled_from(["", "tie", "angry"])), max_size=20),
    spoken=st.lists(st.tuples(_NUMBERS, st.booleans()), max_size=5),
    told=st.lists(st.tuples(_NUMBERS, st.sampled_from(PromiseState), _MOMENTS), max_size=8),
    judged=st.lists(st.tuples(_NUMBERS, st.sampled_from([True, False, None])), max_size=5),
)
def test_groups_add_up_to_the_whole_and_outcomes_to_the_conversations(
    rows: list[tuple[int, timedelta | None, timedelta | None, str]],
    spoken: list[tuple[int, bool]],
    told: list[tuple[int, PromiseState, datetime]],
    judged: list[tuple[int, bool | None]],
) -> None:
    given_rows = records(
        places=PLACES,
        waits=tuple(
            wait(number, any_at=word if answer is None else min(word or answer, answer), answer_at=answer)
            for number, word, answer, _ in rows
        ),
        decided=tuple(decided(number, hand_off=reason) for number, _, _, reason in rows),
        spoken=tuple(Spoken(conversation_id=number, text="ciao", by_person=by) for number, by in spoken),
        promises=tuple(
            Promise(conversation_id=number, made_at=MONDAY, due_at=due, state=state)
            for number, state, due in told
        ),
        feedback=tuple(_feedback(number, solved=solved) for number, solved in judged),
    )
    report = report_of(given_rows)
    counts = [item.name for item in fields(Group) if item.name in TITLES and item.type == "int"]
    assert len(counts) >= 13
    for groups in (report.channels, report.languages, report.intents, report.hours):
        for name in counts:
            assert sum(getattr(group, name) for group in groups) == getattr(report.total, name), name
    for group in (report.total, *report.channels, *report.hours):
        _holds(group)
    _holds_of_reasons(report)


def _holds(group: Group) -> None:
    assert sum(getattr(group, name) for name in OUTCOMES) == group.conversations
    assert group.first_answer.count + group.unanswered == group.questions
    assert group.first_answer.count <= group.first_word.count <= group.questions
    for name, of in SHARES.items():
        assert 0 <= getattr(group, name) <= getattr(group, of)
    for name in ("first_word", "first_answer"):
        by_clock, in_opening = getattr(group, name), getattr(group, f"{name}_open")
        assert by_clock.count == in_opening.count
        if by_clock.count:
            assert 0 <= in_opening.median <= in_opening.p90
            assert in_opening.median <= by_clock.median <= by_clock.p90
            assert in_opening.p90 <= by_clock.p90


def _holds_of_reasons(report: Report) -> None:
    reasons, handed = report.hand_offs, report.total.handed_off
    assert max(reasons.values(), default=0) <= handed <= sum(reasons.values())
    over = {"kept", "renewed", "broken", "late"}
    assert sum(count for state, count in report.promises.items() if state in over) == report.total.promised
    assert report.promises["kept"] == report.total.kept


@given(st.lists(st.floats(0, 1e7), min_size=1))
def test_half_do_not_exceed_the_median_and_nine_of_ten_not_the_p90(seconds: list[float]) -> None:
    found = times_of(seconds)
    assert found.median is not None
    assert found.p90 is not None
    assert sum(item <= found.median for item in seconds) * 2 >= len(seconds)
    assert sum(item <= found.p90 for item in seconds) * 10 >= 9 * len(seconds)
    assert {found.median, found.p90} <= set(seconds)


def test_spans_are_written_as_people_say_them() -> None:
    shown = [in_words(item) for item in (None, 4.2, 59.7, 725, 3 * 3600 + 290, 51 * 3600)]
    assert shown == ["–", "4 s", "1 min", "12 min", "3 h 05", "2 d 3 h"]


def test_every_figure_is_defined_in_all_three_shapes() -> None:
    rows = records(
        places=PLACES,
        waits=(wait(1, any_at=MINUTE, answer_at=MINUTE),),
        decided=(decided(1, hand_off="tie"), decided(1, intent="orari")),
        promises=(Promise(conversation_id=1, made_at=MONDAY, due_at=MONDAY + HOUR),),
    )
    report = report_of(rows)
    lines = "\n".join(in_lines(report))
    assert all(text in lines for text in DEFINITIONS.values())
    assert as_json(report)["definitions"] == DEFINITIONS
    shown = {item.name for item in fields(Group)} - {"name"}
    assert shown == set(TITLES)
    assert set(TITLES) <= set(DEFINITIONS)
    table = [line.split(",") for line in as_csv(report).splitlines()]
    assert table[0] == ["by", "group", "figure", "value"]
    assert ["total", "all", "first_answer_median_seconds", "60.0"] in table
    assert all(len(row) == 4 for row in table)


def test_a_time_without_anything_is_a_report_too() -> None:
    report = report_of(records())
    assert (report.total.conversations, report.channels) == (0, ())
    assert share_of(report.total, "elsewhere") is None
    assert any("–" in line for line in in_lines(report))
