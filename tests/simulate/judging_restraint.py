"""What must not be said: over people, after the end, to programs, too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.model.message import InboundKind, Purpose, Surface
from bot.policy.text import START, STOP
from tests.simulate.evidence import (
    DIRECT,
    Evidence,
    Place,
    Written,
    direct,
    from_customer,
    place_of,
    says,
)
from tests.simulate.ledger import Attempt, Stored

SILENCE = timedelta(hours=12)
"""The brand's `silence_bot_for`."""

CAPS = {Surface.PRIVATE: 20, Surface.PUBLIC: 4}
"""Most answers in an hour."""

POSTS = ((4, timedelta(hours=1)), (8, timedelta(hours=24)))
"""Most automatic posts to one person in a span."""


def follow_ups_are_still_true(week: Evidence) -> Iterator[str]:
    """I3: no follow-up starts when it is known that the customer wrote or left, or the case was closed."""
    for attempt in week.ledger.attempts:
        if attempt.letter.purpose is not Purpose.FOLLOW_UP or attempt.outbound_id not in week.letters:
            continue
        place = (attempt.channel, attempt.conversation_key)
        known = [item for item in week.events[place] if item.n < attempt.claimed]
        decided_at = week.letters[attempt.outbound_id].turn.result.now
        newer = [item for item in known if from_customer(item) and item.at > decided_at]
        same = [item for item in known if from_customer(item) and _in_turn(week, attempt, item)]
        if newer or same:
            key = (newer or same)[0].inbound.event_key
            yield f"{place}: follow-up {attempt.outbound_id} though {key} was known"
        last = next((item for item in reversed(known) if _ends_or_begins(item)), None)
        if last is not None and last.inbound.kind in {InboundKind.CLOSE, InboundKind.DELETE}:
            yield f"{place}: follow-up {attempt.outbound_id} after {last.inbound.kind} was known"


def _in_turn(week: Evidence, attempt: Attempt, item: Stored) -> bool:
    """Tell whether the very turn that wrote the follow-up made a new promise, or heard of it afterwards."""
    turn = week.letters[attempt.outbound_id].turn
    if week.turn_of.get((item.inbound.channel, item.inbound.event_key)) is not turn:
        return False
    woken = [one.rule.startswith("wake_") and one.outcome != "silent" for one in turn.result.decisions]
    asked = [week.is_about(one, item) for one in turn.result.decisions]
    at = asked.index(True)
    return turn.result.decisions[at].outcome in {"hand_off", "acknowledge"} or any(woken[:at])


def _ends_or_begins(item: Stored) -> bool:
    others = {InboundKind.CLOSE, InboundKind.DELETE, InboundKind.AGENT_REPLY}
    return from_customer(item) or item.inbound.kind in others


def nothing_automatic_over_people(week: Evidence) -> Iterator[str]:
    """I11, I3: once a take-over or an opt-out is committed, nothing automatic starts."""
    for attempt in week.ledger.attempts:
        if not attempt.letter.purpose.automatic or attempt.outbound_id not in week.letters:
            continue
        place = (attempt.channel, attempt.conversation_key)
        known = [item for item in week.events[place] if item.n < attempt.claimed]
        agent = _agent_has(known, attempt)
        if agent is not None:
            what = f"{attempt.letter.purpose} {attempt.outbound_id}"
            yield f"{place}: {what} after {agent.inbound.kind} at {agent.at}"
        if _opted_out(known) and attempt.letter.purpose is not Purpose.STOP:
            yield f"{place}: {attempt.letter.purpose} {attempt.outbound_id} after the customer opted out"


def _agent_has(known: list[Stored], attempt: Attempt) -> Stored | None:
    words = {InboundKind.TAKE_OVER, InboundKind.AGENT_REPLY, InboundKind.HAND_BACK, InboundKind.CLOSE}
    last = next((item for item in reversed(known) if item.inbound.kind in words), None)
    taken = last is not None and last.inbound.kind in {InboundKind.TAKE_OVER, InboundKind.AGENT_REPLY}
    if last is None or not taken or attempt.at - last.at >= SILENCE:
        return None
    return last


def _opted_out(known: list[Stored]) -> bool:
    """Tell whether the customer said stop, or blocked us and has not written since."""
    out = blocked = False
    for item in known:
        blocked = item.inbound.kind is InboundKind.BLOCKED or (blocked and not from_customer(item))
        if says(item, STOP):
            out = True
        elif says(item, START):
            out = False
    return out or blocked


def robots_are_not_answered(week: Evidence) -> Iterator[str]:
    """I4: no post answers the brand itself or a program."""
    own = {
        (item.inbound.channel, item.inbound.message_id)
        for item in week.ledger.said
        if item.inbound.author.is_brand or item.inbound.author.is_bot
    }
    for attempt in week.ledger.attempts:
        if (attempt.channel, attempt.letter.reply_to) in own and direct(week, attempt):
            yield f"letter {attempt.outbound_id} answers {attempt.letter.reply_to}, which no person wrote"


def caps_hold(week: Evidence) -> Iterator[str]:
    """I5: no sliding hour of a conversation holds more answers than allowed."""
    by_place: dict[Place, list[Written]] = {}
    for written in week.letters.values():
        if written.letter.purpose in DIRECT:
            by_place.setdefault(place_of(written), []).append(written)
    for place, letters in by_place.items():
        cap = CAPS[letters[0].letter.surface]
        for first, last in zip(letters, letters[cap:], strict=False):
            if last.turn.result.now - first.turn.result.now < timedelta(hours=1):
                yield f"{place}: {cap + 1} answers within an hour of {first.turn.result.now}"
    yield from _posts_are_few(week)


def _posts_are_few(week: Evidence) -> Iterator[str]:
    """I5, by the platform's own log: every automatic post counts, whatever it is for.

    What a person has sent again from the desk is theirs.
    """
    by_place: dict[Place, list[datetime]] = {}
    for attempt in week.ledger.attempts:
        letter = attempt.letter
        by_itself = letter.purpose.automatic and attempt.outbound_id in week.letters
        if attempt.landed is not None and by_itself and letter.surface is Surface.PUBLIC:
            by_place.setdefault((attempt.channel, attempt.conversation_key), []).append(attempt.landed)
    for place, landed in by_place.items():
        moments = sorted(landed)
        for most, span in POSTS:
            for first, last in zip(moments, moments[most:], strict=False):
                if last - first < span:
                    yield f"{place}: {most + 1} automatic posts within {span} of {first}"


def follow_ups_come_one_at_a_time(week: Evidence) -> Iterator[str]:
    """I3: nobody hears twice in one breath, nor for ever, that we are late."""
    late: Counter[tuple[Place, int]] = Counter()
    for turn in week.ledger.turned:
        place = (turn.result.conversation.channel, turn.result.conversation.key)
        follow_ups = [letter for letter in turn.result.letters if letter.purpose is Purpose.FOLLOW_UP]
        if len(follow_ups) > 1:
            yield f"{place}: {len(follow_ups)} follow-ups at {turn.at}"
        spoken = sum(1 for item in week.events[place] if item.n < turn.n and not item.inbound.author.is_brand)
        late[place, spoken] += sum(1 for item in follow_ups if item.template in {"_late", "_human_soon"})
    yield from (
        f"{place}: told {count} times that we are late" for (place, _), count in late.items() if count > 3
    )
