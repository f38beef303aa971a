"""Telling another automatic answerer by its pace: it answers at once, or always after the same time."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from bot.model.conversation import Conversation
from bot.model.message import Inbound, InboundKind
from bot.policy.limits import HOUR

AT_ONCE = 10.0
"""Seconds: nobody reads and answers faster than this, time after time."""

ALIKE = 0.2
"""Gaps no further than this part from their mean are the same gap."""

IN_A_THREAD, ELSEWHERE = 2, 6
"""So many turns tell. Where people sit and write to us alone, they are quick, and it takes more of them."""


def paced(conversation: Conversation, messages: Sequence[Inbound]) -> tuple[float, ...]:
    """Give the seconds in which the latest automatic messages were answered, with these messages counted.

    An answer to a question of ours, or a press of a button, says nothing: those are quick.
    """
    state, first = conversation.state, messages[0]
    if not state.automatic or first.thread != state.thread:
        return ()
    gap = first.occurred_at - state.automatic[-1]
    asked = state.offered or state.filling or any(item.kind is InboundKind.BUTTON for item in messages)
    if gap > HOUR or (asked and not state.thread):
        return ()
    if not state.spoken:
        return state.answered_in
    return (*state.answered_in, max(gap.total_seconds(), 0.0))[-ELSEWHERE:]


def circles(conversation: Conversation) -> str:
    """Say why this looks like another automatic answerer; "" if it does not."""
    turns = IN_A_THREAD if conversation.state.thread else ELSEWHERE
    gaps = conversation.state.answered_in[-turns:]
    if len(gaps) < turns:
        return ""
    if max(gaps) < AT_ONCE:
        return f"the last {turns} automatic messages were answered within {AT_ONCE:.0f} seconds each"
    mean = fmean(gaps)
    if all(abs(gap - mean) <= ALIKE * mean for gap in gaps):
        return f"the last {turns} automatic messages were answered after the same time, {mean:.0f} seconds"
    return ""
