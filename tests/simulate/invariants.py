"""All that must hold of every week, judged from what was committed and what the platforms saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.simulate.evidence import Evidence
from tests.simulate.judging_heard import (
    agents_words_arrive_once,
    cursors_never_go_back,
    every_message_has_one_outcome,
    every_message_is_there_once,
    whoever_waits_is_seen,
)
from tests.simulate.judging_restraint import (
    caps_hold,
    follow_ups_are_still_true,
    follow_ups_come_one_at_a_time,
    nothing_automatic_over_people,
    robots_are_not_answered,
)
from tests.simulate.judging_sending import (
    doubts_go_to_people,
    every_letter_arrives_or_is_accounted_for,
    letters_keep_their_order,
    no_more_answers_than_questions,
    nothing_is_begun_while_it_is_stopped,
    nothing_is_posted_twice,
    nothing_stays_under_way,
    waits_are_kept,
)
from tests.simulate.judging_time import (
    bodies_fit_and_stay_plain,
    nothing_is_stale,
    nothing_unasked_is_said_at_night,
    one_automatic_message_a_post,
    people_have_one_late_task,
    promises_are_remembered,
    promises_name_open_hours,
    reassurances_wait_their_rung,
    what_is_late_is_told,
    windows_are_kept,
)
from tests.simulate.judging_wording import (
    acknowledgements_follow_the_calendar,
    answers_are_in_the_customers_language,
)


def nothing_breaks(week: Evidence) -> Iterator[str]:
    """I0: nothing is raised where nobody expects it."""
    yield from week.ledger.faults


Invariant = Callable[[Evidence], Iterator[str]]

ALL: tuple[Invariant, ...] = (
    nothing_breaks,
    every_message_is_there_once,
    every_message_has_one_outcome,
    every_letter_arrives_or_is_accounted_for,
    nothing_is_posted_twice,
    no_more_answers_than_questions,
    doubts_go_to_people,
    follow_ups_are_still_true,
    follow_ups_come_one_at_a_time,
    nothing_automatic_over_people,
    robots_are_not_answered,
    caps_hold,
    answers_are_in_the_customers_language,
    acknowledgements_follow_the_calendar,
    promises_name_open_hours,
    promises_are_remembered,
    nothing_unasked_is_said_at_night,
    nothing_is_stale,
    reassurances_wait_their_rung,
    windows_are_kept,
    one_automatic_message_a_post,
    what_is_late_is_told,
    people_have_one_late_task,
    bodies_fit_and_stay_plain,
    letters_keep_their_order,
    cursors_never_go_back,
    waits_are_kept,
    nothing_is_begun_while_it_is_stopped,
    nothing_stays_under_way,
    whoever_waits_is_seen,
    agents_words_arrive_once,
)


def violations(week: Evidence) -> list[str]:
    """Judge a week by every invariant; each finding begins with the invariant's name."""
    return [f"{check.__name__}: {found}" for check in ALL for found in check(week)]
