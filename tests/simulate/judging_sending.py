"""What was sent: once, in order, never too soon, and accounted for where it did not arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.model.message import InboundKind, OutboundStatus, Purpose
from bot.model.traits import Idempotency
from bot.policy.text import STOP
from bot.service.values import Sent
from tests.simulate.evidence import (
    Evidence,
    Place,
    Written,
    direct,
    from_customer,
    place_of,
    says,
    with_people,
)
from tests.simulate.ledger import Attempt
from tests.simulate.platforms import TRAITS

_AT_ONCE = timedelta(seconds=1)

WITHDRAWING = frozenset(
    {
        InboundKind.TAKE_OVER,
        InboundKind.AGENT_REPLY,
        InboundKind.CLOSE,
        InboundKind.BLOCKED,
        InboundKind.DELETE,
    }
)
"""What takes back everything automatic that has not left."""


def every_letter_arrives_or_is_accounted_for(week: Evidence) -> Iterator[str]:
    """I1b: what was decided is posted, or taken back for a reason, or lies with people."""
    for written in week.letters.values():
        posted = any(attempt.landed for attempt in week.attempts.get(written.id, ()))
        if not posted and not _withdrawn(week, written) and not with_people(week, written):
            yield f"letter {written.id} ({written.letter.purpose}) of {place_of(written)} came to nothing"


def _withdrawn(week: Evidence, written: Written) -> bool:
    """Tell whether something came after the letter was written that takes it back."""
    for item in week.events[place_of(written)]:
        turn = week.turn_of.get((item.inbound.channel, item.inbound.event_key))
        if turn is None or turn.n < written.turn.n or not written.letter.purpose.automatic:
            continue
        if item.inbound.kind in WITHDRAWING or says(item, STOP):
            return True
        if from_customer(item) and written.letter.purpose is Purpose.FOLLOW_UP:
            return True
    return False


def nothing_is_posted_twice(week: Evidence) -> Iterator[str]:
    """I2: one post a letter, one direct answer a message."""
    for number, attempts in week.attempts.items():
        posts = sum(1 for attempt in attempts if attempt.landed)
        if posts > 1:
            yield f"letter {number} was posted {posts} times on {attempts[0].channel}"
    replies = Counter(
        (attempt.channel, attempt.letter.reply_to)
        for attempt in week.ledger.attempts
        if attempt.landed and attempt.letter.reply_to and direct(week, attempt)
    )
    yield from (f"{reply} was answered {count} times" for reply, count in replies.items() if count > 1)


def no_more_answers_than_questions(week: Evidence) -> Iterator[str]:
    """I2, I4: at every moment a customer has had no more answers than they sent messages."""
    for place, events in week.events.items():
        asked = [item.n for item in events if from_customer(item) and not item.inbound.author.is_bot]
        said = sorted(
            attempt.landed_n
            for attempt in week.ledger.attempts
            if (attempt.channel, attempt.conversation_key) == place
            and attempt.landed
            and direct(week, attempt)
        )
        for count, n in enumerate(said, start=1):
            if sum(1 for at in asked if at < n) < count:
                yield f"{place}: {count} answers after {sum(1 for at in asked if at < n)} messages"
                break


def doubts_go_to_people(week: Evidence) -> Iterator[str]:
    """I2: where it cannot be known whether a post is there, nothing is tried again and people are told."""
    settled = {item.outbound_id for item in week.ledger.settled if isinstance(item.outcome, Sent)}
    for number, attempts in week.attempts.items():
        if TRAITS[attempts[0].channel].idempotency is not Idempotency.NONE:
            continue
        unsure = [one for one in attempts if _unsure(one)]
        if unsure and attempts[-1] is not unsure[0]:
            yield f"letter {number} was tried again after {unsure[0].told}"
        if unsure and number not in settled and number in week.letters:
            written = week.letters[number]
            if not with_people(week, written):
                yield f"letter {number} may have been sent ({unsure[0].told}) and nobody knows"


def _unsure(attempt: Attempt) -> bool:
    return attempt.told in {"lost_answer", "lost_request", "broken", "slow"}


def letters_keep_their_order(week: Evidence) -> Iterator[str]:
    """I8: in a conversation no letter is tried after a later one."""
    last: dict[Place, int] = {}
    for attempt in week.ledger.attempts:
        place = (attempt.channel, attempt.conversation_key)
        if attempt.outbound_id < last.get(place, 0):
            yield f"{place}: letter {attempt.outbound_id} after letter {last[place]}"
        last[place] = max(last.get(place, 0), attempt.outbound_id)


def waits_are_kept(week: Evidence) -> Iterator[str]:
    """I14: nothing is sent before the platform's time is over."""
    known = {(item.outbound_id, item.attempt): item.n for item in week.ledger.settled}
    for told in week.ledger.attempts:
        n = known.get((told.outbound_id, told.number))
        if told.wait is None or told.answered is None or n is None:
            continue
        until = told.answered + told.wait - timedelta(milliseconds=1)
        for attempt in week.ledger.attempts:
            mine = attempt.outbound_id == told.outbound_id or told.told == "later_everywhere"
            if mine and attempt.channel == told.channel and n < attempt.claimed and attempt.at < until:
                yield f"letter {attempt.outbound_id} at {attempt.at}, told to wait until {until}"


def nothing_stays_under_way(week: Evidence) -> Iterator[str]:
    """I16: when the trouble is over nothing waits, and nothing is half sent."""
    if week.waiting:
        yield f"conversations {week.waiting} still wait for their turn"
    for place, dossier in week.dossiers.items():
        for letter in dossier.pending:
            if letter.status in {OutboundStatus.QUEUED, OutboundStatus.SENDING}:
                yield f"{place}: letter {letter.id} is still {letter.status}"


def nothing_is_begun_while_it_is_stopped(week: Evidence) -> Iterator[str]:
    """I21: a second after somebody was told that sending is stopped, no send starts until it is let go."""
    for held in week.ledger.held:
        for attempt in week.ledger.attempts:
            person = not attempt.letter.purpose.automatic or attempt.outbound_id not in week.letters
            stopped = held.since + _AT_ONCE <= attempt.at and (held.until is None or attempt.at < held.until)
            if stopped and held.scope.forbids(automatic=not person):
                yield f"letter {attempt.outbound_id} at {attempt.at}, stopped since {held.since}"
