"""A follow-up has fallen due: is it still true, and may it be said now?"""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUp, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import AskFeedback, Cancel, Decision, MoveCase, Reply, Schedule
from bot.model.message import Purpose, Surface
from bot.model.traits import Traits
from bot.policy.clocks import look_at_clocks
from bot.policy.promises import fallen_due, not_said
from bot.policy.queued_posts import leave_posts, next_post
from bot.policy.reassurances import reassure, reassure_later
from bot.policy.situation import is_draft, is_muted, taken_over
from bot.policy.waking import Waking

_TO_CLOSE = (CaseStatus.RESOLVED, FollowUpKind.GIVE_UP)
"""A resolved case is closed for good when nothing was written for long."""

_LOOKS_ITSELF = frozenset({FollowUpKind.GIVE_UP, FollowUpKind.AGAIN})
"""What looks at the caps itself: one needs no word, the other has posts of its own to say it to."""

_ONLY_FRESH = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND})
"""What makes no sense a day too late, in private either."""


def wake(
    conversation: Conversation, follow_up: FollowUp, knowledge: Knowledge, now: datetime, *, traits: Traits
) -> Decision:
    """Decide on a follow-up that has fallen due; pure."""
    waking = Waking(
        conversation=conversation, follow_up=follow_up, knowledge=knowledge, traits=traits, now=now
    )
    if follow_up.kind is FollowUpKind.CLOCK:
        return look_at_clocks(waking)
    reason = "a person muted the contact" if is_muted(conversation, now) else _no_longer_true(waking)
    if reason and follow_up.kind is FollowUpKind.AGAIN:
        return leave_posts(waking, reason)
    if reason:
        return waking.silent(not_said(waking), reason)
    return _put_off(waking) or _say(waking)


def _say(waking: Waking) -> Decision:
    match waking.follow_up.kind:
        case FollowUpKind.PROMISE:
            return fallen_due(waking)
        case FollowUpKind.REASSURE:
            return reassure_later(waking) if waking.is_late else reassure(waking)
        case FollowUpKind.CHECK:
            return _check(waking)
        case FollowUpKind.REMIND:
            remind = Reply(template="_remind", purpose=Purpose.FOLLOW_UP, may_promise=False)
            return waking.said((remind,), "the customer was asked something and has not said it yet")
        case FollowUpKind.GIVE_UP:
            return _give_up(waking)
        case FollowUpKind.AGAIN:
            return next_post(waking)
        case FollowUpKind.CLOCK:
            raise AssertionError("clocks are looked at apart")


def _put_off(waking: Waking) -> Decision | None:
    """Wait for a better hour, unless the messaging window shuts before it."""
    follow_up, hours, now = waking.follow_up, waking.hours, waking.now
    said_at = hours.polite(now)
    if said_at <= now:
        return None
    if hours.reaches(said_at) or follow_up.kind is FollowUpKind.GIVE_UP:
        later = Schedule(kind=follow_up.kind, at=said_at, step=follow_up.step)
        return waking.silent((later,), "put off: closed or quiet now")
    if follow_up.kind is FollowUpKind.REASSURE and not hours.is_quiet(now):
        return None
    return waking.silent(not_said(waking), "the messaging window shuts before this may be said")


def _no_longer_true(waking: Waking) -> str:
    conversation, kind = waking.conversation, waking.follow_up.kind
    status, public = conversation.case.status, conversation.surface is Surface.PUBLIC
    if not conversation.case.is_open and (status, kind) != _TO_CLOSE:
        return f"the case is {status}"
    if conversation.state.wants_quiet and kind is not FollowUpKind.GIVE_UP:
        return "the customer wants no automatic messages"
    if taken_over(conversation, waking.now):
        return f"{conversation.state.agent} has taken over"
    if waking.is_late and public and kind is not FollowUpKind.GIVE_UP:
        return "too old to be said in public"
    if waking.is_late and kind in _ONLY_FRESH:
        return "too old to be said"
    overtaken = _overtaken(status, kind) or _not_to_be_asked(waking) or _not_silent_elsewhere(waking)
    return overtaken or ("" if kind in _LOOKS_ITSELF else waking.forbidden)


def _not_to_be_asked(waking: Waking) -> str:
    """Say why it is not asked here whether it is solved; "" for anything else, and where it may be."""
    conversation = waking.conversation
    if waking.follow_up.kind is not FollowUpKind.CHECK:
        return ""
    if conversation.surface is Surface.PUBLIC:
        return "whether it is solved is asked in private only"
    if is_draft(conversation, waking.knowledge):
        return "the channel is in draft"
    asked = conversation.state.asked_about == conversation.case.number
    return "it was asked before whether this case is solved" if asked else ""


def _not_silent_elsewhere(waking: Waking) -> str:
    """Say why silence here does not close a case that is followed in other places too; "" if it does."""
    if waking.follow_up.kind is not FollowUpKind.GIVE_UP:
        return ""
    later = (place.closing for place in waking.conversation.places if place.closing is not None)
    silent = all(at <= waking.now for at in later)
    return "" if silent else "something was written since in another conversation of this case"


def _overtaken(status: CaseStatus, kind: FollowUpKind) -> str:
    """Say what has happened meanwhile that makes a follow-up of this kind pointless; "" if nothing."""
    waits = status is CaseStatus.WAITING_FOR_AGENT
    match kind:
        case FollowUpKind.PROMISE | FollowUpKind.REASSURE:
            return "" if waits or status is CaseStatus.WITH_AGENT else "nobody waits for a person"
        case FollowUpKind.CHECK:
            return "" if status is CaseStatus.ANSWERED else "the case has moved on"
        case FollowUpKind.REMIND:
            return "" if status is CaseStatus.WAITING_FOR_CUSTOMER else "the customer owes no answer"
        case FollowUpKind.AGAIN:
            return ""
        case FollowUpKind.GIVE_UP | FollowUpKind.CLOCK:
            return "a person owes an answer" if waits else ""


def _check(waking: Waking) -> Decision:
    reply = Reply(template="_check", purpose=Purpose.FOLLOW_UP, own_meanings=("yes", "no"), may_promise=False)
    waiting = MoveCase(status=CaseStatus.WAITING_FOR_CUSTOMER)
    return waking.said((waiting, AskFeedback(), reply), "asking whether it was solved")


def _give_up(waking: Waking) -> Decision:
    """Close a case in which nothing was written for long; with notice where the customer may expect it."""
    closing = (Cancel(kinds=frozenset(FollowUpKind)), MoveCase(status=CaseStatus.CLOSED))
    conversation = waking.conversation
    if conversation.case.status in {CaseStatus.ANSWERED, CaseStatus.RESOLVED}:
        return waking.silent(closing, "answered, and nothing was written since: closed")
    if conversation.state.wants_quiet:
        return waking.silent(closing, "nothing was written for long: closed, and no notice is wanted")
    stale = waking.is_late and conversation.surface is Surface.PUBLIC
    unsaid = waking.forbidden or ("too old to be said in public" if stale else "")
    if unsaid:
        return waking.silent(closing, f"nothing was written for long: closed without notice, as {unsaid}")
    reply = Reply(template="_closed", purpose=Purpose.FOLLOW_UP, may_promise=False)
    return waking.said((*closing, reply), "nothing was written for long: closed, with notice")
