"""What is said when: in the right language, acknowledged when closed, promised for open hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.model.message import Purpose
from tests.simulate.brand import MARKS
from tests.simulate.evidence import (
    Evidence,
)

_CLEAR = frozenset({"faq", "burst"})


def answers_are_in_the_customers_language(week: Evidence) -> Iterator[str]:
    """I6: a clear question is answered in its own language."""
    for one in week.decided:
        asked = [week.said.get((item.inbound.channel, item.inbound.event_key)) for item in one.about]
        if one.record.rule != "answer" or len(asked) != 1 or asked[0] is None or asked[0].sort not in _CLEAR:
            continue
        turn = week.turn_of[asked[0].inbound.channel, asked[0].key]
        wrong = MARKS["en" if asked[0].language == "it" else "it"]
        if any(wrong in letter.text for letter in turn.result.letters if letter.purpose is Purpose.ANSWER):
            yield f"{one.place}: {asked[0].key} was answered in the wrong language"


_ACKNOWLEDGED = "acknowledged already in this closed period"
"""Who asks for a person after the acknowledgement is told once more that one will come."""


def acknowledgements_follow_the_calendar(week: Evidence) -> Iterator[str]:
    """I7: acknowledged when and only when closed, once in a closed period."""
    told: Counter[object] = Counter()
    for one in week.decided:
        if one.record.rule.startswith("wake_") or one.record.rule == "stop_words":
            continue
        is_open = week.almanac.is_open(one.record.at, one.place[0])
        if one.record.outcome == "acknowledge" and is_open:
            yield f"{one.place}: acknowledged at {one.record.at}, when open"
        if one.record.outcome == "hand_off" and not is_open and _ACKNOWLEDGED not in one.record.why:
            yield f"{one.place}: handed off at {one.record.at}, when closed"
        if one.record.outcome == "acknowledge" and not is_open:
            told[one.place, week.almanac.period(one.record.at, one.place[0])] += 1
    yield from (f"{what} acknowledged {count} times" for what, count in told.items() if count > 1)
