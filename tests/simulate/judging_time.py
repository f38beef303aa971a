"""What is said and promised when: in open hours, by day, in time, while we may; and who is warned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.model.case import FollowUpKind
from bot.model.message import Purpose, Surface
from bot.model.promise import PromiseMade
from bot.model.turn import TaskKind
from tests.simulate.almanac import is_quiet
from tests.simulate.evidence import Evidence, Place, from_customer, place_of
from tests.simulate.ledger import Turned
from tests.simulate.platforms import TRAITS

OUT_OF_SIGHT = timedelta(hours=1)
"""A promise that is over for longer was forgotten."""

FIRST_RUNG = timedelta(hours=2)
DAY = timedelta(hours=24)
FIRST_ANSWER = timedelta(hours=1)
_TELLING = timedelta(hours=2)  # a sweep apart at most: people have been told by then
_ONLY_FRESH = {
    "_check": FollowUpKind.CHECK,
    "_remind": FollowUpKind.REMIND,
    "_reassure": FollowUpKind.REASSURE,
}


def promises_name_open_hours(week: Evidence) -> Iterator[str]:
    """I7: nobody is promised an answer for a closed hour, nor for one at which we may not write."""
    for turn in week.ledger.turned:
        conversation = turn.result.conversation
        for change in turn.result.promises:
            if not isinstance(change, PromiseMade):
                continue
            if not week.almanac.is_open(change.due_at, conversation.channel):
                yield f"{conversation.key}: promised {change.due_at}, when closed"
            if change.step and is_quiet(change.due_at):
                yield f"{conversation.key}: renewed for {change.due_at}, in quiet hours"
            closes = _closes(turn)
            if closes is not None and change.due_at >= closes:
                yield f"{conversation.key}: promised {change.due_at}, though the window shuts at {closes}"


def promises_are_remembered(week: Evidence) -> Iterator[str]:
    """I7: no promise is forgotten when its time has come."""
    for row in week.inbox:
        if row.promise_due is not None and row.promise_due < week.end - OUT_OF_SIGHT:
            yield f"conversation {row.conversation_id} has a promise of {row.promise_due} nobody remembered"


def nothing_unasked_is_said_at_night(week: Evidence) -> Iterator[str]:
    """Follow-ups are said in open hours and by day; only a window that shuts lets one be said when closed."""
    for attempt in week.ledger.attempts:
        written = week.letters.get(attempt.outbound_id)
        if written is None or attempt.letter.purpose is not Purpose.FOLLOW_UP:
            continue
        if is_quiet(attempt.at):
            yield f"letter {attempt.outbound_id} ({attempt.letter.template}) at {attempt.at}, in quiet hours"
        decided = written.turn.result.now
        windowed = TRAITS[attempt.channel].window is not None and attempt.letter.template == "_reassure"
        if not windowed and not week.almanac.is_open(decided, attempt.channel):
            yield f"letter {attempt.outbound_id} ({attempt.letter.template}) at {decided}, when closed"


def nothing_is_stale(week: Evidence) -> Iterator[str]:
    """I15: nothing automatic is a day old, neither in what it is about nor on its way."""
    owed: dict[tuple[Place, FollowUpKind], datetime] = {}
    for turn in week.ledger.turned:
        place = (turn.result.conversation.channel, turn.result.conversation.key)
        for letter in turn.result.letters:
            kind = _ONLY_FRESH.get(letter.template)
            if letter.surface is Surface.PUBLIC and letter.template in {"_late", "_overdue"}:
                kind = FollowUpKind.PROMISE
            due = owed.get((place, kind)) if kind is not None else None
            if due is not None and turn.result.now - due > DAY:
                yield f"{place}: {letter.template} of {due} was said at {turn.result.now}"
        owed.update({(place, item.kind): item.at for item in turn.result.schedule})
    for attempt in week.ledger.attempts:
        written = week.letters.get(attempt.outbound_id)
        late = written is not None and attempt.at - written.turn.result.now > DAY
        if late and attempt.letter.purpose.automatic:
            yield f"letter {attempt.outbound_id} was tried a day after it was decided"


def reassurances_wait_their_rung(week: Evidence) -> Iterator[str]:
    """The ladder begins anew with each message: nobody is reassured right after they wrote."""
    for written in week.letters.values():
        if written.letter.template != "_reassure" or TRAITS[place_of(written)[0]].window is not None:
            continue
        now = written.turn.result.now
        heard = [
            item.at
            for item in week.events[place_of(written)]
            if from_customer(item) and item.n < written.turn.n and _decided_before(week, item, written.turn)
        ]
        if heard and now - max(heard) < FIRST_RUNG:
            yield f"{place_of(written)}: reassured at {now}, having written at {max(heard)}"


def _decided_before(week: Evidence, item: object, turn: Turned) -> bool:
    inbound = item.inbound  # type: ignore[attr-defined]
    decided = week.turn_of.get((inbound.channel, inbound.event_key))
    return decided is not None and decided.n < turn.n


def windows_are_kept(week: Evidence) -> Iterator[str]:
    """Nothing automatic is sent after the platform's messaging window has shut."""
    for attempt in week.ledger.attempts:
        written = week.letters.get(attempt.outbound_id)
        if written is None or not attempt.letter.purpose.automatic:
            continue
        closes = _closes(written.turn)
        if closes is not None and attempt.at >= closes:
            yield f"letter {attempt.outbound_id} was tried at {attempt.at}, the window shut at {closes}"


def _closes(turn: Turned) -> datetime | None:
    conversation = turn.result.conversation
    window, heard = TRAITS[conversation.channel].window, conversation.state.heard_at
    return heard + window if window is not None and heard is not None else None


def one_automatic_message_a_post(week: Evidence) -> Iterator[str]:
    """Where a platform allows one automatic message a post, nothing automatic follows it."""
    said: Counter[tuple[str, str]] = Counter()
    for written in week.letters.values():
        channel, letter = place_of(written)[0], written.letter
        if TRAITS[channel].auto_replies and letter.purpose.automatic and letter.purpose is not Purpose.CLOSED:
            said[channel, letter.reply_to] += 1
    yield from (f"{post} got {count} automatic messages" for post, count in said.items() if count > 1)


def what_is_late_is_told(week: Evidence) -> Iterator[str]:
    """People are told of every customer who has waited longer than the brand allows itself."""
    for place, dossier in week.dossiers.items():
        conversation = dossier.conversation
        since = conversation.unanswered_since
        if since is None or not conversation.case.is_for_people:
            continue
        answered = any(
            written.letter.purpose.answers and written.turn.result.now > since
            for written in week.letters.values()
            if place_of(written) == place
        )
        if answered:  # whether it has arrived is a doubt with a task of its own
            continue
        waited = week.almanac.open_time(since, week.end - _TELLING, place[0])
        told = any(
            record.rule == "wake_clock" and record.at >= since and "people are told" in " ".join(record.why)
            for record in dossier.decisions
        )
        if waited > FIRST_ANSWER and not told:
            yield f"{place}: waits since {since}, and nobody was told that this is late"


def bodies_fit_and_stay_plain(week: Evidence) -> Iterator[str]:
    """I13: every message fits its channel and has no mention or link that the brand did not write."""
    for written in week.letters.values():
        traits, letter = TRAITS[place_of(written)[0]], written.letter
        if traits.count(letter.text) > traits.limits[letter.surface]:
            yield f"letter {written.id} is too long for {traits.name}"
        if letter.purpose.automatic and any(mark in letter.text for mark in ("@", "http", "www.")):
            yield f"letter {written.id} has a mention or a link: {letter.text}"
        if letter.surface is Surface.PUBLIC and "\n" in letter.text:
            yield f"letter {written.id} has more than one line in public"


def people_have_one_late_task(week: Evidence) -> Iterator[str]:
    """A conversation has one open task about clocks, whatever runs late in it."""
    for place, dossier in week.dossiers.items():
        count = sum(1 for task in dossier.tasks if task.kind is TaskKind.SLA)
        if count > 1:
            yield f"{place}: {count} tasks about clocks"
