"""What customers wrote: it is there once, has one outcome, and whoever waits is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bot.model.case import CaseStatus
from bot.model.message import FROM_CUSTOMER
from tests.simulate.evidence import (
    Decided,
    Evidence,
    Place,
    from_customer,
)
from tests.simulate.platforms import TRAITS


def every_message_is_there_once(week: Evidence) -> Iterator[str]:
    """I1, I9: what a customer wrote stands once in the conversation, whatever the platform repeats."""
    wrote: dict[Place, Counter[str]] = {}
    for item in week.ledger.said:
        if item.inbound.kind in FROM_CUSTOMER and not item.inbound.author.is_brand:
            wrote.setdefault(item.place, Counter())[item.inbound.button or item.inbound.text] += 1
    for place, texts in wrote.items():
        dossier = week.dossiers.get(place)
        lines = dossier.lines if dossier is not None else ()
        heard = Counter(line.text for line in lines if line.sender == "customer")
        if heard != texts:
            yield f"{place}: lost {dict(texts - heard)}, twice {dict(heard - texts)}"


def every_message_has_one_outcome(week: Evidence) -> Iterator[str]:
    """I1: each message is decided on exactly once, and silence has a reason of its own."""
    times = Counter(
        item.inbound.event_key + item.inbound.channel for one in week.decided for item in one.about
    )
    for item in week.stored.values():
        count = times[item.inbound.event_key + item.inbound.channel]
        if from_customer(item) and count != 1:
            yield f"{item.inbound.event_key} has {count} outcomes"
    for one in week.decided:
        if one.record.outcome == "silent":
            yield from _badly_silent(week, one)


def _badly_silent(week: Evidence, one: Decided) -> Iterator[str]:
    reasons = " ".join(one.record.why)
    if not reasons:
        yield f"{one.place}: silent without a reason"
    people = [item for item in one.about if from_customer(item) and not item.inbound.author.is_bot]
    if people and "written by" in reasons:
        yield f"{one.place}: {people[0].inbound.event_key} is silenced because {reasons}"
    if people and "acknowledged already" in reasons and not _acknowledged(week, one):
        yield f"{one.place}: nobody acknowledged {people[0].inbound.event_key}"


def _acknowledged(week: Evidence, one: Decided) -> bool:
    channel = one.place[0]
    period = week.almanac.period(one.record.at, channel)
    return any(
        other.place == one.place
        and other.record.outcome == "acknowledge"
        and other.record.at <= one.record.at
        and week.almanac.period(other.record.at, channel) == period
        for other in week.decided
    )


def whoever_waits_is_seen(week: Evidence) -> Iterator[str]:
    """I1: a customer who waits for a person stands in the inbox with a reason and a task."""
    shown = {row.conversation_id: row for row in week.inbox}
    for place, dossier in week.dossiers.items():
        case = dossier.conversation.case
        if case.status is not CaseStatus.WAITING_FOR_AGENT:
            continue
        row = shown.get(dossier.conversation.id)
        if row is None or not case.reason or not row.tasks:
            yield f"{place}: waits for a person and nobody sees it"


def cursors_never_go_back(week: Evidence) -> Iterator[str]:
    """I9: nothing is asked for from an earlier place than before."""
    for name in TRAITS:
        asked = [since for channel, since in week.ledger.cursors if channel == name]
        for before, after in pairwise(asked):
            if after < before:
                yield f"{name} read from {after} after {before}"


def agents_words_arrive_once(week: Evidence) -> Iterator[str]:
    """I2: what a person wrote is posted at most once, however often they pressed the button."""
    for key, (_, text) in week.ledger.agent_words.items():
        written = [item for item in week.letters.values() if text in item.letter.text]
        if len(written) > 1 or (key in week.world.accepted_words and not written):
            yield f"the agent's {key} was written {len(written)} times"
