"""An insult in public that asks for nothing: one courteous answer, then silence; what was said is kept."""

from __future__ import annotations

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.effects import Cancel, MoveCase, Outcome, Reply
from bot.model.message import Purpose
from bot.policy.situation import Ruling, Situation
from bot.settings.values import Mode

COURTESY = "_courtesy"

_REMINDERS = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND, FollowUpKind.REASSURE, FollowUpKind.GIVE_UP})


def has_courtesy(case: Situation) -> bool:
    """Tell whether the brand answers this insult itself: it asks for nothing, and nobody is to read more."""
    wanted = case.knowledge.settings.handoff.courtesy and case.mode is not Mode.ACKNOWLEDGE
    written = wanted and case.language in case.knowledge.replies.languages(COURTESY)
    return written and not case.conversation.case.is_for_people and case.is_bare_insult


def courteous(case: Situation) -> Ruling:
    """Answer once in a case, where the bot may speak; then be silent."""
    since = case.conversation.case.opened_at
    said = any(item.template == COURTESY and item.at >= since for item in case.state.used)
    quiet = (Cancel(kinds=_REMINDERS), MoveCase(status=CaseStatus.ANSWERED), *case.wait_over)
    why = "an insult that asks for nothing"
    if said or _may_not_speak(case):
        told = "answered once already" if said else "nothing may be said here now"
        return Ruling(outcome=Outcome.SILENT, effects=quiet, why=(why, told))
    reply = Reply(template=COURTESY, purpose=Purpose.ANSWER, may_promise=False)
    return Ruling(outcome=Outcome.ANSWER, effects=(*quiet, reply), why=(why, "one courteous answer"))


def _may_not_speak(case: Situation) -> bool:
    forbidden = any(message.silence_because for message in case.messages)
    return forbidden or case.is_stale or case.said_enough != ""
