"""What customers say of answers, and what comes after them, summed up by template."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.feedback import summarise
from bot.model.feedback import Feedback, Step
from tests.support.brand import MONDAY

HOUR = timedelta(hours=1)


def step(conversation: int, hours: int, *, answered: str = "", handed_off: str = "") -> Step:
    at = MONDAY + hours * HOUR
    return Step(conversation_id=conversation, at=at, answered=answered, handed_off=handed_off)


def asked(conversation: int, template: str, *, solved: bool | None) -> Feedback:
    return Feedback(
        conversation_id=conversation,
        reference=f"TK-{conversation}",
        channel="web",
        template=template,
        variant=1,
        asked_at=MONDAY + conversation * HOUR,
        solved=solved,
    )


def test_the_share_of_the_solved_is_of_those_who_said() -> None:
    said = [
        asked(1, "orari", solved=True),
        asked(2, "orari", solved=False),
        asked(3, "pacco", solved=True),
        asked(4, "pacco", solved=None),
    ]
    summary = summarise(said, ())
    assert (summary.asked, summary.yes, summary.no, summary.csat) == (4, 2, 1, 2 / 3)
    assert {score.template: score.csat for score in summary.scores} == {"orari": 0.5, "pacco": 1.0}
    assert summary.unsolved == ("TK-2",)


def test_where_nobody_said_anything_there_is_no_share() -> None:
    assert summarise([asked(1, "orari", solved=None)], ()).csat is None


def test_what_follows_an_answer_within_a_day_is_laid_to_it_and_the_worst_come_first() -> None:
    steps = [
        step(1, 0, answered="orari"),
        step(1, 1, handed_off="angry"),
        step(2, 0, answered="orari"),
        step(2, 1, handed_off="low_confidence"),
        step(3, 0, answered="pacco"),
        step(3, 25, handed_off="angry"),
        step(4, 0, answered="orari"),
        step(5, 0, handed_off="angry"),
    ]
    first, second = summarise((), steps).scores
    assert (first.template, first.given, first.anger, first.hand_off) == ("orari", 3, 1, 1)
    assert (second.template, second.given, second.bad) == ("pacco", 1, 0)


def test_what_comes_after_another_answer_is_laid_to_that_one() -> None:
    steps = [step(1, 0, answered="orari"), step(1, 1, answered="pacco"), step(1, 2, handed_off="tie")]
    assert {score.template: score.hand_off for score in summarise((), steps).scores} == {
        "orari": 0,
        "pacco": 1,
    }


def test_a_no_is_counted_once_as_a_no() -> None:
    steps = [step(1, 0, answered="orari"), step(1, 3, handed_off="not_solved")]
    (score,) = summarise([asked(1, "orari", solved=False)], steps).scores
    assert (score.no, score.anger, score.hand_off, score.bad) == (1, 0, 0, 1)


NAMES, REASONS = st.sampled_from(["", "a", "b"]), st.sampled_from(["", "tie"])


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 60), NAMES, REASONS)))
def test_no_answer_is_counted_twice_and_none_is_lost(drawn: list[tuple[int, int, str, str]]) -> None:
    steps = [step(n, at, answered=name, handed_off=reason) for n, at, name, reason in sorted(drawn)]
    summary = summarise((), steps)
    assert sum(score.given for score in summary.scores) == sum(1 for item in steps if item.answered)
    assert all(score.bad <= score.given for score in summary.scores)
