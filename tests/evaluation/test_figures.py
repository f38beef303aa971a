"""The figures, worked out by hand on a few outcomes; what does not apply is None."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.evaluation.asking import Run
from bot.evaluation.comparing import compare
from bot.evaluation.figures import MORE_IS_BETTER, Costs, Figures, figures_of, rounded
from bot.evaluation.intent_figures import by_intent
from bot.evaluation.mistakes import confusions, hurting, too_close
from bot.evaluation.outcome import Fate, Outcome, fate_of
from bot.evaluation.question import Sort
from bot.evaluation.report import About, Report, report_of
from bot.evaluation.threshold import curve, point_at, suggest
from bot.settings.values import Matching
from tests.evaluation.made import outcome

MATCHING = Matching(answer_above=0.8, ask_above=0.5, margin=0.1)
INSIDE = (
    outcome("a", ("a", 0.95), ("b", 0.02), seconds=0.001),
    outcome("a", ("a", 0.82), ("b", 0.75), seconds=0.002),
    outcome("a", ("b", 0.90), ("c", 0.05), seconds=0.003),
    outcome("b", ("b", 0.60), ("a", 0.20), seconds=0.004),
    outcome("b", ("c", 0.40), ("b", 0.30), seconds=0.005),
)
OUTSIDE = (outcome("", ("a", 0.85)), outcome("", ("a", 0.3)), outcome("", ("b", 0.6), novel=True))
NEAR = (
    outcome("a", ("a", 0.9), sort=Sort.NEAR_MISS),
    outcome("a", ("b", 0.9), sort=Sort.NEAR_MISS),
    outcome("a", ("a", 0.7), sort=Sort.NEAR_MISS),
)


def figures(*outcomes: Outcome) -> Figures:
    return figures_of(outcomes, MATCHING, Costs(fit_seconds=1.5, peak_rss_mb=100.0))


def test_the_figures_are_those_counted_by_hand() -> None:
    found = figures(*INSIDE, *OUTSIDE, *NEAR)
    assert (found.examples, found.near_misses, found.near_misses_answered) == (8, 3, 1)
    assert found.accuracy == 3 / 5
    assert found.among_first_three == 4 / 5
    assert found.answered == 2 / 5  # the second is a tie
    assert found.answered_right == 1 / 2
    assert found.in_scope_kept == 4 / 5
    assert found.oos_recall == 2 / 3
    assert found.oos_answered == 1 / 3
    assert found.coverage_at_95 == 1 / 5
    assert found.oos_auroc == (3 + 2 + 3 + 1.5 + 1) / 15
    assert (found.fit_seconds, found.peak_rss_mb) == (1.5, 100.0)


def test_latency_is_over_every_question() -> None:
    assert figures(*INSIDE).p50_ms == pytest.approx(3.0)
    assert figures(*INSIDE).p99_ms == pytest.approx(5.0)


def test_what_does_not_apply_is_none() -> None:
    found = figures(*INSIDE)
    assert (found.oos_auroc, found.oos_recall, found.oos_answered) == (None, None, None)
    alone = figures(*OUTSIDE)
    assert (alone.accuracy, alone.coverage_at_95, alone.ece, alone.oos_auroc) == (None,) * 4
    assert (alone.in_scope_kept, alone.answered, alone.answered_right) == (None,) * 3
    assert figures().p50_ms is None


def test_the_first_figures_are_those_of_the_contract_in_its_order() -> None:
    assert list(rounded(figures(*INSIDE)))[:12] == [
        "examples", "accuracy", "coverage_at_95", "coverage_at_99", "ece", "oos_auroc", "oos_recall",
        "in_scope_kept", "fit_seconds", "p50_ms", "p99_ms", "peak_rss_mb",
    ]  # fmt: skip
    assert set(MORE_IS_BETTER) <= {field.name for field in fields(Figures)}


def test_the_bot_answers_asks_or_leaves_it_as_its_rules_do() -> None:
    assert [fate_of(item, MATCHING) for item in (*INSIDE, *OUTSIDE)] == [
        Fate.ANSWERED, Fate.ASKED, Fate.ANSWERED, Fate.ASKED, Fate.PERSON,
        Fate.ANSWERED, Fate.PERSON, Fate.PERSON,
    ]  # fmt: skip
    assert fate_of(outcome("a"), MATCHING) is Fate.PERSON
    assert fate_of(outcome("a", ("a", 0.9), novel=True), MATCHING) is Fate.PERSON


def test_each_intent_has_its_precision_and_recall_the_weakest_first() -> None:
    first, second = by_intent(INSIDE)
    assert (first.intent, first.examples, first.recall, first.precision, first.f1) == ("b", 2, 0.5, 0.5, 0.5)
    assert (second.intent, second.recall, second.precision) == ("a", 2 / 3, 1.0)
    assert second.f1 == pytest.approx(0.8)
    (never,) = by_intent([outcome("a", ("b", 0.9))])
    assert (never.precision, never.f1) == (None, 0.0)


def test_pairs_mixed_up_come_with_their_sentences_the_most_frequent_first() -> None:
    more = (outcome("b", ("c", 0.7), text="surer"), *INSIDE)
    found = [(item.intent, item.read_as, len(item.outcomes)) for item in confusions(more)]
    assert found == [("b", "c", 2), ("a", "b", 1)]
    assert confusions(more)[0].outcomes[0].question.text == "surer"


def test_an_example_hurts_where_it_would_be_answered_as_another_intent() -> None:
    tie = outcome("b", ("a", 0.85), ("b", 0.84))
    assert hurting((*INSIDE, tie), MATCHING) == (INSIDE[2],)


def test_intents_are_too_close_when_a_tenth_is_mixed_up_or_nearly_so() -> None:
    sure = [outcome(name, (name, 0.99), ("z", 0.0)) for name in "ab" for _ in range(10)]
    mixed = [outcome("a", ("b", 0.9)), outcome("b", ("b", 0.50), ("a", 0.48))]
    assert too_close([*sure, *mixed], MATCHING) == ()
    mixed.append(outcome("b", ("a", 0.7)))
    (found,) = too_close([*sure, *mixed], MATCHING)
    assert (found.first, found.second, found.questions, len(found.outcomes)) == ("a", "b", 23, 3)
    assert too_close([*sure, *sure, *sure, *mixed], MATCHING) == ()


def test_the_suggested_threshold_answers_most_among_those_that_are_right_often_enough() -> None:
    outcomes = [
        *(outcome("a", ("a", 0.99)) for _ in range(10)),
        *(outcome("a", ("a", 0.72)) for _ in range(9)),
        outcome("a", ("b", 0.71)),
        *(outcome("a", ("b", 0.60)) for _ in range(5)),
    ]
    points = curve(outcomes, MATCHING)
    found = suggest(points, 0.95, ask_above=0.5)
    assert found.point is not None
    assert found.point.answer_above == 0.61
    assert (found.point.answers, found.point.right) == (20, 0.95)
    strict = suggest(points, 1.0, ask_above=0.5)
    assert strict.point is not None
    assert strict.point.answer_above == 0.72
    assert found.low < 0.95 < found.high
    for point in points:
        assert point == point_at(outcomes, point.answer_above, MATCHING.margin)


def test_an_answer_to_what_is_out_of_scope_is_a_wrong_one() -> None:
    outcomes = [*(outcome("a", ("a", 0.9)) for _ in range(9)), outcome("", ("a", 0.7))]
    found = suggest(curve(outcomes, MATCHING), 0.95, ask_above=0.5)
    assert found.point is not None
    assert (found.point.answer_above, found.point.oos_answered) == (0.71, 0.0)


def test_a_threshold_is_never_suggested_below_that_for_asking_nor_where_none_is_right() -> None:
    low = [outcome("a", ("a", 0.3))]
    assert suggest(curve(low, MATCHING), 0.95, ask_above=0.5).point is None
    wrong = [outcome("a", ("b", 0.9)), outcome("a", ("a", 0.8))]
    found = suggest(curve(wrong, MATCHING), 0.95, ask_above=0.5)
    assert (found.point, found.best) == (None, 0.5)


def report(*outcomes: Outcome) -> Report:
    about = About(title="t", how="h")
    return report_of(Run(outcomes=outcomes, fits=(1.0, 3.0)), about, MATCHING, target=None, peak_rss_mb=None)


def test_what_got_better_and_worse_goes_by_what_the_customer_gets() -> None:
    person, asked, right, wrong = (
        outcome("a", ("a", 0.3)),
        outcome("a", ("a", 0.6)),
        outcome("a", ("a", 0.9)),
        outcome("a", ("b", 0.9)),
    )
    steps = (wrong, person, asked, right)
    for was, before in enumerate(steps):
        for new, now in enumerate(steps):
            found = compare(report(before), report(now), against="HEAD")
            assert (len(found.better), len(found.worse)) == (int(new > was), int(new < was))
    outside, answered = outcome("", ("a", 0.2)), outcome("", ("a", 0.9))
    assert len(compare(report(answered), report(outside), against="x").better) == 1
    missed, spared = NEAR[0], NEAR[2]
    assert len(compare(report(missed), report(spared), against="x").better) == 1


def test_only_figures_that_differ_are_told_and_no_times() -> None:
    found = compare(report(INSIDE[2]), report(INSIDE[0]), against="HEAD")
    names = [name for name, _was, _now in found.figures]
    assert "accuracy" in names
    assert "examples" not in names
    assert not {"p50_ms", "fit_seconds", "peak_rss_mb"} & set(names)


def test_teaching_takes_the_mean_of_its_times() -> None:
    assert report(INSIDE[0]).figures.fit_seconds == 2.0
