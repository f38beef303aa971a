"""Two versions of a brand over the same messages: exactly what was changed is what differs."""

from __future__ import annotations

from dataclasses import replace

from bot.rehearsal.comparing import Change, compare
from bot.rehearsal.report import Report
from bot.settings.values import Matching
from bot.stores.documents import dump, load
from tests.rehearsal.rig import HOUR, MINUTE, ONE, line, rehearsed
from tests.rehearsal.test_outcomes import brand_with
from tests.support.brand import MONDAY, small_brand

LINES = (
    line("una cosa strana"),
    line("forse", MINUTE, "bea"),
    line("quando aprite?", 2 * MINUTE, "carla"),
    line("dov'è il pacco?", 3 * MINUTE, "dario"),
    line("quando aprite?", 5 * HOUR, "elio"),
    line("quando aprite?", HOUR, "fabio", at=MONDAY),
)


async def test_the_same_files_differ_in_nothing() -> None:
    before, now = [await rehearsed(*LINES, staff=ONE) for _ in range(2)]
    comparison = compare(before, now, against="before")
    assert (comparison.altered, comparison.figures, comparison.groups) == (0, (), ())
    assert comparison.messages == len(LINES)


async def test_a_changed_reply_is_all_that_differs() -> None:
    before = await rehearsed(*LINES, staff=ONE)
    other = brand_with("replies/it/orari.j2", "=== any\nSiamo aperti fino alle 18.\n")
    comparison = compare(before, await rehearsed(*LINES, staff=ONE, knowledge=other), against="before")
    (group,) = comparison.groups
    assert (group.change, group.count, group.was, group.now) == (
        Change.OTHER_WORDS,
        3,
        "answered",
        "answered",
    )
    assert {item.now.text for item in group.examples} == {"quando aprite?"}
    assert {item.now.words for item in group.examples} == {("Siamo aperti fino alle 18.",)}
    assert comparison.figures == ()


async def test_a_setting_that_answers_more_says_what_is_newly_answered() -> None:
    before = await rehearsed(*LINES, staff=ONE)
    knowledge, _matcher = small_brand()
    bold = replace(
        knowledge, settings=replace(knowledge.settings, matching=Matching(answer_above=0.5, margin=0.01))
    )
    comparison = compare(before, await rehearsed(*LINES, staff=ONE, knowledge=bold), against="before")
    assert comparison.counts == {**dict.fromkeys(comparison.counts, 0), "newly_answered": 1}
    back = compare(await rehearsed(*LINES, staff=ONE, knowledge=bold), before, against="now")
    assert back.counts["no_longer_answered"] == 1


async def test_another_time_that_is_promised_is_named() -> None:
    before = await rehearsed(*LINES, staff=ONE)
    knowledge, _matcher = small_brand()
    slow = replace(knowledge.settings, sla=replace(knowledge.settings.sla, first_answer=3 * HOUR))
    now = await rehearsed(*LINES, staff=ONE, knowledge=replace(knowledge, settings=slow))
    comparison = compare(before, now, against="before")
    assert comparison.counts["other_time"] >= 1
    assert comparison.counts["newly_answered"] == 0


async def test_a_report_survives_being_printed_and_read_again() -> None:
    report = await rehearsed(*LINES, staff=ONE)
    again = load(Report, dump(report))
    assert compare(again, report, against="itself").altered == 0
    assert dump(again) == dump(report)
