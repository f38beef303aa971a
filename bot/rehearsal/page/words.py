"""What the page says in words: labels, figures, moments and spans."""

from __future__ import annotations

from datetime import datetime

from bot.rehearsal.report import Report

FILTERS = (
    ("all", "Everyone"),
    ("finding", "Something odd"),
    ("waiting", "Still waits"),
    ("broken", "Promise broken"),
    ("late", "Promise renewed"),
    ("draft", "Draft"),
    ("night", "Said at night"),
    ("person", "Handed over"),
)
"""The filters of the list, by mark."""

KINDS = {
    "message": "customer",
    "button": "customer",
    "answer": "answered",
    "stop": "answered",
    "clarify": "asked",
    "ask_slot": "asked",
    "acknowledgement": "acknowledged",
    "hand_off": "handed",
    "follow_up": "follow",
    "closed": "follow",
    "agent": "person",
    "draft": "draft",
}
"""The class by which each kind of line is drawn."""

LEGEND = (
    ("customer", "the customer writes"),
    ("answered", "answered by the bot"),
    ("asked", "asked back"),
    ("acknowledged", "acknowledged"),
    ("handed", "handed over"),
    ("follow", "follow-up"),
    ("person", "a person answers"),
    ("draft", "draft"),
)

_WORDS = {
    "lost": "without outcome",
    "person_asked": "a person is asked",
    "silent": "nothing is said",
    "warned": "people are told",
    "alert": "people are told",
    "set_aside": "set aside for a person",
    "ask_slot": "asks for a value",
    "clarify": "asks back",
    "hand_off": "hands over",
    "agent": "a person",
    "finding": "something odd",
    "waiting": "still waits",
    "broken": "promise broken",
    "late": "promise renewed",
    "night": "said at night",
    "person": "handed over",
    "promise_when_closed": "promise at a closed hour",
    "in_quiet_hours": "in quiet hours",
    "gap": "gap in a sentence",
}


def words(name: object) -> str:
    """Give a name as people say it."""
    return _WORDS.get(str(name), str(name).replace("_", " "))


def moment(at: datetime | None) -> str:
    """Give "Friday 27 November, 16:00"; nothing for None."""
    return f"{at:%A} {at.day} {at:%B}, {at:%H:%M}" if at is not None else ""


def _short(at: datetime | None) -> str:
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}" if at is not None else "nobody waited"


def span(seconds: float | None) -> str:
    """Give "1s", "12m", "2d 14h"; a dash for None."""
    if seconds is None:
        return "–"
    if seconds < 90:
        return f"{seconds:.0f}s"
    minutes = round(seconds / 60)
    days, hours, left = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = ((days, "d"), (hours, "h"), (left, "m"))
    return " ".join([f"{number}{unit}" for number, unit in parts if number][:2])


def tiles(report: Report) -> tuple[tuple[str, str, str], ...]:
    """Give the figures at the top: a number, what it is, and a word more."""
    summary, desk = report.summary, report.desk
    results, promises = summary.results, summary.promises
    due = promises["made"] - promises["open"] - promises["released"]
    night = sum(item.count for item in summary.night)
    answers = sum(item.count for item in summary.night if item.purpose == "answer")
    people = f"{desk.people} {'person' if desk.people == 1 else 'people'}"
    return (
        (f"{summary.messages}", "messages", f"from {summary.customers} customers"),
        (f"{results['answered']}", "answered", f"{results['asked']} asked back"),
        (f"{results['acknowledged']}", "acknowledged", f"{results['quiet']} needed no word"),
        (f"{summary.handed_over}", "handed over", f"{desk.answered} answers by {people}"),
        (
            f"{promises['kept']}/{due}",
            "promises kept",
            f"{promises['renewed']} renewed, {promises['broken']} broken",
        ),
        (span(summary.answer_longest), "longest wait", f"{span(summary.answer_median)} in the middle"),
        (f"{desk.longest_queue}", "longest queue", _short(desk.longest_queue_at)),
        (f"{night}", "said at night", f"{answers} of them answers"),
        (f"{results['lost']}", "without outcome", f"{len(report.findings)} findings"),
    )
